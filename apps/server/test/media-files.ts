import {
  BufferTarget,
  EncodedPacket,
  EncodedVideoPacketSource,
  Mp4OutputFormat,
  Output,
  type OutputFormat,
  type VideoCodec,
  WebMOutputFormat,
} from 'mediabunny';
import sharp, { type Sharp } from 'sharp';

/** Real files of every kind that people send, made anew so that none has to be kept here. */

interface Size {
  width?: number;
  height?: number;
}

/** A picture with something to see: noise over a colour. */
function picture({ width = 64, height = 48 }: Size, red = 200): Sharp {
  return sharp({
    create: {
      width,
      height,
      channels: 3,
      background: { r: red, g: 90, b: 60 },
      noise: { type: 'gaussian', mean: 128, sigma: 30 },
    },
  });
}

export async function pngFile(size: Size = {}): Promise<Buffer> {
  return picture(size).png().toBuffer();
}

/** As from a phone: lying on its side, with the place where it was taken. */
export async function jpegWithExif(size: Size = {}): Promise<Buffer> {
  return picture(size)
    .jpeg()
    .withMetadata({ orientation: 6 })
    .withExifMerge({
      IFD0: { Make: 'Secret camera' },
      IFD3: { GPSLatitude: '16/1 4/1 0/1', GPSLatitudeRef: 'N' },
    })
    .toBuffer();
}

export async function webpFile(size: Size = {}): Promise<Buffer> {
  return picture(size).webp().toBuffer();
}

export async function avifFile(size: Size = {}): Promise<Buffer> {
  return picture(size).avif({ effort: 0 }).toBuffer();
}

export async function animatedGif({ frames = 3, ...size }: Size & { frames?: number } = {}) {
  const stills = Array.from({ length: frames }, async (_, index) =>
    picture(size, index * 80)
      .png()
      .toBuffer(),
  );
  return sharp(await Promise.all(stills), { join: { animated: true } })
    .gif({ delay: 100 })
    .toBuffer();
}

export async function animatedWebp(size: Size = {}): Promise<Buffer> {
  return sharp(await animatedGif(size), { animated: true })
    .webp()
    .toBuffer();
}

/** Two seconds, ten frames a second, 64 × 48 unless `rotation` stands it up; it says who made it. */
export async function mp4File({ rotation = 0 }: { rotation?: 0 | 90 } = {}): Promise<Buffer> {
  const avif = await avifFile();
  // What an AVIF holds is a key frame of AV1.
  const frame = avif.subarray(avif.indexOf('mdat') + 4);
  const format = new Mp4OutputFormat({ fastStart: 'in-memory' });
  return video(format, { codec: 'av1', name: 'av01.0.00M.08', frame, rotation });
}

/** The same as WebM. */
export async function webmFile(): Promise<Buffer> {
  const webp = await webpFile();
  // What a lossy WebP holds is a key frame of VP8.
  const start = webp.indexOf('VP8 ') + 8;
  const frame = webp.subarray(start, start + webp.readUInt32LE(start - 4));
  return video(new WebMOutputFormat(), { codec: 'vp8', name: 'vp8', frame, rotation: 0 });
}

async function video(
  format: OutputFormat,
  given: { codec: VideoCodec; name: string; frame: Uint8Array; rotation: 0 | 90 },
): Promise<Buffer> {
  const output = new Output({ format, target: new BufferTarget() });
  const source = new EncodedVideoPacketSource(given.codec);
  output.addVideoTrack(source, { rotation: given.rotation, frameRate: 10 });
  output.setMetadataTags({ artist: 'Secret camera' });
  await output.start();
  const decoderConfig = { codec: given.name, codedWidth: 64, codedHeight: 48 };
  for (let index = 0; index < 20; index += 1) {
    await source.add(new EncodedPacket(given.frame, 'key', index / 10, 0.1), { decoderConfig });
  }
  await output.finalize();
  if (!output.target.buffer) throw new Error('no video was made');
  return Buffer.from(output.target.buffer);
}

/** The first part of a file. */
export function cut(file: Buffer, share = 0.6): Buffer {
  return file.subarray(0, Math.floor(file.length * share));
}

/** A multipart body with one file. */
export function formOf(file: Buffer, name = 'file.png', type = 'image/png'): FormData {
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(file)], { type }), name);
  return form;
}
