import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../test/server.ts';
import { takeServerLock, UnlikeServers } from './server-lock.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const neverLost = (error: Error) => {
  throw error;
};
const [one, other] = [{ secret: 'a'.repeat(32) }, { secret: 'b'.repeat(32) }];

it('is shared by servers of the same secret only', async () => {
  const first = await takeServerLock(server.connection, one, neverLost);
  const second = await takeServerLock(server.connection, one, neverLost);
  await expect(takeServerLock(server.connection, other, neverLost)).rejects.toThrow(UnlikeServers);
  expect(await takeServerLock(server.connection, null, neverLost)).toBeNull();
  expect(await first?.release()).toBe(false);
  expect(await second?.release()).toBe(true);
  const third = await takeServerLock(server.connection, other, neverLost);
  expect(await third?.release()).toBe(true);
});

it('is taken again when its connection broke', async () => {
  const lost: Error[] = [];
  const lock = await takeServerLock(server.connection, null, (error) => lost.push(error));
  const holder = `select pid from pg_stat_activity
    where application_name = 'xom lock' and datname = current_database()`;
  const before = (await server.pool.query(holder)).rows[0]?.pid;
  await server.pool.query('select pg_terminate_backend($1)', [before]);
  const now = async () => (await server.pool.query(holder)).rows[0]?.pid ?? before;
  await expect.poll(now, { timeout: 5000 }).not.toBe(before);
  expect(await takeServerLock(server.connection, null, neverLost)).toBeNull();
  expect(lost).toEqual([]);
  await lock?.release();
});
