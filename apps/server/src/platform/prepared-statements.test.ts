import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type Kysely, sql } from 'kysely';
import type { Pool } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../test/server.ts';
import { openDatabase, openPool } from './database.ts';

let server: TestServer;
let pool: Pool;
let database: Kysely<unknown>;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(async () => server.stop());
beforeEach(async () => {
  // One connection, of which the statements are looked at.
  pool = openPool(server.connection, () => {}, 1);
  database = openDatabase(pool);
  await pool.query('create table things (id int primary key, name text)');
  await pool.query(`insert into things values (1, 'one'), (2, 'two')`);
});
afterEach(async () => {
  await pool.query('drop table things');
  await pool.end();
});

const thing = async (id: number, queries: Kysely<unknown> = database): Promise<unknown> =>
  (await sql`select * from things where id = ${id}`.execute(queries)).rows[0];

async function prepared(): Promise<{ statement: string; plans: number }[]> {
  const { rows } = await pool.query(
    `select statement, generic_plans + custom_plans as plans from pg_prepared_statements order by 1`,
  );
  return rows;
}

describe('prepared statements', () => {
  test('are those that are asked often, by whichever part of the process', async () => {
    const other = openDatabase(pool);
    for (const id of [1, 2]) await thing(id);
    expect(await prepared()).toEqual([]);
    for (let times = 0; times < 10; times += 1) {
      expect(await thing(1)).toEqual({ id: 1, name: 'one' });
      expect(await thing(2, other)).toEqual({ id: 2, name: 'two' });
      await sql`select count(*) from things`.execute(database);
      await database.transaction().execute(async (queries) => thing(2, queries));
    }
    expect(await prepared()).toEqual([
      { statement: 'select * from things where id = $1', plans: 28 },
      { statement: 'select count(*) from things', plans: 8 },
    ]);
  });

  test('are not lists of every length, and not more than so many', async () => {
    const among = async (ids: readonly number[]): Promise<void> => {
      await sql`select from things where id in (${sql.join([...ids])})`.execute(database);
    };
    const long = Array.from({ length: 100 }, (_, id) => id);
    for (let times = 0; times < 5; times += 1) await among(long);
    expect(await prepared()).toEqual([]);
    for (let text = 0; text < 420; text += 1) {
      for (let times = 0; times < 3; times += 1) {
        await sql`select ${sql.lit(text)}::int, ${times}::int`.execute(database);
      }
    }
    expect(await prepared()).toHaveLength(400);
  });

  test('heal when what they answer is of another form, after a migration', async () => {
    for (let times = 0; times < 8; times += 1) await thing(1);
    await pool.query('alter table things add column size int default 7');
    expect(await thing(1)).toEqual({ id: 1, name: 'one', size: 7 });

    for (let times = 0; times < 8; times += 1) await thing(1);
    await pool.query('alter table things drop column name');
    const act = () => database.transaction().execute(async (queries) => thing(1, queries));
    await expect(act()).rejects.toThrow('cached plan');
    expect(await act()).toEqual({ id: 1, size: 7 });
    expect(await thing(2)).toEqual({ id: 2, size: 7 });
  });

  test('leave nothing of their answers to the collection of all memory', async () => {
    setFlagsFromString('--expose-gc');
    const collect: unknown = runInNewContext('gc');
    if (typeof collect !== 'function') throw new Error('no way to collect');
    const ask = () =>
      sql`select g as id, 'name ' || g as name from generate_series(1, 300) g where g > ${0}`.execute(
        database,
      );
    for (let times = 0; times < 50; times += 1) await ask();
    collect();
    const before = process.memoryUsage().heapUsed;
    for (let times = 0; times < 1000; times += 1) await ask();
    // Of what is young alone.
    for (let times = 0; times < 3; times += 1) collect({ type: 'minor' });
    expect((process.memoryUsage().heapUsed - before) / 2 ** 20).toBeLessThan(8);
  });
});
