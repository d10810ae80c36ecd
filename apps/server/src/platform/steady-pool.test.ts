import type { Pool, PoolClient } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../test/server.ts';
import { openPool } from './database.ts';

let server: TestServer;
let pool: Pool;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(async () => server.stop());
beforeEach(() => {
  pool = openPool(server.connection, () => {}, 3);
});
afterEach(async () => pool.end());

async function processOf(client: Pool | PoolClient): Promise<unknown> {
  const { rows } = await client.query<{ id: number }>('select pg_backend_pid() as id');
  return rows[0]?.id;
}

/** Takes so many connections, which are in use at once. */
async function take(count: number): Promise<PoolClient[]> {
  const taken: PoolClient[] = [];
  while (taken.length < count) taken.push(await pool.connect());
  return taken;
}

test('of idle connections the one opened first is lent, however they were given back', async () => {
  const opened = await take(3);
  const ids = await Promise.all(opened.map(processOf));
  for (const client of opened) client.release();
  for (let times = 0; times < 3; times += 1) {
    expect(await processOf(pool)).toBe(ids[0]);
    const two = await take(2);
    expect(await Promise.all(two.map(processOf))).toEqual(ids.slice(0, 2));
    for (const client of times === 1 ? two.toReversed() : two) client.release();
  }
});

test('one that is broken gives its place to the next', async () => {
  const [first, second] = await take(2);
  if (!first || !second) throw new Error('two were asked for');
  const id = await processOf(second);
  second.release();
  first.release(new Error('broken'));
  expect(await processOf(pool)).toBe(id);
  const [again, newer] = await take(2);
  newer?.release();
  again?.release();
  expect(await processOf(pool)).toBe(id);
});
