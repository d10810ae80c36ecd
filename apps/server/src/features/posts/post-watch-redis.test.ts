import { afterAll, beforeAll, expect, it } from 'vitest';
import { emit, record, register } from '../../../test/people.ts';
import { RedisServer } from '../../../test/redis.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { eventsOf } from '../people/test-acts.ts';
import { done, like, post, remove, save } from './test-acts.ts';

/** Posts that are open on one process, and acted on by way of another. */

let redis: RedisServer;
let here: TestServer;
let there: TestServer;
beforeAll(async () => {
  redis = await RedisServer.start();
  here = await startTestServer({ REDIS_URL: redis.url });
  there = await startTestServer({ REDIS_URL: redis.url }, here);
});
afterAll(async () => {
  await there?.stop();
  await here?.stop();
  await redis?.stop();
});

it('sockets are told on whatever process, each once', async () => {
  const [lan, minh] = [await register(here), await register(here)];
  const made = await post(lan);
  const open = async (person: typeof lan, server: TestServer) => {
    const socket = await person.at(server).connect('/v1');
    const answer = await emit(socket, 'posts.open', { postId: made.id });
    expect(answer).toMatchObject({ status: 'success', id: made.id });
    return record(socket);
  };
  const watching = [await open(lan, here), await open(lan, there), await open(minh, there)];
  const updates = () => watching.map((heard) => eventsOf(heard, 'post.updated'));
  done(await like(minh, made));
  await expect.poll(() => updates().map(({ length }) => length)).toEqual([1, 1, 1]);
  expect(updates().flat()).toEqual([
    expect.objectContaining({ likeCount: 1, likedByMe: false, saveCount: 0 }),
    expect.objectContaining({ likeCount: 1, likedByMe: false, saveCount: 0 }),
    expect.objectContaining({ likeCount: 1, likedByMe: true, saveCount: null }),
  ]);
  // The author's count, and the saver's other devices, wherever they are.
  done(await save(minh.at(there), made));
  await expect.poll(() => updates().map(({ length }) => length)).toEqual([2, 2, 2]);
  expect(updates()[0]?.[1]).toMatchObject({ saveCount: 1 });
  done(await remove(lan.at(there), made));
  await expect
    .poll(() => watching.map((heard) => eventsOf(heard, 'post.removed')))
    .toEqual([[{ postId: made.id }], [{ postId: made.id }], [{ postId: made.id }]]);
  expect(updates().map(({ length }) => length)).toEqual([2, 2, 2]);
});
