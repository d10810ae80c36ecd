import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { type Binaries, findBinaries, makeReachable } from './embedded-postgres-binaries.ts';
import { errorCode } from './embedded-postgres-files.ts';
import { prepareFolder, userName } from './embedded-postgres-folder.ts';
import { type Running, takeOverOrStart } from './embedded-postgres-launch.ts';
import { findPlace, leaveLink, type Place, stateFolder } from './embedded-postgres-place.ts';

/** How `pg` reaches the embedded database; `host` is the folder of its Unix socket. */
export interface EmbeddedConnection {
  host: string;
  user: string;
  password: string;
  port: number;
}

/** The embedded PostgreSQL, which accepts connections and has a database named `xom`. */
export interface EmbeddedPostgres {
  connection: EmbeddedConnection;
  /** PostgreSQL's data directory. */
  directory: string;
  /** Whether it ran already, left by a killed server or still in use by a living one. */
  wasRunning: boolean;
  /** Ends it cleanly, whoever started it. May be called twice. */
  stop(): Promise<void>;
}

/**
 * Starts a real PostgreSQL on the data folder, making it at the first start, or takes over the one
 * that already runs there. It listens on a Unix socket only. Whether a living server owns it is for
 * the caller to find out, by an advisory lock.
 */
export async function startEmbeddedPostgres(options: {
  dataDir: string;
  log(message: string): void;
}): Promise<EmbeddedPostgres> {
  const log = (message: string) => options.log(message);
  const installed = await findBinaries();
  const place = await findPlace({ dataDir: options.dataDir, log });
  const binaries = place.account
    ? await makeReachable(installed, place.account, stateFolder, log)
    : installed;
  const password = await prepareFolder(place, binaries, log);
  await leaveLink(place);
  const { connection, running } = await connectFirst(place, binaries, password, log);
  let stopping: Promise<void> | undefined;
  return {
    connection,
    directory: place.directory,
    wasRunning: running.wasRunning,
    stop: () => (stopping ??= running.stop()),
  };
}

/** One that is taken over may stop in the moment before we connect: then it is started anew. */
async function connectFirst(
  place: Place,
  binaries: Binaries,
  password: string,
  log: (message: string) => void,
): Promise<{ connection: EmbeddedConnection; running: Running }> {
  for (let attempt = 1; ; attempt += 1) {
    const running = await takeOverOrStart(place, binaries, log);
    const connection = { host: running.socketFolder, user: userName, password, port: 5432 };
    try {
      await ensureDatabase(connection);
      return { connection, running };
    } catch (error) {
      const mayPass = ['57P01', '57P03', 'ECONNREFUSED', 'ECONNRESET', 'ENOENT'];
      const willPass = mayPass.includes(errorCode(error) ?? '') && attempt < 50;
      if (!willPass) {
        if (!running.wasRunning) await running.stop();
        throw explain(error, place);
      }
    }
    await delay(100);
  }
}

async function ensureDatabase(connection: EmbeddedConnection): Promise<void> {
  const client = new pg.Client({ ...connection, database: 'postgres' });
  // A connection that breaks later must not end the process; what is under way fails by itself.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const found = await client.query("select 1 from pg_database where datname = 'xom'");
    if (found.rowCount === 0) await client.query('create database xom');
  } catch (error) {
    // Another start may have made it in this moment.
    if (!['42P04', '23505'].includes(errorCode(error) ?? '')) throw error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function explain(error: unknown, place: Place): Error {
  const reason = error instanceof Error ? error.message : String(error);
  const hint =
    errorCode(error) === '28P01' ? ` Its password is kept in ${place.passwordFile}.` : '';
  return new Error(`The embedded PostgreSQL in ${place.directory} refuses us: ${reason}.${hint}`, {
    cause: error,
  });
}
