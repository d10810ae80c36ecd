import { readFile, readlink, rename, rm, stat } from 'node:fs/promises';
import { createConnection } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { runAs } from './embedded-postgres-account.ts';
import { errorCode, unlessCode } from './embedded-postgres-files.ts';

/** What PostgreSQL's main process says of itself in `postmaster.pid`. */
export interface Postmaster {
  pid: number;
  socketFolder: string;
  /** `starting`, `ready` or `stopping`; empty in its first moments. */
  state: string;
}

const pidFileName = 'postmaster.pid';

/** Reads what `postmaster.pid` says, be it true or stale. */
export async function readPostmaster(directory: string): Promise<Postmaster | undefined> {
  const text = await unlessCode(readFile(path.join(directory, pidFileName), 'utf8'), 'ENOENT');
  const lines = text?.split('\n') ?? [];
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  return {
    pid,
    socketFolder: path.resolve(directory, lines[4] ?? '.'),
    state: lines[7]?.trim() ?? '',
  };
}

/** A PostgreSQL that runs on the folder, be it ours or another's. */
export interface RunningPostmaster extends Postmaster {
  /** Whether the process is proven to be it: only then may it be sent a signal. */
  isProven: boolean;
}

/** Finds the PostgreSQL that runs on the folder; a stale `postmaster.pid` does not count. */
export async function findRunning(directory: string): Promise<RunningPostmaster | undefined> {
  const postmaster = await readPostmaster(directory);
  if (!postmaster) return undefined;
  if (await isPostmasterOf(postmaster.pid, directory)) return { ...postmaster, isProven: true };
  // One in another container that shares the folder has no process here, but answers all the same.
  if (await socketAnswers(postmaster.socketFolder)) return { ...postmaster, isProven: false };
  return undefined;
}

/**
 * Whether the process is the PostgreSQL of this folder, and not merely one that got its number. A
 * dead one that nobody has reaped has neither working folder nor arguments, and does not count.
 */
export async function isPostmasterOf(pid: number, directory: string): Promise<boolean> {
  if (!isAlive(pid)) return false;
  const commandLine =
    process.platform === 'linux'
      ? await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
      : (
          await runAs(undefined, 'ps', ['-ww', '-o', 'command=', '-p', `${pid}`]).catch(() => '')
        ).trim();
  // Its workers are named "postgres: …" and have no arguments.
  const [program = ''] = commandLine.split(/[\0 ]-D[\0 ]/);
  if (path.basename(program) !== 'postgres') return false;
  if (process.platform !== 'linux') return commandLine.includes(` -D ${directory} -c `);
  const working = await sameFolder(`/proc/${pid}/cwd`, directory);
  return working ?? commandLine.includes(`\0-D\0${directory}\0`);
}

/** Undefined where the system does not let us look. */
async function sameFolder(link: string, directory: string): Promise<boolean | undefined> {
  try {
    await readlink(link);
    const [first, second] = await Promise.all([stat(link), stat(directory)]);
    return first.ino === second.ino && first.dev === second.dev;
  } catch {
    return undefined;
  }
}

/** Whether some process has this number. */
export function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

function socketAnswers(folder: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(path.join(folder, '.s.PGSQL.5432'));
    socket.setTimeout(1000, () => socket.destroy());
    socket.once('connect', () => {
      resolve(true);
      socket.destroy();
    });
    socket.once('error', () => socket.destroy());
    socket.once('close', () => resolve(false));
  });
}

/**
 * Removes the lock files of a PostgreSQL that is gone, where another process has its number by now
 * (as usual in a container that was started again): PostgreSQL itself would take it for alive.
 */
export async function removeStaleLocks(directory: string, socketFolder: string): Promise<void> {
  const stale = await readPostmaster(directory);
  if (!stale || !isAlive(stale.pid)) return;
  // Asked again, in case another start has just put its own there.
  if (await isPostmasterOf(stale.pid, directory)) return;
  const pidFile = path.join(directory, pidFileName);
  const aside = `${pidFile}.stale-${process.pid}`;
  await unlessCode(rename(pidFile, aside), 'ENOENT');
  const moved = await unlessCode(readFile(aside, 'utf8'), 'ENOENT');
  if (moved !== undefined && Number(moved.split('\n')[0]) !== stale.pid) {
    // And asked once more: what was moved is not what was read.
    await rename(aside, pidFile);
    return;
  }
  await rm(aside, { force: true });
  await rm(path.join(socketFolder, '.s.PGSQL.5432.lock'), { force: true });
}

/** How often we look whether something has happened: a start takes about 20 ms. */
export const lookEvery = 5;

/**
 * Ends a PostgreSQL: quickly but cleanly (it ends what its clients do, and writes all down), and
 * roughly when that takes more than ten seconds (the next start then recovers from its log).
 */
export async function endPostmaster(
  pid: number,
  isGone: () => Promise<boolean>,
  log: (message: string) => void,
): Promise<void> {
  for (const [signal, patience] of [
    ['SIGINT', 10_000],
    ['SIGQUIT', 7_000],
    ['SIGKILL', 2_000],
  ] as const) {
    if (await isGone()) return;
    if (signal !== 'SIGINT') log(`The embedded PostgreSQL has not stopped yet: sending ${signal}.`);
    unlessGone(() => process.kill(pid, signal));
    const end = performance.now() + patience;
    while (performance.now() < end) {
      if (await isGone()) return;
      await delay(lookEvery);
    }
  }
}

function unlessGone(send: () => void): void {
  try {
    send();
  } catch (error) {
    if (errorCode(error) !== 'ESRCH') throw error;
  }
}
