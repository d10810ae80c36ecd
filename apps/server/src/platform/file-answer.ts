import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Failure, languageOf, renderFailure } from './failure.ts';

/** Bytes `start` to `end`, both included. */
export interface ByteRange {
  start: number;
  end: number;
}

/** What a handler answers with instead of JSON: a stored file. */
export class FileAnswer {
  readonly mimeType: string;
  readonly sizeBytes: number;
  /** Quoted; the same as long as the bytes are the same. */
  readonly etag: string;
  readonly open: (range: ByteRange) => Promise<Readable>;

  constructor(file: {
    mimeType: string;
    sizeBytes: number;
    etag: string;
    open(range: ByteRange): Promise<Readable>;
  }) {
    this.mimeType = file.mimeType;
    this.sizeBytes = file.sizeBytes;
    this.etag = file.etag;
    this.open = file.open;
  }
}

/** Answers with a file or one range of it; to HEAD and to whoever has it already, without its bytes. */
export async function sendFile(
  file: FileAnswer,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { headers, method } = request;
  if (isKnown(headers['if-none-match'], file.etag)) return describe(file, reply).code(304).send();
  // Ranges are defined for GET alone; an If-Range that does not fit means the whole file.
  const ifRange = headers['if-range'] ?? file.etag;
  const range =
    method === 'GET' && ifRange === file.etag ? readRange(headers.range, file.sizeBytes) : null;
  if (range === 'unsatisfiable') return refuseRange(file, request, reply);
  const { start, end } = range ?? { start: 0, end: file.sizeBytes - 1 };
  // Opened first: a refusal must not find the headers of a file already set.
  const bytes = method === 'HEAD' ? Readable.from([]) : await file.open({ start, end });
  if (range) {
    void reply.code(206).header('Content-Range', `bytes ${start}-${end}/${file.sizeBytes}`);
  }
  return describe(file, reply)
    .type(file.mimeType)
    .header('Content-Length', end - start + 1)
    .send(bytes);
}

function describe(file: FileAnswer, reply: FastifyReply): FastifyReply {
  return reply.headers({
    'Accept-Ranges': 'bytes',
    // Kept by the browser, but asked for again each time: who may see it is checked at every fetch.
    'Cache-Control': 'private, no-cache',
    'Content-Disposition': 'inline',
    // Whatever the bytes are, a browser must neither guess nor run them.
    'Content-Security-Policy': "default-src 'none'; sandbox",
    ETag: file.etag,
    'X-Content-Type-Options': 'nosniff',
  });
}

function isKnown(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  return ifNoneMatch
    .split(',')
    .map((tag) => tag.trim().replace(/^W\//, ''))
    .some((tag) => tag === etag || tag === '*');
}

/** One range of bytes; null (the whole file) for none, several, and what is no range at all. */
function readRange(header: string | undefined, size: number): ByteRange | null | 'unsatisfiable' {
  const [, first = '', last = ''] = /^bytes=\s*(\d*)\s*-\s*(\d*)\s*$/i.exec(header ?? '') ?? [];
  if (first === '' && last === '') return null;
  // `-500` asks for the last 500 bytes.
  const start = first === '' ? Math.max(size - Number(last), 0) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (first !== '' && last !== '' && Number(first) > Number(last)) return null;
  return start > end ? 'unsatisfiable' : { start, end };
}

function refuseRange(file: FileAnswer, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const failure = new Failure('invalid_input', { range: 'lies beyond the end of the file' });
  const rendered = renderFailure(failure, languageOf(request.headers['accept-language']));
  return reply
    .code(416)
    .header('Content-Range', `bytes */${file.sizeBytes}`)
    .send({ status: 'error', statusCode: 416, ...rendered });
}
