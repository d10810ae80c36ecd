import { open } from 'node:fs/promises';
import { fileTypeFromBuffer } from 'file-type';
import { Failure } from './failure.ts';

/** What kinds of files people may send at all. */
export type FileKind = 'image' | 'video';

/** The most bytes of each kind. */
export type FileLimits = Readonly<Record<FileKind, number>>;

export const fileLimits: FileLimits = { image: 20_000_000, video: 200_000_000 };

/** As many bytes as telling a type by them may take. */
export const headBytes = 4100;

/** What is accepted, and the name that it is stored and served under. */
const accepted: Readonly<Record<string, { kind: FileKind; mimeType: string }>> = {
  'image/jpeg': { kind: 'image', mimeType: 'image/jpeg' },
  'image/png': { kind: 'image', mimeType: 'image/png' },
  'image/apng': { kind: 'image', mimeType: 'image/png' },
  'image/webp': { kind: 'image', mimeType: 'image/webp' },
  'image/gif': { kind: 'image', mimeType: 'image/gif' },
  'image/avif': { kind: 'image', mimeType: 'image/avif' },
  'video/mp4': { kind: 'video', mimeType: 'video/mp4' },
  'video/x-m4v': { kind: 'video', mimeType: 'video/mp4' },
  'video/webm': { kind: 'video', mimeType: 'video/webm' },
};

/**
 * What a file is, told by its first bytes alone.
 * @throws Failure `unsupported_media_type` when it is nothing that we accept
 */
export async function kindOfHead(head: Uint8Array): Promise<{ kind: FileKind; mimeType: string }> {
  const found = await fileTypeFromBuffer(head);
  const kind = found && accepted[found.mime];
  if (!kind) throw new Failure('unsupported_media_type');
  return kind;
}

/**
 * The same of a file on disk.
 * @throws Failure `unsupported_media_type`
 */
export async function kindOfFile(path: string): Promise<{ kind: FileKind; mimeType: string }> {
  await using file = await open(path);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
  // Awaited here: while the file closes, nobody else would be there to take the refusal.
  return await kindOfHead(buffer.subarray(0, bytesRead));
}
