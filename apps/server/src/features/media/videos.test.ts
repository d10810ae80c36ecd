import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cut, mp4File, pngFile, webmFile } from '../../../test/media-files.ts';
import { blankMp4Metadata } from './mp4-metadata.ts';
import { readVideo } from './videos.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xom-videos-'));
});
afterAll(async () => rm(folder, { recursive: true }));

let count = 0;
async function fileOf(bytes: Buffer): Promise<string> {
  const path = join(folder, `${(count += 1)}`);
  await writeFile(path, bytes);
  return path;
}

test('reads the length and the upright size', async () => {
  const facts = { durationSeconds: 2, width: 64, height: 48 };
  expect(await readVideo(await fileOf(await mp4File()))).toEqual(facts);
  expect(await readVideo(await fileOf(await webmFile()))).toEqual(facts);
  const standing = await readVideo(await fileOf(await mp4File({ rotation: 90 })));
  expect(standing).toEqual({ durationSeconds: 2, width: 48, height: 64 });
});

test('what an MP4 tells of itself is blanked, and it still plays', async () => {
  const mp4 = await mp4File({ rotation: 90 });
  expect(mp4.includes('Secret camera')).toBe(true);
  const path = await fileOf(mp4);
  await blankMp4Metadata(path);
  const blanked = await readFile(path);
  expect(blanked.length).toBe(mp4.length);
  expect(blanked.includes('Secret camera')).toBe(false);
  expect(await readVideo(path)).toEqual({ durationSeconds: 2, width: 48, height: 64 });
});

test('what is no MP4 at all is left alone', async () => {
  for (const bytes of [await pngFile(), Buffer.alloc(100), Buffer.from('udta')]) {
    const path = await fileOf(bytes);
    await blankMp4Metadata(path);
    expect((await readFile(path)).equals(bytes)).toBe(true);
  }
});

const broken: Record<string, () => Promise<Buffer>> = {
  'an MP4 broken off': async () => cut(await mp4File(), 0.95),
  'a WebM broken off': async () => cut(await webmFile(), 0.4),
  'the mere head of an MP4': async () => (await mp4File()).subarray(0, 40),
  'an image': async () => pngFile(),
};

test.for(Object.entries(broken))('%s is refused', async ([, make]) => {
  const path = await fileOf(await make());
  await expect(readVideo(path)).rejects.toMatchObject({ code: 'unsupported_media_type' });
});

test('a file made to fill the memory ends neither this process nor its patience', async () => {
  const path = join(folder, 'hostile');
  await writeHostileMp4(path);
  const start = performance.now();
  await expect(readVideo(path)).rejects.toMatchObject({ code: 'unsupported_media_type' });
  expect(performance.now() - start).toBeLessThan(10_000);
});

/** A movie of 30 million samples whose table of sizes is a hole in the file. */
async function writeHostileMp4(path: string): Promise<void> {
  const samples = 30_000_000;
  const tableBytes = samples * 4;
  const mp4 = await mp4File();
  const startOf = (box: string) => mp4.indexOf(box) - 4;
  const tableAt = startOf('stsz') + mp4.readUInt32BE(startOf('stsz'));
  for (const box of ['moov', 'trak', 'mdia', 'minf', 'stbl', 'stsz']) {
    mp4.writeUInt32BE(mp4.readUInt32BE(startOf(box)) + tableBytes, startOf(box));
  }
  mp4.writeUInt32BE(samples, startOf('stsz') + 16);
  mp4.writeUInt32BE(samples, startOf('stts') + 16);
  mp4.writeUInt32BE(samples, startOf('stsc') + 20);
  await using file = await open(path, 'w');
  await file.write(mp4, 0, tableAt, 0);
  await file.write(mp4, tableAt, mp4.length - tableAt, tableAt + tableBytes);
}
