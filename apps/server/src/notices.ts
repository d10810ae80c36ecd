import type { CommentId, PostId, UserId } from '@xom/contract/fields';
import type { NotificationKind } from '@xom/contract/notifications';
import type { Queries } from './tables.ts';

type Between =
  | 'follow'
  | 'follow_request'
  | 'follow_accepted'
  | 'friend_request'
  | 'friend_accepted';

/** What one person did that concerns another, who may want to be told: `userId` is told of `actorId`. */
export type Notice = { userId: UserId; actorId: UserId } & (
  | { kind: Between }
  /** Liked a post, or with `commentId` a comment or reply on it. */
  | { kind: 'like'; postId: PostId; commentId: CommentId | null }
  /** Wrote a comment on a post; a reply to the comment `parentId`. */
  | { kind: 'comment'; postId: PostId; commentId: CommentId }
  | { kind: 'reply'; postId: PostId; parentId: CommentId; commentId: CommentId }
  /** In a post, or with `commentId` in a comment or reply on it. */
  | { kind: 'mention'; postId: PostId; commentId: CommentId | null }
  | { kind: 'tag' | 'repost'; postId: PostId }
  /** Quoted the post in another. */
  | { kind: 'quote'; postId: PostId; quotingPostId: PostId }
);
export type NoticeKind = Extract<NotificationKind, Notice['kind']>;

/** What is to be told when the transaction has committed. */
export type AfterCommit = () => void;

/**
 * What every feature whose acts concern others needs of notifications. Each runs in the transaction of the
 * act, as its last locks, and answers what to call after the commit.
 */
export interface Notices {
  /** Tells of acts, each once: done again, or unwanted, it changes nothing. */
  tell(queries: Queries, notices: readonly Notice[]): Promise<AfterCommit>;
  /** Takes acts back: unliked, unfollowed, declined. */
  withdraw(queries: Queries, notices: readonly Notice[]): Promise<AfterCommit>;
  /** Takes back all of one kind that a person was told of: nobody waits for them any more. */
  withdrawAll(queries: Queries, userId: UserId, kind: NoticeKind): Promise<AfterCommit>;
  /** Forgets all that is about posts or comments that go, and what their authors did by writing them. */
  forget(
    queries: Queries,
    gone: { postIds?: readonly PostId[]; commentIds?: readonly CommentId[] },
  ): Promise<AfterCommit>;
}
