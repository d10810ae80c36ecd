import type { UserId } from '@xom/contract/fields';
import type { Pool } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { listLastSeen, listProfiles } from '../src/features/people/profiles.queries.ts';
import { countSeenPosts } from '../src/features/search/search-tags.queries.ts';
import { openDatabase, openPool } from '../src/platform/database.ts';
import type { Queries, Tables } from '../src/tables.ts';
import { startTestServer, type TestServer } from './server.ts';

/** A plan of these takes longer to make than to run: it is kept, for lists of all lengths. */

let server: TestServer;
let pool: Pool;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(async () => server.stop());
beforeEach(() => {
  // One connection, of which the statements are looked at.
  pool = openPool(server.connection, () => {}, 1);
});
afterEach(async () => pool.end());

const viewer = '019aa3c1-cd88-7650-8fae-3cc8af7599b4' as UserId;
const ids = (length: number): string[] => Array.from({ length }, () => viewer);

const reads: [string, (queries: Queries, length: number) => Promise<unknown>][] = [
  ['profiles', (queries, length) => listProfiles(queries, viewer, ids(length) as UserId[])],
  ['last seen', (queries, length) => listLastSeen(queries, viewer, ids(length) as UserId[])],
  ['tags', (queries, length) => countSeenPosts(queries, viewer, ids(length))],
];

test.for(reads)('of %s', async ([, read]) => {
  const database = openDatabase<Tables>(pool);
  for (const length of [1, 1, 1, 2, 20, 1, 1, 1, 3, 1, 1, 1, 1, 1]) await read(database, length);
  const { rows } = await pool.query(
    `select generic_plans > 0 as "isKept" from pg_prepared_statements where statement not like '%pg_prepared%'`,
  );
  expect(rows).toEqual([{ isKept: true }]);
});

test('nobody is asked for where no one is', async () => {
  const asked: string[] = [];
  const database = openDatabase<Tables>(pool);
  pool.on('acquire', () => asked.push('a connection'));
  expect(await listProfiles(database, viewer, [])).toEqual([]);
  expect(asked).toEqual([]);
});
