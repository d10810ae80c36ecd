import type timers from 'node:timers/promises';
import { ConversationId, UserId } from '@xom/contract/fields';
import pino from 'pino';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { RedisServer } from '../../../test/redis.ts';
import { RedisConnection } from '../../platform/redis-connection.ts';
import { RedisPresenceStore } from './presence-store-redis.ts';

/** What is said again every 40 s is said again all the time here. */
vi.mock('node:timers/promises', async (importActual) => {
  const actual = await importActual<typeof timers>();
  const often: typeof actual.setTimeout = async (ms, ...rest) =>
    actual.setTimeout(ms === 40_000 ? 1 : ms, ...rest);
  return { ...actual, setTimeout: often };
});

let redis: RedisServer;
beforeAll(async () => {
  redis = await RedisServer.start();
});
afterAll(() => redis.stop());

it('does not keep somebody who goes while what is here is said again', async () => {
  const logger = pino({ level: 'silent' });
  const connection = await RedisConnection.open(redis.url, logger);
  const store = new RedisPresenceStore({ redis: connection, logger });
  const people = Array.from({ length: 40 }, () => UserId.parse(crypto.randomUUID()));
  const open = new Set([1, 2, 3].map(() => ConversationId.parse(crypto.randomUUID())));
  for (let time = 0; time < 50; time += 1) {
    await Promise.all(people.map(async (userId) => store.put(userId, new Set(open))));
    await Promise.all(people.map(async (userId) => store.put(userId, null)));
  }
  await expect.poll(async () => redis.ask('keys', 'user:*')).toBe('');
  await expect.poll(async () => redis.ask('keys', 'room:*')).toBe('');
  await store.stop();
  await connection.close();
}, 60_000);
