import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStorage, type Storage } from './storage.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xom-storage-'));
});
afterAll(async () => rm(folder, { recursive: true }));

async function keysOf(storage: Storage): Promise<string[]> {
  return (await Array.fromAsync(storage.list())).toSorted();
}

test('keeps, opens, lists and deletes files', async () => {
  const storage = await openStorage({ storageUrl: null, folder: join(folder, 'new', 'media') });
  expect(await keysOf(storage)).toEqual([]);
  const staged = join(folder, 'staged');
  await writeFile(staged, '0123456789');
  await storage.put('ab/one-main', staged);
  await expect(stat(staged)).rejects.toMatchObject({ code: 'ENOENT' });
  expect(await text(await storage.open('ab/one-main'))).toBe('0123456789');
  expect(await text(await storage.open('ab/one-main', { start: 2, end: 4 }))).toBe('234');
  expect(await keysOf(storage)).toEqual(['ab/one-main']);
  await storage.delete('ab/one-main');
  await storage.delete('ab/one-main');
  expect(await keysOf(storage)).toEqual([]);
  await expect(storage.open('ab/one-main')).rejects.toMatchObject({ code: 'not_found' });
});

test('moves over to another disk, where that is what it is', async () => {
  // In containers and on most machines /dev/shm is a disk of its own; elsewhere this is one more move.
  const elsewhere = await mkdtemp(
    join((await readdir('/dev/shm').catch(() => null)) ? '/dev/shm' : tmpdir(), 'xom-'),
  );
  const staged = join(elsewhere, 'staged');
  await writeFile(staged, 'far');
  const storage = await openStorage({ storageUrl: pathToFileURL(folder).href, folder: '' });
  await storage.put('cd/far', staged);
  expect(await text(await storage.open('cd/far'))).toBe('far');
  expect(await readdir(join(folder, 'cd'))).toEqual(['far']);
  expect(await readdir(elsewhere)).toEqual([]);
  await rm(elsewhere, { recursive: true });
});

test('no key leads out of the folder', async () => {
  const storage = await openStorage({ storageUrl: null, folder });
  for (const key of ['../x', 'a/../../x', '/etc/passwd', '', 'a//b', 'a.partial']) {
    await expect(storage.open(key)).rejects.toThrow('no key of the storage');
  }
});
