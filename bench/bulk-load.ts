import type { Client } from 'pg';

/**
 * Fills tables as fast as it goes: without triggers and foreign keys (their work is done by how the rows are
 * made), without waiting for the disk, and with indexes that are built at the end. After it the database runs
 * as it is shipped.
 */
export async function loadInBulk(
  database: Client,
  tables: readonly string[],
  fill: () => Promise<void>,
): Promise<void> {
  for (const [name, value] of Object.entries(whileLoading)) {
    await database.query(`alter system set ${name} = '${value}'`);
  }
  await database.query('select pg_reload_conf()');
  await database.query(
    "set session_replication_role = replica; set maintenance_work_mem = '768MB'",
  );
  await database.query("set work_mem = '256MB'");
  // Not written to while they are not ready; building them anew makes them so.
  await database.query(
    'update pg_index set indisready = false where indrelid = any($1::text[]::regclass[])',
    [tables],
  );
  await fill();
  for (const table of tables) await database.query(`reindex table ${table}`);
  await database.query('vacuum (analyze, parallel 2)');
  for (const name of Object.keys(whileLoading)) await database.query(`alter system reset ${name}`);
  await database.query('select pg_reload_conf()');
  await database.query('checkpoint');
}

const whileLoading = {
  fsync: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
};
