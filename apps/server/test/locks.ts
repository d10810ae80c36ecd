import type pg from 'pg';

/** What tests of who waits for whom share. */

/** How many connections wait for locks. */
export async function countWaiting(pool: pg.Pool): Promise<number | null> {
  const { rowCount } = await pool.query(
    `select from pg_stat_activity
     where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rowCount;
}

/** Holds what a statement locks, until the function that it answers is called. */
export async function hold(
  pool: pg.Pool,
  statement: string,
  ...values: string[]
): Promise<() => Promise<void>> {
  const client = await pool.connect();
  await client.query('begin');
  await client.query(statement, values);
  return async () => {
    await client.query('rollback');
    client.release();
  };
}
