import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { ByteRange } from './file-answer.ts';
import { openDiskStorage } from './storage-disk.ts';

/** Where files are kept: by a key such as `3f/…-thumb`, never changed once they are there. */
export interface Storage {
  /**
   * Takes a file over from `path`, where it is gone afterwards: moved where that is possible. When it
   * resolves, the file outlives a crash; until then nothing is found under the key.
   */
  put(key: string, path: string): Promise<void>;
  /**
   * Opens a file, or a part of it. Resolves when its bytes are there to be read.
   * @throws Failure `not_found`
   */
  open(key: string, range?: ByteRange): Promise<Readable>;
  /** Removes a file, whether it is there or not. */
  delete(key: string): Promise<void>;
  /** Every key, for tests and for whoever looks after a server. */
  list(): AsyncIterable<string>;
}

/**
 * Opens the storage that STORAGE_URL names: a bucket, another folder, or (unset) `folder`.
 * @throws when the address names none
 */
export async function openStorage(options: {
  storageUrl: string | null;
  folder: string;
}): Promise<Storage> {
  if (options.storageUrl === null) return openDiskStorage(options.folder);
  const url = new URL(options.storageUrl);
  if (url.protocol === 'file:') return openDiskStorage(fileURLToPath(url));
  // A large library that few servers need.
  const { openS3Storage } = await import('./storage-s3.ts');
  return openS3Storage(url);
}
