import { constants } from 'node:fs';
import { copyFile, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Failure } from './failure.ts';
import type { Storage } from './storage.ts';

const keyShape = /^[\w-]+(\/[\w-]+)*$/;
/** The end of the name of what is still being copied; no key has a dot. */
const partial = '.partial';

/**
 * Keeps files in a folder of this machine, one for each key.
 * (flydrive's disk reads no ranges, writes in place without fsync, and moves by copying.)
 */
export function openDiskStorage(folder: string): Storage {
  const pathOf = (key: string): string => {
    if (!keyShape.test(key)) throw new Error('no key of the storage');
    return join(folder, key);
  };
  return {
    async put(key, path) {
      const target = pathOf(key);
      await makeFolder(dirname(target));
      await flush(path);
      await move(path, target);
      await flush(dirname(target));
    },
    async open(key, range) {
      const file = await openFile(pathOf(key));
      return file.createReadStream(range);
    },
    async delete(key) {
      const path = pathOf(key);
      await rm(path, { force: true });
      await rm(path + partial, { force: true });
    },
    async *list() {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
        onMissing,
      );
      for (const entry of entries) {
        if (entry.isFile() && !entry.name.endsWith(partial)) {
          yield join(entry.parentPath, entry.name).slice(folder.length + 1);
        }
      }
    },
  };
}

async function openFile(path: string) {
  try {
    return await open(path);
  } catch (error) {
    if (isError(error, 'ENOENT')) throw new Failure('not_found');
    throw error;
  }
}

/** Renames; between two disks, copies under another name first, so that the key never names half a file. */
async function move(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if (!isError(error, 'EXDEV')) throw error;
    await copyFile(from, to + partial, constants.COPYFILE_FICLONE);
    await flush(to + partial);
    await rename(to + partial, to);
    await rm(from, { force: true });
  }
}

/** Makes a folder that is still there after a crash. */
async function makeFolder(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  for (let made = path; made.length >= first.length; made = dirname(made))
    await flush(dirname(made));
}

/** Brings what was written to a file, or what was made in a folder, to the disk. */
async function flush(path: string): Promise<void> {
  await using handle = await open(path);
  await handle.sync();
}

function onMissing(error: unknown): never[] {
  if (isError(error, 'ENOENT')) return [];
  throw error;
}

function isError(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
