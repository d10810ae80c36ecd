import { randomBytes } from 'node:crypto';
import { chown, link, mkdir, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cleanEnvironment, runAs } from './embedded-postgres-account.ts';
import type { Binaries } from './embedded-postgres-binaries.ts';
import {
  errorCode,
  moveIntoPlace,
  nameExists,
  syncFolder,
  unlessCode,
} from './embedded-postgres-files.ts';
import type { Place } from './embedded-postgres-place.ts';
import { isAlive } from './embedded-postgres-postmaster.ts';

/** The name of PostgreSQL's only user, its superuser. */
export const userName = 'xom';

/** First values for a small machine; an operator may change them in postgresql.conf. */
const firstSettings = {
  max_connections: '100',
  shared_buffers: '128MB',
  jit: 'off',
  random_page_cost: '1.1',
};

/**
 * Makes the database's folder unless it is there, and answers its password. The folder is made
 * beside its place and moved there when it is complete, so that neither an interrupted first start
 * nor two at once leave a broken one.
 */
export async function prepareFolder(
  place: Place,
  binaries: Binaries,
  log: (message: string) => void,
): Promise<string> {
  const version = await readVersion(place.directory);
  if (version !== undefined) {
    requireSameVersion(place.directory, version, binaries);
    return readPassword(place);
  }
  await requireEmpty(place.directory);
  log(`Making a new database in ${place.directory}.`);
  await removeInterrupted(place.directory);
  const password = await readOrMakePassword(place.passwordFile);
  await makeDatabaseFolder(place, binaries, password);
  return password;
}

async function makeDatabaseFolder(
  place: Place,
  binaries: Binaries,
  password: string,
): Promise<void> {
  const { account, directory } = place;
  const unfinished = `${directory}.new-${process.pid}-${randomBytes(4).toString('hex')}`;
  const data = path.join(unfinished, 'data');
  const passwordCopy = path.join(unfinished, 'password');
  try {
    await mkdir(unfinished, { mode: 0o700 });
    await writeFile(passwordCopy, password, { mode: 0o600, flag: 'wx' });
    if (account) {
      await chown(passwordCopy, account.uid, account.gid);
      await chown(unfinished, account.uid, account.gid);
    }
    await runInitdb(place, binaries, data, passwordCopy);
    await moveIntoPlace(data, directory);
    await syncFolder(path.dirname(directory));
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

async function runInitdb(
  { account, directory }: Place,
  binaries: Binaries,
  data: string,
  passwordCopy: string,
): Promise<void> {
  const program = path.join(binaries.folder, 'bin', 'initdb');
  try {
    await runAs(account, program, [
      `--pgdata=${data}`,
      `--username=${userName}`,
      `--pwfile=${passwordCopy}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // Compares and folds alike on every system, whatever its C library.
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      `--locale=${cleanEnvironment.LC_ALL}`,
      '--no-instructions',
      ...Object.entries(firstSettings).flatMap(([name, value]) => ['--set', `${name}=${value}`]),
    ]);
  } catch (error) {
    throw new Error(`PostgreSQL could not make its folder ${directory}: ${lastWords(error)}`, {
      cause: error,
    });
  }
}

function lastWords(error: unknown): string {
  if (errorCode(error) === 'ENOENT')
    return 'its programs do not run on this system. Set DATABASE_URL.';
  const isWordy = typeof error === 'object' && error !== null && 'stderr' in error;
  const words = isWordy ? String(error.stderr).trim() : '';
  return words === '' ? String(error) : words.split('\n').slice(-6).join('\n  ');
}

async function readVersion(directory: string): Promise<string | undefined> {
  try {
    const text = await unlessCode(readFile(path.join(directory, 'PG_VERSION'), 'utf8'), 'ENOENT');
    return text?.trim();
  } catch (error) {
    if (!['EACCES', 'EPERM'].includes(errorCode(error) ?? '')) throw error;
    throw new Error(
      `The database in ${directory} belongs to another user: a server that runs as root keeps it under the user xom. Start as root again, or give the data folder and the database to yourself (chown -R).`,
      { cause: error },
    );
  }
}

function requireSameVersion(directory: string, version: string, binaries: Binaries): void {
  if (version === binaries.major) return;
  throw new Error(
    `The database in ${directory} was made by PostgreSQL ${version}; this Xóm comes with PostgreSQL ${binaries.major}. Move the data with pg_dump and psql of version ${version}, or set DATABASE_URL to a PostgreSQL ${version} that serves this folder.`,
  );
}

async function requireEmpty(directory: string): Promise<void> {
  const names = (await unlessCode(readdir(directory), 'ENOENT')) ?? [];
  if (names.length === 0) return;
  throw new Error(
    `${directory} holds files but no database. Move them away, or choose another DATA_DIR.`,
  );
}

async function removeInterrupted(directory: string): Promise<void> {
  const parent = path.dirname(directory);
  const prefix = `${path.basename(directory)}.new-`;
  for (const name of await readdir(parent)) {
    if (!name.startsWith(prefix)) continue;
    const maker = Number(name.slice(prefix.length).split('-')[0]);
    if (!isAlive(maker)) await rm(path.join(parent, name), { recursive: true, force: true });
  }
}

async function readPassword({ passwordFile, directory }: Place): Promise<string> {
  const password = await unlessCode(readFile(passwordFile, 'utf8'), 'ENOENT');
  if (password !== undefined) return password.trim();
  throw new Error(
    `The password of the database in ${directory} is missing: bring ${passwordFile} back.`,
  );
}

/** The password is there, whole, before there is a database: racing first starts share it. */
async function readOrMakePassword(file: string): Promise<string> {
  if (!(await nameExists(file))) {
    const unfinished = `${file}.new-${randomBytes(4).toString('hex')}`;
    try {
      const handle = await open(unfinished, 'w', 0o600);
      await handle.writeFile(`${randomBytes(24).toString('base64url')}\n`);
      await handle.sync();
      await handle.close();
      // Unlike a rename, a link never replaces what another start has put there.
      await unlessCode(link(unfinished, file), 'EEXIST');
    } finally {
      await rm(unfinished, { force: true });
    }
    await syncFolder(path.dirname(file));
  }
  return (await readFile(file, 'utf8')).trim();
}
