import type { PostId, UserId } from '@xom/contract/fields';

/**
 * What people do with posts: on `user:<actorId>`, and on `post:<postId>`; of saving on the author's instead of
 * that, of deleting on the author's too. `eventId`: who hears several takes them for one.
 */
export interface PostEvent {
  type: 'post.changed';
  eventId: string;
  postId: PostId;
  authorId: UserId;
  actorId: UserId;
  change: PostChange;
}

export type PostChange =
  | 'created'
  | 'edited'
  | 'deleted'
  | 'archived'
  | 'unarchived'
  | 'untagged'
  | 'liked'
  | 'unliked'
  | 'saved'
  | 'unsaved'
  | 'reposted'
  | 'unreposted'
  /** Another post quotes it, or no longer. */
  | 'quoted'
  | 'unquoted'
  /** A comment on it came or went. */
  | 'commented'
  | 'uncommented';
