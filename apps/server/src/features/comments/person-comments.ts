import type { CommentId, UserId } from '@xom/contract/fields';
import type { Queries } from '../../tables.ts';
import { moveCountersOfPosts } from '../posts/post-counter-batches.queries.ts';
import { removeThread } from './comment-deletion.service.ts';
import { type CommentPlace, lockAnyComment } from './comment-locks.queries.ts';
import {
  type Batch,
  changeReplyCounts,
  deleteLikes,
  listLikedBy,
  listWrittenBy,
  lockComments,
  lockPosts,
  setCounted,
  setLikesCounted,
} from './person-comments.queries.ts';

/**
 * What a person did under posts, when they are hidden, come back or are erased: batch by batch, each in a
 * transaction of its own, which has begun with their row of `users`: so that they do nothing meanwhile. Every
 * function answers where the next batch begins, null at the end; done again, it changes nothing.
 */

/** Counts what they wrote in again, or leaves it out: in the counters of posts, and of comments for replies. */
export async function setCommentsCounted(
  queries: Queries,
  userId: UserId,
  isCounted: boolean,
  batch: Batch,
): Promise<CommentId | null> {
  const written = await listWrittenBy(queries, userId, batch);
  await lockPosts(queries, written, { whole: true });
  const changed = await setCounted(queries, written, isCounted);
  const by = isCounted ? 1 : -1;
  const posts = changed.flatMap(({ postAuthorId, postId, parentId }) =>
    parentId ? [] : [{ author_id: postAuthorId, id: postId }],
  );
  const answered = changed.flatMap(({ postAuthorId, parentId }) =>
    parentId ? [{ postAuthorId, id: parentId }] : [],
  );
  await moveCountersOfPosts(queries, 'comments', posts, by);
  await changeReplyCounts(queries, answered, by);
  return nextOf(written, batch);
}

/** Counts their likes of comments and replies in again, or leaves them out. */
export async function setCommentLikesCounted(
  queries: Queries,
  userId: UserId,
  isCounted: boolean,
  batch: Batch,
): Promise<CommentId | null> {
  const liked = await lockLiked(queries, userId, batch);
  await setLikesCounted(queries, userId, liked, isCounted);
  return nextOf(liked, batch);
}

/** Deletes what they wrote, with all that lies under it. @returns also what is gone, replies of others too */
export async function deleteCommentsOf(
  queries: Queries,
  userId: UserId,
  batch: Batch,
): Promise<{ next: CommentId | null; goneIds: CommentId[] }> {
  const written = await listWrittenBy(queries, userId, batch);
  await lockPosts(queries, written, { whole: true });
  const goneIds: CommentId[] = [];
  for (const place of written) {
    const { postAuthorId, parentId } = place;
    const parent = parentId && (await lockAnyComment(queries, { postAuthorId, id: parentId }));
    const locked = await lockAnyComment(queries, place);
    // Gone with what it answered, just before or a moment ago; or about to.
    if (!locked || (parentId && !parent)) continue;
    goneIds.push(...(await removeThread(queries, { locked, parent })));
  }
  return { next: nextOf(written, batch), goneIds };
}

/** Takes their likes of comments and replies away. */
export async function deleteCommentLikesOf(
  queries: Queries,
  userId: UserId,
  batch: Batch,
): Promise<CommentId | null> {
  const liked = await lockLiked(queries, userId, batch);
  await deleteLikes(queries, userId, liked);
  return nextOf(liked, batch);
}

async function lockLiked(queries: Queries, userId: UserId, batch: Batch): Promise<CommentPlace[]> {
  const liked = await listLikedBy(queries, userId, batch);
  await lockPosts(queries, liked, { whole: false });
  await lockComments(queries, liked);
  return liked;
}

function nextOf(places: readonly CommentPlace[], { limit }: Batch): CommentId | null {
  return places.length < limit ? null : (places.at(-1)?.id ?? null);
}
