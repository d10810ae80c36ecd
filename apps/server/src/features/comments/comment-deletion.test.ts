import { expect, it } from 'vitest';
import { openDatabase } from '../../platform/database.ts';
import type { Tables } from '../../tables.ts';
import { api, refusal, server, serveTests, two } from '../people/test-acts.ts';
import { purgeCommentsJob } from './comment-deletion.job.ts';
import {
  comment,
  commentPath,
  commentsOf,
  done,
  holdCounters,
  idsOf,
  post,
  reply,
  replying,
  replyPath,
  saying,
  stored,
} from './test-acts.ts';

serveTests();

/** Writes many replies to a comment, each with a like of its author, as if they had come through the doors. */
async function fill(postId: string, commentId: string, count: number): Promise<void> {
  const { rows } = await server.pool.query(
    'select post_author_id as author, author_id as writer from comments where id = $1',
    [commentId],
  );
  const { author, writer } = rows[0];
  await server.pool.query(
    `with made as (
       insert into comments (post_author_id, id, post_id, parent_id, author_id, text, like_count, created_at)
       select $1, gen_random_uuid(), $2, $3, $4, n::text, 1, now() from generate_series(1, $5::int) n
       returning id)
     insert into comment_likes (post_author_id, comment_id, user_id, created_at)
     select $1, id, $4, now() from made`,
    [author, postId, commentId, writer, count],
  );
  await server.pool.query('update comments set reply_count = reply_count + $2 where id = $1', [
    commentId,
    count,
  ]);
}

it('shows nothing of a large thread from the first moment, and removes it step by step', async () => {
  const [lan, minh] = await two();
  const postId = await post(lan);
  const more = { clientId: 'một' };
  const [above, kept] = [await comment(minh, postId, 'dài', more), await comment(minh, postId)];
  const answer = await reply(lan, above);
  await fill(postId, above.id, 6000);
  await holdCounters(postId);
  expect((await minh.delete(commentPath(above))).status).toBe(200);
  for (const tried of [
    lan.get(commentPath(above)),
    lan.get(`${commentPath(above)}/replies`),
    replying(lan, above),
    lan.put(`${commentPath(above)}/like`),
    minh.delete(commentPath(above)),
    lan.get(replyPath(answer)),
    lan.put(`${replyPath(answer)}/like`),
    lan.patch(replyPath(answer), { text: 'a' }),
    lan.delete(replyPath(answer)),
  ]) {
    expect(await tried).toMatchObject({ status: 404, ...refusal('not_found') });
  }
  expect(idsOf(await commentsOf(lan, postId))).toEqual([kept.id]);
  expect((await stored(postId)).count).toBe(1);
  expect(await saying(minh, postId, 'mới', more)).toMatchObject({ status: 201 });
  await expect
    .poll(async () => stored(postId), { timeout: 15_000 })
    .toEqual({ count: 2, comments: 2, replies: 0, likes: 0 });
  await holdCounters(postId);
});

it('takes up what a server that was killed had left, with others at it and its post going', async () => {
  const [lan, minh] = await two();
  const posts = [await post(lan), await post(lan), await post(lan)];
  for (const postId of posts) {
    const above = await comment(minh, postId);
    await fill(postId, above.id, 2500);
    await server.pool.query(
      'update comments set deleted_at = now(), is_counted = false where id = $1',
      [above.id],
    );
    await server.pool.query('update posts set comment_count = 0 where id = $1', [postId]);
  }
  const job = purgeCommentsJob(openDatabase<Tables>(server.pool), {
    tell: async () => () => {},
    withdraw: async () => () => {},
    withdrawAll: async () => () => {},
    forget: async () => () => {},
  });
  const [, , gone] = await Promise.all([
    job.run({}),
    job.run({}),
    lan.delete(`${api}/posts/${posts[2]}`),
  ]);
  expect(gone.status).toBeLessThan(500);
  for (const postId of posts.slice(0, 2)) {
    expect(await stored(postId)).toEqual({ count: 0, comments: 0, replies: 0, likes: 0 });
  }
  const { count: _count, ...left } = await stored(posts[2] ?? '');
  expect(left).toEqual({ comments: 0, replies: 0, likes: 0 });
  done(await lan.get(`${api}/posts/${posts[0]}/comments`));
});
