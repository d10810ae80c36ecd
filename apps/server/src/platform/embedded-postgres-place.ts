import { createHash } from 'node:crypto';
import { chmod, chown, lstat, mkdir, realpath, rename, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Account, canReach, findOrMakeAccount } from './embedded-postgres-account.ts';
import { makeFolder, nameExists, unlessCode } from './embedded-postgres-files.ts';

/** Where a server that runs as root keeps what its unprivileged user cannot reach elsewhere. */
export const stateFolder = '/var/lib/xom';

/** Where one database lives, and who runs it. */
export interface Place {
  /** PostgreSQL's data directory, without symbolic links. */
  directory: string;
  /** The name inside the data folder that leads to it. */
  link: string;
  passwordFile: string;
  /** Undefined: the user who runs the server. */
  account: Account | undefined;
}

interface Options {
  dataDir: string;
  log: (message: string) => void;
}

/** Finds the place of a data folder's database, or chooses one; makes the data folder. */
export async function findPlace({ dataDir, log }: Options): Promise<Place> {
  const isRoot = process.getuid?.() === 0;
  await mkdir(dataDir, { recursive: true, mode: isRoot ? 0o711 : 0o700 });
  const home = await realpath(dataDir);
  const link = path.join(home, 'postgres');
  const passwordFile = path.join(home, 'postgres-password');
  const directory = await existingPlace(link);
  if (!isRoot) return { directory: directory ?? link, link, passwordFile, account: undefined };

  await letPass(home);
  if (directory) {
    const account = await ownerOf(directory);
    await requireReach(account, directory);
    return { directory, link, passwordFile, account };
  }
  const account = await findOrMakeAccount();
  if (await canReach(account, [{ test: '-x', path: home }])) {
    return { directory: link, link, passwordFile, account };
  }
  const elsewhere = path.join(stateFolder, shortHash(home));
  await mkdir(stateFolder, { recursive: true, mode: 0o755 });
  await letPass(stateFolder);
  log(`The user ${account.name} cannot reach ${home}: the database is kept in ${elsewhere}.`);
  await setAsideForgotten(elsewhere, passwordFile, log);
  return { directory: elsewhere, link, passwordFile, account };
}

/** Leaves a link in the data folder, so that the database is found after a move of that folder. */
export async function leaveLink(place: Place): Promise<void> {
  if (place.directory !== place.link) {
    await unlessCode(symlink(place.directory, place.link), 'EEXIST');
  }
}

/**
 * The folder for the Unix socket: the data directory itself, which is closed to others, unless the
 * path would be too long for a socket (about 104 bytes).
 */
export async function chooseSocketFolder({ directory, account }: Place): Promise<string> {
  if (fitsSocket(directory)) return directory;
  const owner = account?.uid ?? process.getuid?.() ?? 0;
  const name = `xom-${owner}-${shortHash(directory)}`;
  const parent = account
    ? stateFolder
    : [tmpdir(), '/tmp'].find((it) => fitsSocket(`${it}/${name}`));
  const folder = path.join(parent ?? '/tmp', name);
  if (account) await mkdir(stateFolder, { recursive: true, mode: 0o755 });
  await makeFolder(folder, 0o700);
  if (account) await chown(folder, account.uid, account.gid);
  // In a folder where everybody may write, somebody else may have been there before us.
  const found = await lstat(folder);
  if (!found.isDirectory() || found.uid !== owner || (found.mode & 0o077) !== 0) {
    throw new Error(
      `The socket of the embedded PostgreSQL needs ${folder}, which belongs to somebody else or is open to others. Remove it, or choose a DATA_DIR with a shorter path.`,
    );
  }
  return folder;
}

function fitsSocket(folder: string): boolean {
  return Buffer.byteLength(path.join(folder, '.s.PGSQL.5432')) <= 100;
}

/** The folder that a data folder already names, if it names one. */
async function existingPlace(link: string): Promise<string | undefined> {
  if (!(await nameExists(link))) return undefined;
  const directory = await unlessCode(realpath(link), 'ENOENT');
  if (directory !== undefined) return directory;
  throw new Error(
    `${link} leads to a database that is gone. Bring it back, or remove the link to begin with an empty one.`,
  );
}

async function ownerOf(directory: string): Promise<Account> {
  const { uid, gid } = await stat(directory);
  if (uid !== 0) return { name: `with id ${uid}`, uid, gid };
  // An empty folder of root's is no database yet, and is handed over when one is made.
  if (!(await nameExists(path.join(directory, 'PG_VERSION')))) return findOrMakeAccount();
  throw new Error(
    `The database in ${directory} belongs to root, as whom PostgreSQL refuses to run. Give it to its user, for example: chown -R xom ${directory}`,
  );
}

async function requireReach(account: Account, directory: string): Promise<void> {
  if (await canReach(account, [{ test: '-x', path: directory }])) return;
  throw new Error(
    `The user ${account.name}, to whom the database in ${directory} belongs, cannot reach it any more: open the folders above it (chmod o+x).`,
  );
}

/** Lets others pass through a folder of ours, without letting them list or read it. */
async function letPass(folder: string): Promise<void> {
  const { mode } = await stat(folder);
  if ((mode & 0o111) !== 0o111) await chmod(folder, (mode & 0o7777) | 0o111);
}

/**
 * A database whose data folder was removed and made anew has lost its password, and whoever removed
 * the folder expects to begin with an empty one.
 */
async function setAsideForgotten(
  directory: string,
  passwordFile: string,
  log: (message: string) => void,
): Promise<void> {
  // In this order: the password is always written before the database is in its place.
  if (!(await nameExists(directory)) || (await nameExists(passwordFile))) return;
  const aside = `${directory}.removed-${Date.now()}`;
  await rename(directory, aside);
  log(`The database of an earlier data folder of the same name is set aside as ${aside}.`);
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
