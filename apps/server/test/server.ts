import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import pg from 'pg';
import { inject } from 'vitest';
import { startApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { type DatabaseConnection, openPool } from '../src/platform/database.ts';
import { createLogger } from '../src/platform/logger.ts';

/** A whole server on a database and a DATA_DIR of its own, reached through its doors. */
export interface TestServer {
  readonly url: string;
  /** To look behind the doors: what is really stored. */
  readonly pool: pg.Pool;
  readonly connection: DatabaseConnection;
  readonly dataDir: string;
  readonly metricsPort: number | null;
  /** What was logged, a JSON line each. */
  readonly log: readonly string[];
  /** Ends the server, keeping its database and DATA_DIR. */
  close(): Promise<void>;
  /** Ends all. @throws when the server logged an error that the test did not expect */
  stop(expected?: { errors: RegExp }): Promise<void>;
}

/**
 * Starts a server. Settings are those of the environment, such as `{ RATE_LIMITS: 'on' }`.
 * @param beside shares the database and the DATA_DIR of this one, which stops last
 * @param webClientFolder where a built web client lies; without one none is served
 */
export async function startTestServer(
  settings: Record<string, string> = {},
  beside: TestServer | null = null,
  webClientFolder: string | null = null,
): Promise<TestServer> {
  const { connection, dataDir, remove } = beside
    ? { ...beside, remove: async () => {} }
    : await makePlace();
  const log: string[] = [];
  const logger = createLogger(settings['LOG_LEVEL'] ?? 'info', collectLines(log));
  const pool = openPool(connection, (error) => logger.error({ err: error }, 'database'));
  const config = readConfig({
    PORT: '0',
    DATA_DIR: dataDir,
    RATE_LIMITS: 'off',
    // They are told a little later, in the middle of something else: tests that are about them turn them on.
    DELIVERY_RECEIPTS: 'off',
    NODE_ENV: 'test',
    ...settings,
  });
  const app = await startApp({ config, pool, logger, webClientFolder });
  let closing: Promise<void> | undefined;
  const close = () => (closing ??= app.close());
  return {
    url: app.url,
    metricsPort: app.metricsPort,
    pool,
    connection,
    dataDir,
    log,
    close,
    async stop(expected) {
      await close();
      await pool.end();
      await remove();
      const errors = log.filter((line) => /"level":[56]0/.test(line));
      const surprise = errors.find((line) => !expected?.errors.test(line));
      if (surprise) throw new Error(`the server logged an error: ${surprise}`);
    },
  };
}

/** A migrated database and a DATA_DIR. */
async function makePlace() {
  const { template, ...postgres } = inject('postgres');
  const name = `test_${crypto.randomUUID().replaceAll('-', '')}`;
  await administer(postgres, `create database ${name} template ${template}`);
  const dataDir = await mkdtemp(join(tmpdir(), 'xom-test-'));
  return {
    connection: { ...postgres, database: name },
    dataDir,
    async remove() {
      await administer(postgres, `drop database ${name} with (force)`);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function administer(
  postgres: { host: string; port: number; user: string; password: string },
  statement: string,
): Promise<void> {
  const client = new pg.Client({ ...postgres, database: 'postgres' });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function collectLines(lines: string[]): Writable {
  return new Writable({
    decodeStrings: false,
    write(chunk, _encoding, done) {
      lines.push(...String(chunk).split('\n').filter(Boolean));
      done();
    },
  });
}
