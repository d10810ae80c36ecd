import type { CommentId, UserId } from '@xom/contract/fields';
import { Failure } from '../../platform/failure.ts';
import type { Queries } from '../../tables.ts';
import { lockVisiblePost } from '../posts/post-locks.queries.ts';
import {
  type CommentPlace,
  findCommentPlace,
  lockAnyComment,
  lockAnyPost,
  lockComment,
  type LockedComment,
  sharePost,
} from './comment-locks.queries.ts';
import { findShown, type ShownComment } from './comment-view.queries.ts';
import type { CommentEvent } from './comments.events.ts';

/** A comment stands under a post, a reply under a comment. */
export type Level = 'comment' | 'reply';

/** A comment or reply under locks, with the comment above a reply. */
export interface LockedThread {
  locked: LockedComment;
  parent: LockedComment | null;
}

/** @throws Failure `not_found` (nothing there, or of the other level) */
export async function requirePlace(
  queries: Queries,
  id: CommentId,
  level: Level,
): Promise<CommentPlace> {
  const place = await findCommentPlace(queries, id);
  if (!place || (place.parentId === null) !== (level === 'comment')) throw new Failure('not_found');
  return place;
}

/** @throws Failure `not_found` (not for this viewer) */
export async function requireShown(
  queries: Queries,
  viewerId: UserId,
  place: Pick<CommentPlace, 'postAuthorId' | 'id'>,
): Promise<ShownComment> {
  const shown = await findShown(queries, viewerId, place);
  if (!shown) throw new Failure('not_found');
  return shown;
}

/**
 * Locks a comment or reply that the actor may see, and what is above it. A reply's comment is locked with it,
 * whether or not its counter moves: it must not go meanwhile.
 * @param whole the post alone, not shared: for the removal of a comment
 * @throws Failure `not_found`
 */
export async function lockThread(
  queries: Queries,
  actorId: UserId,
  place: CommentPlace,
  { whole = false }: { whole?: boolean } = {},
): Promise<LockedThread> {
  if (whole) await lockVisiblePost(queries, actorId, place.postId);
  else if (!(await sharePost(queries, actorId, place))) throw new Failure('not_found');
  let parent: LockedComment | null = null;
  if (place.parentId) {
    parent = await lockComment(queries, actorId, { ...place, id: place.parentId });
    if (!parent) throw new Failure('not_found');
  }
  const locked = await lockComment(queries, actorId, place);
  if (!locked) throw new Failure('not_found');
  return { locked, parent };
}

/** As `lockThread`, whoever may see it: for a moderator, and for the author of the post. @throws Failure `not_found` */
export async function lockAnyThread(queries: Queries, place: CommentPlace): Promise<LockedThread> {
  if (!(await lockAnyPost(queries, place))) throw new Failure('not_found');
  let parent: LockedComment | null = null;
  if (place.parentId) {
    parent = await lockAnyComment(queries, { ...place, id: place.parentId });
    if (!parent) throw new Failure('not_found');
  }
  const locked = await lockAnyComment(queries, place);
  if (!locked) throw new Failure('not_found');
  return { locked, parent };
}

type Verb = 'deleted' | 'liked' | 'unliked';

/** What is told of an act on a comment or a reply that is there. */
export function eventOf(verb: Verb, actorId: UserId, thread: LockedThread): CommentEvent {
  const told = toldOf(actorId, thread);
  return 'replyId' in told
    ? { type: `reply.${verb}`, ...told }
    : { type: `comment.${verb}`, ...told };
}

/** What is told of new words. */
export function eventOfWords(
  verb: 'created' | 'edited',
  actorId: UserId,
  thread: ThreadPlace,
  mentionedUserIds: UserId[],
): CommentEvent {
  const told = toldOf(actorId, thread);
  return 'replyId' in told
    ? { type: `reply.${verb}`, ...told, mentionedUserIds }
    : { type: `comment.${verb}`, ...told, mentionedUserIds };
}

interface ThreadPlace {
  locked: CommentPlace;
  parent: CommentPlace | null;
}

function toldOf(actorId: UserId, { locked, parent }: ThreadPlace) {
  const { postId, postAuthorId } = locked;
  const comment = parent ?? locked;
  const told = {
    actorId,
    postId,
    postAuthorId,
    commentId: comment.id,
    commentAuthorId: comment.authorId,
  };
  return parent ? { ...told, replyId: locked.id, replyAuthorId: locked.authorId } : told;
}
