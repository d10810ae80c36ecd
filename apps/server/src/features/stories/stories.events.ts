import type { Person, StoryId, UserId } from '@xom/contract/fields';
import type { Story, StoryVisibility } from '@xom/contract/stories';

/**
 * What stories tell. That one came or went: on `user:<ownerId>`, and on `stories` for those who follow the
 * owner. That one was seen: on `user:<ownerId>` and `user:<viewer.id>`.
 */
export type StoryEvent =
  /** As others see it who have not looked at it. */
  | { type: 'story.created'; ownerId: UserId; story: Story }
  /** Deleted. One whose time is over goes without a word: everybody knows when that is. */
  | { type: 'story.removed'; ownerId: UserId; storyId: StoryId; visibility: StoryVisibility }
  | StoryViewed;

export interface StoryViewed {
  type: 'story.viewed';
  ownerId: UserId;
  storyId: StoryId;
  viewer: Person;
  viewedAt: string;
}
