import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { MultipartFile, MultipartValue } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { closeGently } from './closing.ts';
import { Failure } from './failure.ts';
import { fileLimits, type FileLimits, headBytes, kindOfHead } from './file-kinds.ts';
import { newId } from './identifiers.ts';

/** A file as it arrived, in the staging folder. */
export interface StagedFile {
  /** Absolute. */
  readonly path: string;
  readonly sizeBytes: number;
  /** What its bytes say it is; null when nobody looked. */
  readonly mimeType: string | null;
}

interface Received {
  fields: Record<string, string>;
  file: StagedFile | null;
}

const maxFields = 20;
const maxFieldBytes = 64 * 1024;
/** Above the files themselves: fields, boundaries and headers of a whole body. */
const maxOtherBytes = (maxFields + 2) * (maxFieldBytes + 1024);
const staleAfterMs = 24 * 60 * 60 * 1000;

/**
 * Reads a multipart body: text fields, and at most one `file`, before or after them. The file is streamed to
 * the staging folder; whoever calls discards it in the end. What fails leaves no file behind.
 * @throws Failure `invalid_input` | `payload_too_large` | `unsupported_media_type` (as soon as the first
 *   bytes of the file are here; the rest of the body is not read then)
 */
export async function receiveMultipart(
  request: FastifyRequest,
  stagingFolder: string,
  limits: FileLimits = fileLimits,
): Promise<Received> {
  const received: Received = { fields: {}, file: null };
  try {
    if (Number(request.headers['content-length'] ?? 0) > limits.video + maxOtherBytes) {
      throw new Failure('payload_too_large');
    }
    // One more than we take, so that what is too much is seen here and refused in our own words.
    const parts = request.parts({
      limits: {
        fields: maxFields + 1,
        fieldSize: maxFieldBytes,
        files: 2,
        fileSize: Number.MAX_SAFE_INTEGER,
        headerPairs: 20,
      },
    });
    for await (const part of parts) {
      if (part.type === 'field') addField(received.fields, part);
      else {
        requireOnlyFile(part, received.file);
        received.file = await stage(part, stagingFolder, limits);
      }
    }
    return received;
  } catch (thrown) {
    if (received.file) await discard(received.file);
    closeGently(request.raw);
    throw refusalOf(thrown, request);
  }
}

function addField(fields: Record<string, string>, part: MultipartValue): void {
  const { fieldname: name, value } = part;
  if (!name) throw new Failure('invalid_input', { body: 'a field has no name' });
  if (name in fields) throw new Failure('invalid_input', { [name]: 'is given twice' });
  if (typeof value !== 'string') throw new Failure('invalid_input', { [name]: 'must be text' });
  if (part.valueTruncated) throw new Failure('invalid_input', { [name]: 'is too long' });
  if (Object.keys(fields).length === maxFields) {
    throw new Failure('invalid_input', { body: 'has too many fields' });
  }
  fields[name] = value;
}

function requireOnlyFile(part: MultipartFile, before: StagedFile | null): void {
  if (part.fieldname !== 'file') {
    throw new Failure('invalid_input', { [part.fieldname || 'body']: 'takes no file' });
  }
  if (before) throw new Failure('invalid_input', { file: 'is given twice' });
}

/**
 * Streams one file to the staging folder, or leaves nothing there.
 * @returns null for what a form sends when nobody chose a file
 */
async function stage(
  { file: source, filename }: MultipartFile,
  folder: string,
  limits: FileLimits,
): Promise<StagedFile | null> {
  const path = join(folder, newId());
  const facts = { sizeBytes: 0, mimeType: '' };
  const target = createWriteStream(path, { flags: 'wx', mode: 0o600 });
  const closed = new Promise((resolve) => void target.once('close', resolve));
  try {
    await pipeline(
      source,
      (chunks: AsyncIterable<Buffer>) => checked(chunks, limits, facts),
      target,
    );
    if (facts.sizeBytes === 0 && filename) throw new Failure('unsupported_media_type');
  } catch (thrown) {
    // Refused at its first bytes, the file may not even be made yet.
    await closed;
    await rm(path, { force: true });
    throw thrown;
  }
  if (facts.sizeBytes > 0) return { path, ...facts };
  await rm(path, { force: true });
  return null;
}

/** Passes on the bytes of a file that is of an accepted kind and not too large. */
async function* checked(
  chunks: AsyncIterable<Buffer>,
  limits: FileLimits,
  facts: { sizeBytes: number; mimeType: string },
): AsyncGenerator<Buffer> {
  let limit = Math.max(...Object.values(limits));
  let head: Buffer | null = Buffer.alloc(0);
  const look = async (bytes: Buffer) => {
    const { kind, mimeType } = await kindOfHead(bytes);
    facts.mimeType = mimeType;
    limit = limits[kind];
    head = null;
  };
  for await (const chunk of chunks) {
    facts.sizeBytes += chunk.length;
    if (head) {
      head = Buffer.concat([head, chunk]);
      if (head.length >= headBytes) await look(head);
    }
    if (facts.sizeBytes > limit) throw new Failure('payload_too_large');
    yield chunk;
  }
  if (head?.length) await look(head);
  if (facts.sizeBytes > limit) throw new Failure('payload_too_large');
}

/** A broken body is the client's fault, a broken disk is ours. */
function refusalOf(thrown: unknown, request: FastifyRequest): unknown {
  if (thrown instanceof Failure) return thrown;
  const hasLeft = request.raw.destroyed && !request.raw.complete;
  if (!hasLeft && thrown instanceof Error && 'syscall' in thrown) return thrown;
  return new Failure('invalid_input', { body: 'is no complete multipart form' });
}

/**
 * Puts bytes that came otherwise than by a form into the staging folder.
 * @throws Failure `unsupported_media_type` | `payload_too_large`; nothing is left then
 */
export async function stageBytes(bytes: Uint8Array, folder: string): Promise<StagedFile> {
  const { kind, mimeType } = await kindOfHead(bytes.subarray(0, headBytes));
  if (bytes.length > fileLimits[kind]) throw new Failure('payload_too_large');
  const file = { path: join(folder, newId()), sizeBytes: bytes.length, mimeType };
  try {
    await writeFile(file.path, bytes, { flag: 'wx', mode: 0o600 });
  } catch (thrown) {
    await discard(file);
    throw thrown;
  }
  return file;
}

/** Removes what no call adopted. */
export async function discard(file: StagedFile): Promise<void> {
  await rm(file.path, { force: true });
}

/** Makes the staging folder, and removes what a server that was killed left there more than a day ago. */
export async function clearStaging(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const entries = await readdir(folder, { withFileTypes: true });
  await Promise.all(
    entries.map(async (entry) => {
      const path = join(folder, entry.name);
      // Folders belong to others (resumable uploads), who look after them.
      if (!entry.isFile() || (await stat(path)).mtimeMs > Date.now() - staleAfterMs) return;
      await rm(path, { force: true });
    }),
  );
}
