import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Config, ConfigError, configFromEnvironment } from './config.ts';
import { grantRole } from './features/moderation/moderation.ts';
import { type DatabaseConnection, openDatabase, openPool } from './platform/database.ts';
import { startEmbeddedPostgres } from './platform/embedded-postgres.ts';
import { Failure } from './platform/failure.ts';
import { createLogger } from './platform/logger.ts';
import { RedisRefusal } from './platform/redis-connection.ts';
import { takeServerLock, UnlikeServers } from './platform/server-lock.ts';
import { type AppOptions, prepareDatabase, startApp } from './app.ts';
import { jwtSecretOf } from './features.ts';
import { seed } from './seed.ts';
import type { Tables } from './tables.ts';

const usage = `Usage:
  npm start                              serve
  npm run dev                            serve, restart on changes, with people to try it as
  npm run seed                           add those people
  npm run xom -- admin grant <username>  make somebody an admin
  npm run xom -- admin revoke <username> make an admin a user again`;

/** What is wrong with how the server was started: told without a stack. */
class StartError extends Error {}

/** Runs a command. Answers the exit code. */
export async function runCommandLine(args: readonly string[]): Promise<number> {
  try {
    const [command, verb, username] = args;
    if (command === undefined)
      return await serve(configFromEnvironment(), builtWebClient(), async () => {});
    if (command === 'dev') {
      // Vite serves the web client, as its sources are at this moment.
      return await serve(configFromEnvironment({ NODE_ENV: 'development' }), null, seed);
    }
    if (command === 'seed') return await seedOnce(configFromEnvironment());
    if (command === 'admin' && username !== undefined && (verb === 'grant' || verb === 'revoke')) {
      return await changeAdmin(configFromEnvironment(), verb, username);
    }
    console.error(usage);
    return 2;
  } catch (error) {
    const isOperators = [ConfigError, StartError, RedisRefusal].some(
      (kind) => error instanceof kind,
    );
    if (error instanceof Error && (isOperators || isPortError(error))) {
      console.error(error.message);
    } else {
      console.error(error);
    }
    return 1;
  }
}

interface OpenDatabase {
  connection: DatabaseConnection;
  /** Whose database: for the one who is told that it is taken. */
  name: string;
  wasRunning: boolean;
  stop(): Promise<void>;
}

/** The database of DATABASE_URL, or the embedded one in DATA_DIR. */
async function reachDatabase(config: Config): Promise<OpenDatabase> {
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 });
  if (config.databaseUrl) {
    const connection = { connectionString: config.databaseUrl };
    return { connection, name: 'DATABASE_URL', wasRunning: true, stop: async () => {} };
  }
  const embedded = await startEmbeddedPostgres({
    dataDir: config.dataDir,
    log: (message) => console.error(message),
  });
  return {
    connection: { ...embedded.connection, database: 'xom' },
    name: `DATA_DIR ${config.dataDir}`,
    wasRunning: embedded.wasRunning,
    stop: embedded.stop,
  };
}

/** Serves until told to stop: SIGINT (Ctrl-C), SIGTERM or SIGHUP. */
async function serve(
  config: Config,
  webClientFolder: string | null,
  whenReady: (url: string) => Promise<void>,
): Promise<number> {
  const stop = Promise.withResolvers<void>();
  // A signal may come twice (the terminal's group, then npm): the first one counts.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => stop.resolve());
  let exitCode = 0;
  await withServer(
    { config, webClientFolder },
    (error) => {
      console.error(`The server stops: ${error.message}.`);
      exitCode = 1;
      stop.resolve();
    },
    async (url) => {
      console.log(`Xóm is ready at ${url}`);
      await whenReady(url);
      await stop.promise;
      console.log('Xóm stops …');
    },
  );
  return exitCode;
}

async function seedOnce(config: Config): Promise<number> {
  await withServer(
    { config: { ...config, port: 0, logLevel: 'error' }, webClientFolder: null },
    (error) => console.error(error),
    seed,
  );
  return 0;
}

/** Starts everything, runs `use` with the address, and stops everything in the reverse order. */
async function withServer(
  { config, webClientFolder }: Pick<AppOptions, 'config' | 'webClientFolder'>,
  onLost: (error: Error) => void,
  use: (url: string) => Promise<void>,
): Promise<void> {
  const logger = createLogger(config.logLevel);
  const database = await reachDatabase(config);
  const isShared = config.redisUrl !== null;
  const share = isShared ? { secret: await jwtSecretOf(config) } : null;
  const lock = await takeServerLock(database.connection, share, onLost).catch((error: unknown) => {
    throw error instanceof UnlikeServers ? new StartError(unlikeServers(database.name)) : error;
  });
  if (!lock) throw new StartError(refusalBeside(database.name, isShared));
  if (database.wasRunning && !config.databaseUrl && !isShared) {
    console.error('The database of a server that was killed still runs: it is taken over.');
  }
  const pool = openPool(database.connection, (error) => logger.error({ err: error }, 'database'));
  try {
    await prepareDatabase(pool, logger);
    const app = await startApp({ config, pool, logger, webClientFolder });
    try {
      await use(app.url);
    } finally {
      await app.close();
    }
  } finally {
    await pool.end();
    if (await lock.release()) await database.stop();
  }
}

/** The web client, where it is built. */
function builtWebClient(): string | null {
  const folder = fileURLToPath(new URL('../../web/dist', import.meta.url));
  return existsSync(join(folder, 'index.html')) ? folder : null;
}

/** Why a server cannot start beside another on one database. */
function refusalBeside(name: string, isShared: boolean): string {
  return isShared
    ? `Another server uses ${name} without REDIS_URL: give it the same one, or stop it first.`
    : `Another server uses ${name}: stop it first, name another, or give both the same REDIS_URL.`;
}

/** Why tokens of this server would be worth nothing on the others. */
function unlikeServers(name: string): string {
  return `Another server uses ${name} with another JWT_SECRET: give all of them the same one (unset, each DATA_DIR has its own).`;
}

/** Works beside a running server, which learns of it by the next call of that person. */
async function changeAdmin(
  config: Config,
  verb: 'grant' | 'revoke',
  username: string,
): Promise<number> {
  const logger = createLogger('error');
  const database = await reachDatabase(config);
  const pool = openPool(
    database.connection,
    (error) => logger.error({ err: error }, 'database'),
    2,
  );
  try {
    await prepareDatabase(pool, logger);
    const role = verb === 'grant' ? 'admin' : 'user';
    await grantRole(openDatabase<Tables>(pool), username, role).catch((error: unknown) => {
      throw refusalOf(error, username);
    });
    console.log(verb === 'grant' ? `${username} is an admin now.` : `${username} is a user now.`);
  } finally {
    await pool.end();
    if (!database.wasRunning) await database.stop();
  }
  return 0;
}

function refusalOf(error: unknown, username: string): unknown {
  if (!(error instanceof Failure)) return error;
  if (error.code === 'not_found') {
    return new StartError(`There is nobody called ${username}: register first.`);
  }
  return new StartError(`${username} is the only admin: make another one first.`);
}

function isPortError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}
