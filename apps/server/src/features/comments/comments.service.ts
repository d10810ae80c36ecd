import type { CommentId, PostId, UserId } from '@xom/contract/fields';
import { Failure } from '../../platform/failure.ts';
import { newId } from '../../platform/identifiers.ts';
import type { Queries } from '../../tables.ts';
import { handlesIn } from '../messages/mentions.ts';
import { movePostCounters } from '../posts/post-counters.queries.ts';
import { lockVisiblePost } from '../posts/post-locks.queries.ts';
import type { CommentActs, Done } from './comment-acts.ts';
import type { CommentPlace, LockedComment, PostPlace } from './comment-locks.queries.ts';
import {
  eventOfWords,
  type Level,
  lockThread,
  requirePlace,
  requireShown,
} from './comment-places.ts';
import type { ShownComment } from './comment-view.queries.ts';
import {
  changeReplyCount,
  findByClientId,
  findMentioned,
  insertComment,
  rewriteComment,
} from './comments.queries.ts';

/** What a person says. */
export interface Words {
  text: string;
  clientId?: string | undefined;
}

/** Writing comments and replies. */
export class CommentService {
  readonly #acts: CommentActs;

  constructor(acts: CommentActs) {
    this.#acts = acts;
  }

  /**
   * Comments on a post; the same `clientId` on it again answers with what it made the first time.
   * @throws Failure `not_found` (not for the caller) | `conflict` (the `clientId` is that of a reply)
   */
  async comment(callerId: UserId, postId: PostId, words: Words): Promise<ShownComment> {
    return this.#acts.run(callerId, async (queries) => {
      const post = await lockVisiblePost(queries, callerId, postId);
      const place = { postAuthorId: post.author_id, postId };
      const done = await write(queries, callerId, place, null, words);
      if (done.happened) await movePostCounters(queries, post, { comments: 1 });
      return done;
    });
  }

  /** Replies to a comment, as `comment` does. @throws what `comment` throws */
  async reply(callerId: UserId, commentId: CommentId, words: Words): Promise<ShownComment> {
    const place = await requirePlace(this.#acts.database, commentId, 'comment');
    return this.#acts.run(callerId, async (queries) => {
      const { locked: parent } = await lockThread(queries, callerId, place);
      const done = await write(queries, callerId, place, parent, words);
      if (done.happened) await changeReplyCount(queries, parent, 1);
      return done;
    });
  }

  /**
   * Writes other words; the same ones again change and tell nothing.
   * @throws Failure `not_found` | `forbidden` (somebody else's)
   */
  async edit(
    callerId: UserId,
    { id, level }: { id: CommentId; level: Level },
    text: string,
  ): Promise<ShownComment> {
    const place = await requirePlace(this.#acts.database, id, level);
    return this.#acts.run(callerId, async (queries) => {
      const thread = await lockThread(queries, callerId, place);
      if (thread.locked.authorId !== callerId) throw new Failure('forbidden');
      if (thread.locked.text === text) {
        return { result: await requireShown(queries, callerId, place), happened: null };
      }
      const { locked, parent } = thread;
      const readers = { ...place, authorAbove: parent?.authorId ?? place.postAuthorId };
      const mentionedUserIds = await findMentioned(queries, callerId, readers, handlesIn(text));
      await rewriteComment(queries, place, { text, mentionedUserIds, at: new Date() });
      return {
        result: await requireShown(queries, callerId, place),
        happened: eventOfWords('edited', callerId, thread, mentionedUserIds),
        unmentionedIds: locked.mentionedUserIds.filter((id) => !mentionedUserIds.includes(id)),
      };
    });
  }
}

/**
 * Writes a comment, or a reply under `parent`; its lock or the post's is held.
 * @throws Failure `conflict` (the `clientId` stands for something elsewhere)
 */
async function write(
  queries: Queries,
  callerId: UserId,
  { postAuthorId, postId }: PostPlace,
  parent: LockedComment | null,
  { text, clientId }: Words,
): Promise<Done<ShownComment>> {
  const readers = { postAuthorId, postId, authorAbove: parent?.authorId ?? postAuthorId };
  const mentionedUserIds = await findMentioned(queries, callerId, readers, handlesIn(text));
  const parentId = parent?.id ?? null;
  const id = newId<CommentId>();
  const place: CommentPlace = { postAuthorId, postId, id, parentId, authorId: callerId };
  const row = { ...place, text, mentionedUserIds, clientId: clientId ?? null, at: new Date() };
  if (await insertComment(queries, row)) {
    const happened = eventOfWords('created', callerId, { locked: place, parent }, mentionedUserIds);
    return { result: await requireShown(queries, callerId, place), happened };
  }
  const first = await findByClientId(queries, place, callerId, clientId ?? '');
  if (!first || first.parentId !== parentId) {
    throw new Failure('conflict', { clientId: 'is that of another comment or reply' });
  }
  const result = await requireShown(queries, callerId, { postAuthorId, id: first.id });
  return { result, happened: null };
}
