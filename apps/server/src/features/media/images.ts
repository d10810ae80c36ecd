import { readFile } from 'node:fs/promises';
import sharp, { type Metadata, type Sharp } from 'sharp';
import { rgbaToThumbHash } from 'thumbhash';
import { Failure } from '../../platform/failure.ts';
import { isWholeGif } from './gif.ts';
import { Turns } from '../../platform/turns.ts';

/** A finished picture. */
export interface Picture {
  readonly bytes: Buffer;
  readonly mimeType: string;
  readonly width: number;
  readonly height: number;
}

export interface PreparedImage {
  readonly main: Picture;
  readonly variants: Readonly<Record<string, Picture>>;
  /** Base64. */
  readonly thumbhash: string;
}

/** The longest side of each smaller picture. They stand still, also when the image moves. */
const variantSides = { preview: 1280, thumb: 320 };
const stickerSide = 512;
/** Of all frames together: a small file may unfold into gigabytes. */
const maxPixels = 100_000_000;
const maxFrames = 1000;
const timeout = { seconds: 60 };

// Two images at once, one thread each: pictures must not starve the passwords and the disk of threads.
sharp.concurrency(1);
sharp.cache(false);
const turns = new Turns(2, { maxWaiting: 256 });

/**
 * Decodes an image for real and makes what is kept of it: upright, in sRGB, without any metadata.
 * @throws Failure `unsupported_media_type`: broken off, not what it says, or too large to unfold
 */
export async function prepareImage(path: string, mimeType: string): Promise<PreparedImage> {
  return turns.take(() =>
    refusing(async () => {
      const source = await inspect(path, mimeType);
      const main = await render(encodeAs(source.open(), mimeType, source.metadata), mimeType);
      const preview = await render(shrink(source.openStill(), variantSides.preview), 'image/webp');
      const thumb = await render(shrink(sharp(preview.bytes), variantSides.thumb), 'image/webp');
      return { main, variants: { thumb, preview }, thumbhash: await hash(thumb) };
    }),
  );
}

/**
 * Makes a sticker of an image: WebP, small, moving when the image moves.
 * @throws Failure `unsupported_media_type`
 */
export async function prepareSticker(path: string, mimeType: string): Promise<PreparedImage> {
  return turns.take(() =>
    refusing(async () => {
      const source = await inspect(path, mimeType);
      const main = await render(shrink(source.open(), stickerSide), 'image/webp');
      return { main, variants: {}, thumbhash: await hash(main) };
    }),
  );
}

interface Source {
  metadata: Metadata;
  /** All frames. */
  open(): Sharp;
  /** The first one. */
  openStill(): Sharp;
}

/** Looks at the header of a file before anything is unfolded. */
async function inspect(path: string, mimeType: string): Promise<Source> {
  const limits = { failOn: 'error', limitInputPixels: maxPixels } as const;
  const metadata = await sharp(path, limits).metadata();
  const { width, height, pageHeight = height, pages = 1 } = metadata;
  const moves = pages > 1 && (mimeType === 'image/gif' || mimeType === 'image/webp');
  const frames = moves ? pages : 1;
  if (mimeTypeOf(metadata) !== mimeType) throw new Failure('unsupported_media_type');
  if (frames > maxFrames || width * pageHeight * frames > maxPixels) {
    throw new Failure('unsupported_media_type');
  }
  if (mimeType === 'image/gif' && !isWholeGif(await readFile(path))) {
    throw new Failure('unsupported_media_type');
  }
  const openStill = () => sharp(path, limits).autoOrient().timeout(timeout);
  return {
    metadata,
    openStill,
    open: () => (moves ? sharp(path, { ...limits, animated: true }).timeout(timeout) : openStill()),
  };
}

function mimeTypeOf({ format, compression }: Metadata): string | null {
  if (format === 'heif') return compression === 'av1' ? 'image/avif' : null;
  return `image/${format}`;
}

function encodeAs(image: Sharp, mimeType: string, { isPalette }: Metadata): Sharp {
  switch (mimeType) {
    case 'image/jpeg':
      return image.jpeg({ quality: 88 });
    case 'image/png':
      return image.png({ palette: isPalette });
    case 'image/gif':
      return image.gif({ effort: 3 });
    case 'image/avif':
      return image.avif({ quality: 65, effort: 2 });
    case 'image/webp':
      return image.webp({ quality: 90, effort: 2 });
    default:
      throw new Failure('unsupported_media_type');
  }
}

function shrink(image: Sharp, side: number): Sharp {
  return image
    .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 80, effort: 3 });
}

async function render(image: Sharp, mimeType: string): Promise<Picture> {
  const { data, info } = await image.toBuffer({ resolveWithObject: true });
  // All frames of a moving image lie below each other.
  return { bytes: data, mimeType, width: info.width, height: info.pageHeight ?? info.height };
}

async function hash(picture: Picture): Promise<string> {
  const { data, info } = await sharp(picture.bytes)
    .resize({ width: 100, height: 100, fit: 'inside' })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return Buffer.from(rgbaToThumbHash(info.width, info.height, data)).toString('base64');
}

/** Nothing here touches a disk but to read the file, so whatever fails is the file's fault. */
async function refusing<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Failure || (error instanceof Error && 'syscall' in error)) throw error;
    throw new Failure('unsupported_media_type');
  }
}
