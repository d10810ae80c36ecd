import {
  BufferTarget,
  EncodedPacket,
  EncodedVideoPacketSource,
  Output,
  WebMOutputFormat,
} from 'mediabunny';
import sharp from 'sharp';

const framesPerSecond = 10;

/** A video as people choose it from their files: two seconds of flicker that no compression makes much smaller. */
export async function film(name: string, width = 480, height = 360) {
  const output = new Output({ format: new WebMOutputFormat(), target: new BufferTarget() });
  const source = new EncodedVideoPacketSource('vp8');
  output.addVideoTrack(source, { frameRate: framesPerSecond });
  await output.start();
  const decoderConfig = { codec: 'vp8', codedWidth: width, codedHeight: height };
  for (let index = 0; index < 2 * framesPerSecond; index += 1) {
    const packet = new EncodedPacket(
      await keyFrame(width, height),
      'key',
      index / framesPerSecond,
      1 / framesPerSecond,
    );
    await source.add(packet, { decoderConfig });
  }
  await output.finalize();
  if (!output.target.buffer) throw new Error('no video was made');
  return { name, mimeType: 'video/webm', buffer: Buffer.from(output.target.buffer) };
}

/** What a lossy WebP holds is a key frame of VP8. */
async function keyFrame(width: number, height: number): Promise<Uint8Array> {
  const noise = { type: 'gaussian', mean: 128, sigma: 50 } as const;
  const webp = await sharp({
    create: { width, height, channels: 3, background: '#b4492f', noise },
  })
    .webp({ quality: 60 })
    .toBuffer();
  const start = webp.indexOf('VP8 ') + 8;
  return webp.subarray(start, start + webp.readUInt32LE(start - 4));
}
