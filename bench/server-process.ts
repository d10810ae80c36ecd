import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg, { type ClientConfig } from 'pg';
import { startEmbeddedPostgres } from '../apps/server/src/platform/embedded-postgres.ts';

const main = fileURLToPath(new URL('../apps/server/src/main.ts', import.meta.url));

/** A server as people run it: a process on a folder of its own, with the embedded database. */
export interface ServerProcess {
  readonly url: string;
  /** What it keeps: `outbox` holds its mails. */
  readonly dataDir: string;
  /** Its database, to fill it. */
  readonly database: ClientConfig;
}

/**
 * Runs a server on loopback for as long as `use` takes, and removes all that it leaves.
 * @param databaseSettings of PostgreSQL, beside those that it is shipped with
 */
export async function withServer<Answer>(
  settings: Record<string, string>,
  signal: AbortSignal,
  use: (server: ServerProcess) => Promise<Answer>,
  databaseSettings: Record<string, string> = {},
): Promise<Answer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'xom-bench-'));
  try {
    if (Object.keys(databaseSettings).length > 0) await configure(dataDir, databaseSettings);
    return await serve(dataDir, settings, signal, use);
  } finally {
    await remove(dataDir);
  }
}

async function serve<Answer>(
  dataDir: string,
  settings: Record<string, string>,
  signal: AbortSignal,
  use: (server: ServerProcess) => Promise<Answer>,
): Promise<Answer> {
  const child = spawn(process.execPath, [main], {
    env: {
      ...process.env,
      PORT: '0',
      HOST: '127.0.0.1',
      DATA_DIR: dataDir,
      DATABASE_URL: '',
      REDIS_URL: '',
      RATE_LIMITS: 'off',
      LOG_LEVEL: 'warn',
      NODE_ENV: 'production',
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const url = await ready(child, signal);
    // It runs already: this only finds out how to reach it.
    const { connection } = await startEmbeddedPostgres({ dataDir, log: () => {} });
    return await use({ url, dataDir, database: { ...connection, database: 'xom' } });
  } finally {
    await stop(child);
  }
}

/** Makes the database before the server does, and leaves it to be found stopped. */
async function configure(dataDir: string, settings: Record<string, string>): Promise<void> {
  const embedded = await startEmbeddedPostgres({ dataDir, log: () => {} });
  try {
    const client = new pg.Client({ ...embedded.connection, database: 'postgres' });
    await client.connect();
    for (const [name, value] of Object.entries(settings)) {
      await client.query(`alter system set ${name} = ${client.escapeLiteral(value)}`);
    }
    await client.end();
  } finally {
    await embedded.stop();
  }
}

export async function ready(child: ChildProcess, signal: AbortSignal): Promise<string> {
  let output = '';
  child.stdout?.on('data', (chunk) => (output += String(chunk)));
  while (child.exitCode === null && child.signalCode === null) {
    signal.throwIfAborted();
    const url = /ready at (http:\S+)/.exec(output)?.[1];
    if (url !== undefined) return url;
    await delay(20);
  }
  throw new Error(`the server did not start: ${output}`);
}

export async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  await exited;
}

/** The database may lie elsewhere, where a link leads to. */
export async function remove(dataDir: string): Promise<void> {
  const database = await realpath(join(dataDir, 'postgres')).catch(() => null);
  if (database !== null) await rm(database, { recursive: true, force: true });
  await rm(dataDir, { recursive: true, force: true });
}
