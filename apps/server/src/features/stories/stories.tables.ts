import type { MediaId, StoryId, UserId } from '@xom/contract/fields';
import type { StoryVisibility } from '@xom/contract/stories';

/** Columns of migrations/0011_stories.sql. */
export interface StoryTables {
  stories: {
    owner_id: UserId;
    id: StoryId;
    media_id: MediaId | null;
    caption: string | null;
    visibility: StoryVisibility;
    client_id: string | null;
    created_at: Date;
    expires_at: Date;
  };
  story_views: {
    owner_id: UserId;
    story_id: StoryId;
    viewer_id: UserId;
    viewed_at: Date;
  };
}
