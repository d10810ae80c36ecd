import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import pg from 'pg';
import { preparing } from './prepared-statements.ts';
import { SteadyPool } from './steady-pool.ts';

/** Where the database is: an address, or the parts of one. */
export type DatabaseConnection =
  | { connectionString: string }
  | { host: string; port: number; user: string; password: string; database: string };

const int8 = 20;
const numeric = 1700;

/** Counts and seqs stay far below 2^53, so they travel as numbers. */
function typeParser(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
  if (oid === int8 || oid === numeric) return Number;
  return format === 'binary'
    ? pg.types.getTypeParser(oid, format)
    : pg.types.getTypeParser(oid, 'text');
}

/** So many connections stay when nobody asks: what a connection has planned goes with it. */
const kept = 4;

/** Opens a pool. Statements are ended by the server after 30 s, so that none can hold its locks for long. */
export function openPool(
  connection: DatabaseConnection,
  onIdleError: (error: Error) => void,
  size = 20,
): pg.Pool {
  const pool = new SteadyPool({
    ...connection,
    max: size,
    min: Math.min(kept, size),
    application_name: 'xom',
    options: '-c statement_timeout=30s -c idle_in_transaction_session_timeout=30s -c timezone=UTC',
    types: { getTypeParser: typeParser },
  });
  return reporting(pool, onIdleError);
}

/**
 * Opens a smaller pool beside another, to the same database, whose sessions have these settings of PostgreSQL:
 * for statements that would else begin a transaction to set them.
 */
export function openPoolBeside(
  { options }: pg.Pool,
  settings: Record<string, string>,
  onIdleError: (error: Error) => void,
): pg.Pool {
  const set = Object.entries(settings).map(([name, value]) => ` -c ${name}=${value}`);
  const pool = new SteadyPool({
    ...options,
    // A pool hides it from copies.
    password: options.password,
    max: kept,
    min: kept,
    options: `${options.options ?? ''}${set.join('')}`,
  });
  return reporting(pool, onIdleError);
}

function reporting(pool: pg.Pool, onIdleError: (error: Error) => void): pg.Pool {
  const report = (error: Error) => {
    // The error drags its whole client along; a pool that ends has nothing to report.
    if (!pool.ending) onIdleError(new Error(`a connection broke: ${error.message}`));
  };
  pool.on('error', report);
  // Without a listener of its own, a connection that breaks while it is lent out would end the process.
  pool.on('connect', (client) => client.on('error', report));
  return pool;
}

export function openDatabase<Tables>(pool: pg.Pool): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: preparing(pool) }) });
}

/**
 * Brings the database to the newest migration: `NNNN_name.sql` files of `folder`, in order, each once,
 * under a lock that other processes wait for.
 * @throws when a migration fails; what it began is rolled back
 */
export async function migrate(database: Kysely<never>, folder: string): Promise<void> {
  const migrator = new Migrator({
    db: database,
    migrationTableName: 'migrations',
    migrationLockTableName: 'migrations_lock',
    provider: {
      async getMigrations() {
        const files = (await readdir(folder)).filter((file) => file.endsWith('.sql')).toSorted();
        const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
        return Object.fromEntries(
          files.map((file, index) => [
            file.slice(0, -'.sql'.length),
            { up: async (db) => void (await sql.raw(texts[index] ?? '').execute(db)) },
          ]),
        );
      },
    },
  });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}

/** Whether an error is PostgreSQL's refusal of a second row with the same key, and of which index. */
export function violatedUniqueKey(error: unknown): string | null {
  return error instanceof pg.DatabaseError && error.code === '23505'
    ? (error.constraint ?? '')
    : null;
}

/** Whether an error is a row that a foreign key needs and that is not there. */
export function violatedForeignKey(error: unknown): string | null {
  return error instanceof pg.DatabaseError && error.code === '23503'
    ? (error.constraint ?? '')
    : null;
}

/** Whether an error is a lock that others held for too long, or a ring of those who waited for each other. */
export function isLockConflict(error: unknown): boolean {
  return error instanceof pg.DatabaseError && (error.code === '55P03' || error.code === '40P01');
}
