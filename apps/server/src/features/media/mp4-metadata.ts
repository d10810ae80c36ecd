import { type FileHandle, open } from 'node:fs/promises';

/** Boxes that hold what we look for. */
const containers = new Set(['moov', 'trak']);
/** Boxes that tell of the place, the device and the people; nothing is needed of them to play. */
const telling = new Set(['udta', 'meta']);
const xmp = Buffer.from('be7acfcb97a942e89c71999491e3afac', 'hex');
const maxBoxes = 10_000;
const zeros = Buffer.alloc(64 * 1024);

interface Box {
  type: string;
  start: number;
  /** Where its content begins, and what follows it. */
  content: number;
  end: number;
}

/**
 * Blanks what an MP4 tells beside its pictures and sounds: where it was taken, with what, by whom. In place:
 * every box keeps its size, so that nothing moves, and players skip those that are now `free`.
 */
export async function blankMp4Metadata(path: string): Promise<void> {
  await using file = await open(path, 'r+');
  const waiting = [{ from: 0, to: (await file.stat()).size }];
  let boxes = 0;
  for (let part = waiting.pop(); part; part = waiting.pop()) {
    for (let at = part.from; at < part.to && boxes < maxBoxes; boxes += 1) {
      const box = await readBox(file, at, part.to);
      if (!box) break;
      if (containers.has(box.type)) waiting.push({ from: box.content, to: box.end });
      else if (telling.has(box.type) || (await isXmp(file, box))) await blank(file, box);
      at = box.end;
    }
  }
}

async function readBox(file: FileHandle, start: number, limit: number): Promise<Box | null> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(16), 0, 16, start);
  if (bytesRead < 8) return null;
  const size = buffer.readUInt32BE(0);
  const isLong = size === 1;
  const length = isLong ? Number(buffer.readBigUInt64BE(8)) : size === 0 ? limit - start : size;
  const content = start + (isLong ? 16 : 8);
  const end = start + length;
  if (end < content || end > limit) return null;
  return { type: buffer.toString('latin1', 4, 8), start, content, end };
}

async function isXmp(file: FileHandle, { type, content }: Box): Promise<boolean> {
  if (type !== 'uuid') return false;
  const { buffer } = await file.read(Buffer.alloc(xmp.length), 0, xmp.length, content);
  return buffer.equals(xmp);
}

async function blank(file: FileHandle, { start, content, end }: Box): Promise<void> {
  for (let at = content; at < end; at += zeros.length) {
    await file.write(zeros, 0, Math.min(zeros.length, end - at), at);
  }
  await file.write('free', start + 4);
}
