import type { CommentId, UserId } from '@xom/contract/fields';
import type { CommentActs } from './comment-acts.ts';
import { deleteLike, insertLike } from './comment-likes.queries.ts';
import { eventOf, type Level, lockThread, requirePlace, requireShown } from './comment-places.ts';
import type { ShownComment } from './comment-view.queries.ts';

/** Liking comments and replies. */
export class CommentLikeService {
  readonly #acts: CommentActs;

  constructor(acts: CommentActs) {
    this.#acts = acts;
  }

  /**
   * Likes it or takes that back; a second time changes and tells nothing.
   * @throws Failure `not_found` (not for the caller)
   */
  async set(
    callerId: UserId,
    { id, level }: { id: CommentId; level: Level },
    isLiked: boolean,
  ): Promise<ShownComment> {
    const place = await requirePlace(this.#acts.database, id, level);
    return this.#acts.run(callerId, async (queries) => {
      const thread = await lockThread(queries, callerId, place);
      const isChanged = isLiked
        ? await insertLike(queries, place, callerId, new Date())
        : await deleteLike(queries, place, callerId);
      const verb = isLiked ? 'liked' : 'unliked';
      return {
        result: await requireShown(queries, callerId, place),
        happened: isChanged ? eventOf(verb, callerId, thread) : null,
      };
    });
  }
}
