import { CommentId } from '@xom/contract/fields';
import type { Notices } from '../../notices.ts';
import { doneUnlessFull, type PersonStep } from '../../person-steps.ts';
import type { Queries } from '../../tables.ts';
import { moveCountersOfPosts } from '../posts/post-counter-batches.queries.ts';
import type { CommentPlace } from './comment-locks.queries.ts';
import { deleteSomeUnder, deleteThread, lockMarked } from './comment-deletion.queries.ts';
import {
  countRowsUnderAll,
  deleteMentions,
  deleteThreads,
  findMarkedOf,
  lowerReplyCounts,
} from './erased-person.queries.ts';
import { listWrittenBy, lockPosts } from './person-comments.queries.ts';
import { deleteCommentLikesOf, deleteCommentsOf } from './person-comments.ts';

/** A comment goes with what lies under it: these together, where that is not much, else each for itself. */
const maxThreads = 200;
const maxLargeThreads = 20;
const maxRowsTogether = 2000;

const placeOf = (after: string | null): CommentId | null =>
  after === null ? null : CommentId.parse(after);

/** Deletes an erased person's comments and replies with all that lies under them, out of the counters too. */
export function deleteWords(notices: Pick<Notices, 'forget'>): PersonStep {
  return async (queries, userId, part) => {
    const after = placeOf(part.after);
    const limit = Math.min(part.limit, maxThreads);
    const written = await listWrittenBy(queries, userId, { after, limit });
    await lockPosts(queries, written, { whole: true });
    const rows = await countRowsUnderAll(queries, written, maxRowsTogether + 1);
    const { next, goneIds } =
      rows <= maxRowsTogether
        ? { next: written.at(-1)?.id ?? null, goneIds: await deleteTogether(queries, written) }
        : await deleteCommentsOf(queries, userId, { after, limit: maxLargeThreads });
    const told = await notices.forget(queries, { commentIds: goneIds });
    return { count: Math.max(rows, goneIds.length), next, told };
  };
}

/** @returns what is gone, replies of others too */
async function deleteTogether(
  queries: Queries,
  written: readonly CommentPlace[],
): Promise<CommentId[]> {
  const gone = await deleteThreads(queries, written);
  const goneIds = new Set(gone.map(({ id }) => id));
  const counted = gone.filter(({ isCounted }) => isCounted);
  const posts = counted
    .filter(({ parentId }) => parentId === null)
    .map(({ postAuthorId, postId }) => ({ author_id: postAuthorId, id: postId }));
  await moveCountersOfPosts(queries, 'comments', posts, -1);
  const answers = counted.filter(({ parentId }) => parentId !== null && !goneIds.has(parentId));
  const answered = [...Map.groupBy(answers, ({ parentId }) => parentId)].flatMap(
    ([id, [first, ...others]]) =>
      id && first ? [{ id, postAuthorId: first.postAuthorId, count: 1 + others.length }] : [],
  );
  await lowerReplyCounts(queries, answered);
  return [...goneIds];
}

/** Removes what is left of those of their comments under which very much lay. */
export function deleteLargeThreads(notices: Pick<Notices, 'forget'>): PersonStep {
  return async (queries, userId, { limit }) => {
    const marked = await findMarkedOf(queries, userId);
    if (!marked) return { count: 0, next: null };
    if (!(await lockMarked(queries, marked))) return { count: 0, next: 'more' };
    const { count, replyIds } = await deleteSomeUnder(queries, marked, limit);
    if (count === 0) await deleteThread(queries, marked);
    const told = await notices.forget(queries, { commentIds: replyIds });
    return { count: count + 1, next: 'more', told };
  };
}

/** Takes an erased person's likes of comments and replies away, out of the counters too. */
export const deleteLikes: PersonStep = async (queries, userId, { after, limit }) => {
  const next = await deleteCommentLikesOf(queries, userId, { after: placeOf(after), limit });
  return { count: next ? limit : 1, next };
};

export const pullFromMentions: PersonStep = async (queries, userId, { limit }) =>
  doneUnlessFull(await deleteMentions(queries, userId, limit), limit);
