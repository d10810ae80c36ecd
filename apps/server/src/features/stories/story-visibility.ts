import type { UserId } from '@xom/contract/fields';
import type { StoryVisibility } from '@xom/contract/stories';
import { type RawBuilder, sql } from 'kysely';
import {
  isFollowedBy,
  isFriendOf,
  isPersonVisible,
  isSharingWith,
  type Viewer,
} from '../people/visibility.ts';

/**
 * Whether the viewer may see a story, as a condition of SQL: the one place of this rule. `story` and `owner`
 * name what a query calls the row of `stories` and its owner's row of `users`. Nobody sees one whose time is
 * over, its owner neither.
 */
export function isStoryVisible(
  viewerId: Viewer,
  { story, owner }: { story: string; owner: string },
): RawBuilder<boolean> {
  return sql<boolean>`(${isLive(story)}
    and ${isStoryFor(viewerId, sql.ref<StoryVisibility>(`${story}.visibility`), owner)})`;
}

/** Whether the time of a story is not over. */
export function isLive(story: string): RawBuilder<boolean> {
  return sql<boolean>`${sql.ref(`${story}.expires_at`)} > now()`;
}

/** Whether the viewer may see what the owner shows to these. A private account's public ones are its followers'. */
export function isStoryFor(
  viewerId: Viewer,
  visibility: StoryVisibility | RawBuilder<StoryVisibility>,
  owner: string,
): RawBuilder<boolean> {
  const ownerId = `${owner}.id`;
  return sql<boolean>`(${isPersonVisible(viewerId, owner)}
    and (${sql.ref<UserId>(ownerId)} = ${viewerId}
      or case ${visibility}::text
        when 'public' then ${isSharingWith(viewerId, owner)}
        when 'followers' then ${isFollowedBy(viewerId, ownerId)}
        else ${isFriendOf(viewerId, ownerId)}
      end))`;
}
