import { type CommentId, UserId } from '@xom/contract/fields';
import { expect, it } from 'vitest';
import type { TestPerson } from '../../../test/people.ts';
import { openDatabase } from '../../platform/database.ts';
import type { Queries, Tables } from '../../tables.ts';
import { block, newcomers, server, serveTests } from '../people/test-acts.ts';
import type { Batch } from './person-comments.queries.ts';
import {
  deleteCommentLikesOf,
  deleteCommentsOf,
  setCommentLikesCounted,
  setCommentsCounted,
} from './person-comments.ts';
import {
  comment,
  commentPath,
  commentsOf,
  done,
  holdCounters,
  post,
  reply,
  replyPath,
  stored,
} from './test-acts.ts';

/** What becomes of a person's comments and likes when they are hidden, come back or are erased. */

serveTests();

/** Runs something of all batches of two, each in a transaction. */
async function inBatches(
  run: (queries: Queries, batch: Batch) => Promise<CommentId | null>,
): Promise<void> {
  const database = openDatabase<Tables>(server.pool);
  let after: CommentId | null = null;
  do {
    const batch: Batch = { after, limit: 2 };
    after = await database.transaction().execute((queries) => run(queries, batch));
  } while (after);
}

/** A person with comments on two posts, replies to their own and to others', others' replies, and likes. */
async function scene() {
  const [lan, minh, hoa] = await newcomers(3);
  if (!lan || !minh || !hoa) throw new Error('nobody');
  const posts = [await post(lan), await post(minh)];
  for (const postId of posts) {
    const own = await comment(minh, postId);
    await comment(minh, postId);
    const others = await comment(hoa, postId);
    const answers = [
      await reply(minh, own),
      await reply(hoa, own),
      await reply(minh, others),
      await reply(minh, others),
      await reply(hoa, others),
    ];
    for (const who of [minh, hoa]) {
      for (const path of [own, others].map(commentPath)) done(await who.put(`${path}/like`));
      for (const path of answers.map(replyPath)) done(await who.put(`${path}/like`));
    }
  }
  const hold = async () => {
    for (const postId of posts) await holdCounters(postId);
  };
  return { minh, hoa, posts, hold, postId: posts[0] ?? '' };
}

const idOf = (person: TestPerson) => UserId.parse(person.id);

async function counted(postId: string): Promise<number[]> {
  const { rows } = await server.pool.query(
    `select (select comment_count from posts where id = $1) as comments,
       sum(reply_count) as replies, sum(like_count) as likes
     from comments where post_id = $1`,
    [postId],
  );
  return [rows[0].comments, rows[0].replies, rows[0].likes];
}

it('is left out of all counters, and counted in again', async () => {
  const { minh, postId, hold } = await scene();
  expect(await counted(postId)).toEqual([3, 5, 14]);
  for (const _again of [1, 2]) {
    await inBatches((queries, batch) => setCommentsCounted(queries, idOf(minh), false, batch));
    await inBatches((queries, batch) => setCommentLikesCounted(queries, idOf(minh), false, batch));
    expect(await counted(postId)).toEqual([1, 2, 7]);
    await hold();
  }
  for (const _again of [1, 2]) {
    await inBatches((queries, batch) => setCommentsCounted(queries, idOf(minh), true, batch));
    await inBatches((queries, batch) => setCommentLikesCounted(queries, idOf(minh), true, batch));
    expect(await counted(postId)).toEqual([3, 5, 14]);
    await hold();
  }
});

it('is not taken out of the counts of who does not see them a second time', async () => {
  const { minh, hoa, postId } = await scene();
  done(await block(hoa, minh));
  const seen = async () => {
    const comments = await commentsOf(hoa, postId);
    return comments.map(({ replyCount, likeCount }) => [replyCount, likeCount]);
  };
  const left = [[1, 1]];
  expect(await seen()).toEqual(left);
  await inBatches((queries, batch) => setCommentsCounted(queries, idOf(minh), false, batch));
  await inBatches((queries, batch) => setCommentLikesCounted(queries, idOf(minh), false, batch));
  expect(await seen()).toEqual(left);
});

it.each([false, true])('is deleted, whether counted or not (%s)', async (isHidden) => {
  const { minh, postId, posts, hold } = await scene();
  if (isHidden) {
    await inBatches((queries, batch) => setCommentsCounted(queries, idOf(minh), false, batch));
    await inBatches((queries, batch) => setCommentLikesCounted(queries, idOf(minh), false, batch));
  }
  const gone: CommentId[] = [];
  await inBatches(async (queries, batch) => {
    const { next, goneIds } = await deleteCommentsOf(queries, idOf(minh), batch);
    gone.push(...goneIds);
    return next;
  });
  await inBatches((queries, batch) => deleteCommentLikesOf(queries, idOf(minh), batch));
  // Two comments and four replies on each post, one of them another's under theirs.
  expect(gone).toHaveLength(2 * 6);
  for (const one of posts) {
    expect(await stored(one)).toEqual({ count: 1, comments: 1, replies: 1, likes: 2 });
  }
  expect(await counted(postId)).toEqual([1, 1, 2]);
  await hold();
});
