import type { CommentId, UserId } from '@xom/contract/fields';
import { Failure } from '../../platform/failure.ts';
import { addJob } from '../../platform/jobs.ts';
import type { Queries } from '../../tables.ts';
import { keepsOrder, noteRemoval } from '../moderation/removals.ts';
import { movePostCounters } from '../posts/post-counters.queries.ts';
import type { CommentActs } from './comment-acts.ts';
import { purgeCommentsJobName } from './comment-deletion.job.ts';
import { countRowsUnder, deleteThread, markCommentDeleted } from './comment-deletion.queries.ts';
import {
  eventOf,
  type Level,
  lockAnyThread,
  type LockedThread,
  lockThread,
  requirePlace,
} from './comment-places.ts';
import { changeReplyCount } from './comments.queries.ts';

/** More rows than these are left to the job. */
const maxRowsAtOnce = 10_000;

/** Deleting comments and replies for good. */
export class CommentDeletionService {
  readonly #acts: CommentActs;

  constructor(acts: CommentActs) {
    this.#acts = acts;
  }

  /**
   * Deletes a comment with its replies and likes, or a reply with its likes.
   * @throws Failure `not_found` | `forbidden` (neither one's own, nor on one's post, nor a moderator)
   */
  async delete(callerId: UserId, { id, level }: { id: CommentId; level: Level }): Promise<void> {
    const place = await requirePlace(this.#acts.database, id, level);
    await this.#acts.run(callerId, async (queries) => {
      // Whoever keeps order here, or has it on their post, may need to remove what is not shown to them.
      const isModerator = await keepsOrder(queries, callerId);
      const thread =
        isModerator || place.postAuthorId === callerId
          ? await lockAnyThread(queries, place)
          : await lockThread(queries, callerId, place, { whole: level === 'comment' });
      const { authorId, postAuthorId } = place;
      const isTheirs = authorId === callerId || postAuthorId === callerId;
      if (!isTheirs) {
        if (!isModerator) throw new Failure('forbidden');
        const act = level === 'comment' ? 'deleteComment' : 'deleteReply';
        await noteRemoval(queries, { actorId: callerId, act, authorId, id });
      }
      const goneIds = await removeThread(queries, thread);
      return { result: null, happened: eventOf('deleted', callerId, thread), goneIds };
    });
  }
}

/**
 * Takes a comment or a reply away, out of the counter above it too: at once, or what is much by the job. The
 * caller holds the lock of the thread, and of a comment's post alone.
 * @returns what is gone: it, and the replies that went at once
 */
export async function removeThread(
  queries: Queries,
  { locked, parent }: LockedThread,
): Promise<CommentId[]> {
  if (locked.isCounted) {
    const post = { author_id: locked.postAuthorId, id: locked.postId };
    if (parent) await changeReplyCount(queries, parent, -1);
    else await movePostCounters(queries, post, { comments: -1 });
  }
  if ((await countRowsUnder(queries, locked, maxRowsAtOnce + 1)) <= maxRowsAtOnce) {
    return deleteThread(queries, locked);
  }
  await markCommentDeleted(queries, locked);
  await addJob(queries, purgeCommentsJobName, {});
  return [locked.id];
}
