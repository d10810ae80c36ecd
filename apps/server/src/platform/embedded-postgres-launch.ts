import { type ChildProcess, spawn } from 'node:child_process';
import { constants, open, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { cleanEnvironment } from './embedded-postgres-account.ts';
import type { Binaries } from './embedded-postgres-binaries.ts';
import { chooseSocketFolder, type Place } from './embedded-postgres-place.ts';
import {
  endPostmaster,
  findRunning,
  isPostmasterOf,
  lookEvery,
  readPostmaster,
  removeStaleLocks,
} from './embedded-postgres-postmaster.ts';

/** A PostgreSQL that accepts connections. */
export interface Running {
  socketFolder: string;
  wasRunning: boolean;
  stop(): Promise<void>;
}

type Log = (message: string) => void;

const startLogName = 'start.log';

/** Settings that are ours, whatever postgresql.conf says. */
const fixedSettings = {
  listen_addresses: '',
  port: '5432',
  // One file for each day of the week: what is older is written over.
  logging_collector: 'on',
  log_directory: 'log',
  log_filename: 'postgresql-%a.log',
  log_truncate_on_rotation: 'on',
  log_rotation_age: '1440',
  log_rotation_size: '0',
  log_checkpoints: 'off',
  // Keep what people wrote out of the log.
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
};

/** Without a sign of progress; recovery after a crash may take much longer. */
const patience = { silence: 60_000, recovery: 900_000 };

/** Takes over the PostgreSQL that runs on the folder, or starts one. */
export async function takeOverOrStart(
  place: Place,
  binaries: Binaries,
  log: Log,
): Promise<Running> {
  const waiting = new Wait(place.directory, log);
  for (;;) {
    const found = await findRunning(place.directory);
    if (!found) {
      const started = await start(place, binaries, waiting, log);
      if (started) return started;
    } else if (found.state === 'ready') {
      return {
        socketFolder: found.socketFolder,
        wasRunning: true,
        stop: () => stopFound(found.pid, found.isProven, place.directory, log),
      };
    }
    // It is starting or stopping, or another start was quicker than ours.
    await waiting.look(found?.state);
  }
}

async function stopFound(pid: number, isProven: boolean, directory: string, log: Log) {
  if (!isProven) return log('The embedded PostgreSQL runs on another machine or container: left.');
  await endPostmaster(pid, async () => !(await isPostmasterOf(pid, directory)), log);
}

/** Answers undefined where another start was quicker. */
async function start(
  place: Place,
  binaries: Binaries,
  waiting: Wait,
  log: Log,
): Promise<Running | undefined> {
  const { directory } = place;
  const socketFolder = await chooseSocketFolder(place);
  await removeStaleLocks(directory, socketFolder);
  const { child, failure } = await spawnPostgres(place, binaries, socketFolder);
  const hasEnded = () =>
    failure() !== undefined || child.exitCode !== null || child.signalCode !== null;
  const stop = () => endPostmaster(child.pid ?? 0, () => Promise.resolve(hasEnded()), log);
  for (;;) {
    const postmaster = await readPostmaster(directory);
    const isOurs = postmaster?.pid === child.pid;
    if (isOurs && postmaster?.state === 'ready') return { socketFolder, wasRunning: false, stop };
    if (hasEnded()) {
      if (await findRunning(directory)) return undefined;
      throw await failedStart(directory, failure());
    }
    try {
      await waiting.look(isOurs ? postmaster?.state : undefined);
    } catch (error) {
      await stop();
      throw error;
    }
  }
}

async function spawnPostgres(
  { account, directory }: Place,
  binaries: Binaries,
  socketFolder: string,
): Promise<{ child: ChildProcess; failure: () => Error | undefined }> {
  // Relative, the socket is found after a move of the folder too, and needs no quoting.
  const socketSetting = socketFolder === directory ? '.' : `"${socketFolder}"`;
  const settings = { ...fixedSettings, unix_socket_directories: socketSetting };
  // The folder is its user's: where we are root, a link there must not lead us to another file.
  const { O_CREAT, O_NOFOLLOW, O_TRUNC, O_WRONLY } = constants;
  const flags = O_CREAT | O_NOFOLLOW | O_TRUNC | O_WRONLY;
  const output = await open(path.join(directory, startLogName), flags, 0o600);
  try {
    if (account) await output.chown(account.uid, account.gid);
    const child = spawn(
      path.join(binaries.folder, 'bin', 'postgres'),
      [
        '-D',
        directory,
        ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
      ],
      {
        // In a session of its own, which Ctrl-C on our terminal does not reach.
        detached: true,
        stdio: ['ignore', output.fd, output.fd],
        env: cleanEnvironment,
        cwd: '/',
        ...(account && { uid: account.uid, gid: account.gid }),
      },
    );
    let failure: Error | undefined;
    child.once('error', (error) => (failure = error));
    child.unref();
    return { child, failure: () => failure };
  } finally {
    await output.close();
  }
}

/** One start's patience. */
class Wait {
  readonly #began = performance.now();
  #progress = performance.now();
  #hasTold = false;
  readonly #directory: string;
  readonly #log: Log;

  constructor(directory: string, log: Log) {
    this.#directory = directory;
    this.#log = log;
  }

  /** Waits a moment; throws when it has taken too long. */
  async look(state: string | undefined): Promise<void> {
    await delay(lookEvery);
    const now = performance.now();
    if (state === 'starting' || state === 'stopping') {
      this.#progress = now;
      if (!this.#hasTold && now - this.#began > 3000) {
        this.#hasTold = true;
        this.#log(`The embedded PostgreSQL is still ${state}: after a crash it recovers first.`);
      }
    }
    if (now - this.#progress > patience.silence || now - this.#began > patience.recovery) {
      throw await failedStart(this.#directory, new Error('It took too long.'));
    }
  }
}

async function failedStart(directory: string, cause: Error | undefined): Promise<Error> {
  const words = await lastWords(directory);
  if (cause) words.push(cause.message);
  const told = words.length > 0 ? ` It said:\n  ${words.join('\n  ')}` : '';
  return new Error(`The embedded PostgreSQL in ${directory} did not start.${told}`, { cause });
}

/** The last lines of this start's log, without time and process. */
async function lastWords(directory: string): Promise<string[]> {
  const read = (name: string) => readFile(path.join(directory, name), 'utf8').catch(() => '');
  const output = await read(startLogName);
  let lines = output.split('\n');
  if (output.includes('redirecting log output')) {
    const current = /^stderr (.+)$/m.exec(await read('current_logfiles'))?.[1];
    const log = current === undefined ? '' : await read(current);
    const beginning = Math.max(log.lastIndexOf('starting PostgreSQL'), 0);
    lines = [
      ...lines.filter((line) => !/redirecting log|Future log/.test(line)),
      ...log.slice(beginning).split('\n'),
    ];
  }
  return lines
    .map((line) => line.replace(/^\d{4}-\d\d-\d\d [\d:.]+ \w+ \[\d+\] /, '').trim())
    .filter((line) => line !== '')
    .slice(-8);
}
