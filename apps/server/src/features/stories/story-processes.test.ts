import { afterAll, beforeAll, expect, it } from 'vitest';
import { next, register } from '../../../test/people.ts';
import { RedisServer } from '../../../test/redis.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { api } from '../people/test-acts.ts';
import { follow, look, show } from './test-acts.ts';

/** Two processes on one database, which hear of each other by Redis. */

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

it('tells of stories across processes', async () => {
  const lan = await register(here);
  const minh = (await register(here)).at(there);
  await follow(minh, lan);
  const atMinh = await minh.connect('/v1');
  const atLan = await lan.connect('/v1');
  const created = next(atMinh, 'story.created');
  const id = await show(lan);
  expect(await created).toMatchObject({ id, owner: { id: lan.id }, seen: false });
  const viewed = next(atLan, 'story.viewed');
  await look(minh, id);
  expect(await viewed).toMatchObject({ storyId: id, user: { id: minh.id } });
  const removed = next(atMinh, 'story.removed');
  await lan.delete(`${api}/stories/${id}`);
  expect(await removed).toEqual({ storyId: id, ownerId: lan.id });
  minh.disconnect();
  lan.disconnect();
});
