import { constants, lstat, mkdir, open, rename, rm } from 'node:fs/promises';

/** The `code` of a system or PostgreSQL error, such as `ENOENT` or `28P01`. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** The result, or undefined where the error has one of these codes; any other error is thrown. */
export async function unlessCode<Result>(
  work: Promise<Result>,
  ...codes: string[]
): Promise<Result | undefined> {
  try {
    return await work;
  } catch (error) {
    if (codes.includes(errorCode(error) ?? '')) return undefined;
    throw error;
  }
}

/** Whether something, be it a broken link, has this name. */
export async function nameExists(path: string): Promise<boolean> {
  return (await unlessCode(lstat(path), 'ENOENT', 'ENOTDIR')) !== undefined;
}

/** Makes a folder's list of names survive a loss of power. */
export async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Puts a finished folder in its place at once. Where another process was first, its folder stays
 * and ours is removed. Answers whether ours won.
 */
export async function moveIntoPlace(finished: string, place: string): Promise<boolean> {
  try {
    await rename(finished, place);
    return true;
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST'].includes(errorCode(error) ?? '')) throw error;
    await rm(finished, { recursive: true, force: true });
    return false;
  }
}

/** Makes a folder unless it is there. Answers whether it was made now. */
export async function makeFolder(path: string, mode: number): Promise<boolean> {
  const made = await unlessCode(
    mkdir(path, { mode }).then(() => true),
    'EEXIST',
  );
  return made ?? false;
}
