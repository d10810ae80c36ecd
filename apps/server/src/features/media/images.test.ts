import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  animatedGif,
  animatedWebp,
  avifFile,
  cut,
  jpegWithExif,
  pngFile,
  webpFile,
} from '../../../test/media-files.ts';
import { prepareImage, prepareSticker } from './images.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xom-images-'));
});
afterAll(async () => rm(folder, { recursive: true }));

let count = 0;
async function fileOf(bytes: Buffer): Promise<string> {
  const path = join(folder, `${(count += 1)}`);
  await writeFile(path, bytes);
  return path;
}

const refused = { code: 'unsupported_media_type' };

const kinds: Record<string, () => Promise<Buffer>> = {
  'image/png': async () => pngFile({ width: 400, height: 300 }),
  'image/jpeg': async () => jpegWithExif({ width: 300, height: 400 }),
  'image/webp': async () => webpFile({ width: 400, height: 300 }),
  'image/avif': async () => avifFile({ width: 400, height: 300 }),
};

test.for(Object.entries(kinds))('%s keeps its format and gets variants', async ([type, make]) => {
  const image = await prepareImage(await fileOf(await make()), type);
  expect(image.main).toMatchObject({ mimeType: type, width: 400, height: 300 });
  expect(image.variants).toMatchObject({
    preview: { mimeType: 'image/webp', width: 400, height: 300 },
    thumb: { mimeType: 'image/webp', width: 320, height: 240 },
  });
  for (const picture of [image.main, ...Object.values(image.variants)]) {
    const { width, height, format, compression } = await sharp(picture.bytes).metadata();
    expect([width, height]).toEqual([picture.width, picture.height]);
    expect(picture.mimeType).toBe(compression === 'av1' ? 'image/avif' : `image/${format}`);
  }
  expect(Buffer.from(image.thumbhash, 'base64').length).toBeGreaterThan(10);
});

test('a large picture has a preview that fits a screen', async () => {
  const image = await prepareImage(
    await fileOf(await jpegWithExif({ width: 1200, height: 1600 })),
    'image/jpeg',
  );
  expect(image.main).toMatchObject({ width: 1600, height: 1200 });
  expect(image.variants).toMatchObject({
    preview: { width: 1280, height: 960 },
    thumb: { width: 320, height: 240 },
  });
});

test('no metadata is left, and a picture lying on its side stands up', async () => {
  const bytes = await jpegWithExif({ width: 90, height: 60 });
  expect(bytes.includes('Secret camera')).toBe(true);
  const image = await prepareImage(await fileOf(bytes), 'image/jpeg');
  expect(image.main).toMatchObject({ width: 60, height: 90 });
  for (const { bytes } of [image.main, ...Object.values(image.variants)]) {
    const metadata = await sharp(bytes).metadata();
    expect(metadata.exif ?? metadata.icc ?? metadata.xmp ?? metadata.orientation).toBeUndefined();
    expect(bytes.includes('Secret camera')).toBe(false);
  }
});

test('a GIF still moves; its smaller pictures stand still', async () => {
  const image = await prepareImage(await fileOf(await animatedGif({ frames: 4 })), 'image/gif');
  expect(image.main).toMatchObject({ mimeType: 'image/gif', width: 64, height: 48 });
  expect(await sharp(image.main.bytes).metadata()).toMatchObject({ pages: 4, format: 'gif' });
  expect(image.variants['thumb']).toMatchObject({ width: 64, height: 48 });
});

test('a sticker is a small WebP, moving when its source moves', async () => {
  const still = await prepareSticker(await fileOf(await pngFile({ width: 800 })), 'image/png');
  expect(still.main).toMatchObject({ mimeType: 'image/webp', width: 512, height: 31 });
  expect(still.variants).toEqual({});
  const moving = await prepareSticker(await fileOf(await animatedWebp()), 'image/webp');
  expect(await sharp(moving.main.bytes).metadata()).toMatchObject({ pages: 3, format: 'webp' });
});

const broken: Record<string, () => Promise<[Buffer, string]>> = {
  'text named as an image': async () => [Buffer.from('only words'), 'image/png'],
  'an image of another kind': async () => [await webpFile(), 'image/png'],
  'a PNG broken off': async () => [cut(await pngFile()), 'image/png'],
  'a JPEG broken off': async () => [cut(await jpegWithExif()), 'image/jpeg'],
  'a WebP broken off': async () => [cut(await webpFile()), 'image/webp'],
  'an AVIF broken off': async () => [cut(await avifFile()), 'image/avif'],
  'a GIF broken off': async () => [cut(await animatedGif(), 0.95), 'image/gif'],
  'an SVG': async () => [Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'image/png'],
  'one that unfolds to far too many pixels': async () => [await hugePng(), 'image/png'],
};

test.for(Object.entries(broken))('%s is refused', async ([, make]) => {
  const [bytes, type] = await make();
  const path = await fileOf(bytes);
  await expect(prepareImage(path, type)).rejects.toMatchObject(refused);
  await expect(prepareSticker(path, type)).rejects.toMatchObject(refused);
});

/** 150 million pixels in a few kilobytes. */
async function hugePng(): Promise<Buffer> {
  const create = { width: 15_000, height: 10_000, channels: 3, background: 'white' } as const;
  return sharp({ create, limitInputPixels: false }).png({ compressionLevel: 9 }).toBuffer();
}
