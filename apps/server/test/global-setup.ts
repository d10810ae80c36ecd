import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import pino from 'pino';
import type { TestProject } from 'vitest/node';
import { prepareDatabase } from '../src/app.ts';
import { openPool } from '../src/platform/database.ts';
import { startEmbeddedPostgres } from '../src/platform/embedded-postgres.ts';

/** How tests reach PostgreSQL as somebody who may make databases. */
interface Postgres {
  host: string;
  port: number;
  user: string;
  password: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    /** The PostgreSQL of the tests; `template` is a migrated database to copy. */
    postgres: Postgres & { template: string };
  }
}

/** One real PostgreSQL for all tests, and in it one migrated database that each server's is a copy of. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const { postgres, stop } = await reachPostgres(process.env['TEST_DATABASE_URL']);
  const template = `template_${crypto.randomUUID().replaceAll('-', '')}`;
  const administrator = new pg.Client({ ...postgres, database: 'postgres' });
  await administrator.connect();
  await administrator.query(`create database ${template}`);
  const pool = openPool({ ...postgres, database: template }, () => {}, 2);
  await prepareDatabase(pool, pino({ level: 'silent' }));
  await pool.end();
  project.provide('postgres', { ...postgres, template });
  return async () => {
    await administrator.query(`drop database ${template} with (force)`);
    await administrator.end();
    await stop();
  };
}

/** The embedded PostgreSQL in a folder of its own, or the one of `TEST_DATABASE_URL`: for other versions. */
async function reachPostgres(
  url: string | undefined,
): Promise<{ postgres: Postgres; stop(): Promise<void> }> {
  if (url !== undefined) {
    const { hostname: host, port, username: user, password } = new URL(url);
    return { postgres: { host, port: Number(port || 5432), user, password }, stop: async () => {} };
  }
  const folder = await mkdtemp(join(tmpdir(), 'xom-tests-'));
  const embedded = await startEmbeddedPostgres({ dataDir: folder, log: () => {} });
  const stop = async () => {
    await embedded.stop();
    await rm(folder, { recursive: true, force: true });
  };
  return { postgres: embedded.connection, stop };
}
