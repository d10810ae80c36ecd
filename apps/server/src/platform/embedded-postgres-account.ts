import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { errorCode } from './embedded-postgres-files.ts';

const executeFile = promisify(execFile);

/** The system user who runs PostgreSQL, where that is not the one who runs the server. */
export interface Account {
  name: string;
  uid: number;
  gid: number;
}

/**
 * What our child processes see of the environment: nothing of ours. PG* variables of the person
 * who starts the server, or an empty LANG, would otherwise change what is made.
 */
export const cleanEnvironment = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  // macOS has no C.UTF-8, and PostgreSQL there needs a locale that exists.
  LC_ALL: process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8',
  TZ: 'UTC',
};

/** Runs a program to its end with a clean environment, as the given user. */
export async function runAs(
  account: Account | undefined,
  program: string,
  programArguments: string[],
): Promise<string> {
  const { stdout } = await executeFile(program, programArguments, {
    env: cleanEnvironment,
    // Not our own folder: it may be closed to that user.
    cwd: '/',
    ...(account && { uid: account.uid, gid: account.gid }),
  });
  return stdout;
}

/**
 * The unprivileged system user for a server that runs as root, whom PostgreSQL refuses: `xom`,
 * made when it does not exist, or `nobody` where no user can be made.
 */
export async function findOrMakeAccount(): Promise<Account> {
  const existing = await findAccount('xom');
  if (existing) return existing;
  for (const [program, ...programArguments] of [
    ['useradd', '--system', '--no-create-home', '--shell', '/usr/sbin/nologin', 'xom'],
    ['adduser', '-S', '-D', '-H', '-s', '/sbin/nologin', 'xom'],
  ]) {
    // A failure may also mean that another server has made the user in this moment.
    await runAs(undefined, program ?? '', programArguments).catch(() => '');
    const made = await findAccount('xom');
    if (made) return made;
  }
  const nobody = await findAccount('nobody');
  if (nobody) return nobody;
  throw new Error(
    'PostgreSQL refuses to run as root, and no user could be made for it. Make a system user named xom, run the server as an ordinary user, or set DATABASE_URL.',
  );
}

async function findAccount(name: string): Promise<Account | undefined> {
  try {
    const uid = Number(await runAs(undefined, 'id', ['-u', name]));
    const gid = Number(await runAs(undefined, 'id', ['-g', name]));
    return uid > 0 ? { name, uid, gid } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Whether the user may search or run (`-x`) or read (`-r`) all these paths. The user tries it: the
 * mode bits alone would miss access lists and read-only mounts.
 */
export async function canReach(
  account: Account,
  paths: { test: '-x' | '-r'; path: string }[],
): Promise<boolean> {
  const script = 'while [ $# -gt 0 ]; do test "$1" "$2" || exit 9; shift 2; done';
  const tests = paths.flatMap(({ test, path }) => [test, path]);
  try {
    await runAs(account, '/bin/sh', ['-c', script, 'sh', ...tests]);
    return true;
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 9) {
      return false;
    }
    throw new Error(
      `PostgreSQL refuses to run as root, and programs cannot be run as the user ${account.name} here (${errorCode(error) ?? String(error)}). Run the server as an ordinary user, or set DATABASE_URL.`,
      { cause: error },
    );
  }
}
