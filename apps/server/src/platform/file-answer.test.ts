import { connect } from 'node:net';
import { PassThrough, Readable } from 'node:stream';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type ByteRange, FileAnswer, sendFile } from './file-answer.ts';

const bytes = '0123456789';
let server: FastifyInstance;
let url: string;
let endless: PassThrough | null = null;

beforeAll(async () => {
  server = Fastify();
  const answer = new FileAnswer({
    mimeType: 'video/mp4',
    sizeBytes: bytes.length,
    etag: '"v1"',
    open: async ({ start, end }: ByteRange) => Readable.from([bytes.slice(start, end + 1)]),
  });
  server.get('/', async (request, reply) => sendFile(answer, request, reply));
  server.get('/endless', async (request, reply) => {
    endless = new PassThrough();
    endless.write('some');
    const open = async () => endless ?? Readable.from([]);
    const file = { mimeType: 'video/mp4', sizeBytes: 1e9, etag: '"v1"', open };
    return sendFile(new FileAnswer(file), request, reply);
  });
  url = await server.listen({ port: 0 });
});
afterAll(async () => server.close());

async function get(headers: Record<string, string> = {}, method = 'GET') {
  const answer = await fetch(url, { method, headers });
  const { status } = answer;
  const range = answer.headers.get('content-range');
  const length = answer.headers.get('content-length');
  return { status, range, length, text: await answer.text(), headers: answer.headers };
}

test('a whole file, and what a browser must know of it', async () => {
  const { headers, ...answer } = await get();
  expect(answer).toEqual({ status: 200, range: null, length: '10', text: bytes });
  expect(Object.fromEntries(headers)).toMatchObject({
    'accept-ranges': 'bytes',
    'cache-control': 'private, no-cache',
    'content-disposition': 'inline',
    'content-security-policy': "default-src 'none'; sandbox",
    'content-type': 'video/mp4',
    etag: '"v1"',
    'x-content-type-options': 'nosniff',
  });
});

test('HEAD tells the same without the bytes', async () => {
  const { headers, ...answer } = await get({ Range: 'bytes=0-1' }, 'HEAD');
  expect(answer).toEqual({ status: 200, range: null, length: '10', text: '' });
  expect(headers.get('content-type')).toBe('video/mp4');
});

test.for([
  ['bytes=2-4', '2-4', '234'],
  ['bytes=7-', '7-9', '789'],
  ['bytes=-3', '7-9', '789'],
  ['bytes=-300', '0-9', bytes],
  ['bytes=8-100', '8-9', '89'],
  ['bytes=0-0', '0-0', '0'],
])('%s', async ([range = '', sent = '', text = '']) => {
  expect(await get({ Range: range })).toMatchObject({
    status: 206,
    range: `bytes ${sent}/10`,
    length: String(text.length),
    text,
  });
});

test.for(['bytes=10-', 'bytes=99-100', 'bytes=-0'])('%s lies beyond the end', async (range) => {
  const answer = await get({ Range: range });
  expect(answer).toMatchObject({ status: 416, range: 'bytes */10' });
  expect(JSON.parse(answer.text)).toMatchObject({ status: 'error', statusCode: 416 });
});

test.for(['bytes=4-2', 'bytes=0-1,3-4', 'bytes=-', 'lines=1-2', 'bytes=a-b'])(
  '%s is no range: the whole file',
  async (range) => {
    expect(await get({ Range: range })).toMatchObject({ status: 200, range: null, text: bytes });
  },
);

test('who has it already gets nothing again', async () => {
  for (const tag of ['"v1"', 'W/"v1"', '"v0", "v1"', '*']) {
    const answer = await get({ 'If-None-Match': tag });
    expect(answer).toMatchObject({ status: 304, text: '' });
    expect(answer.headers.get('etag')).toBe('"v1"');
  }
  expect(await get({ 'If-None-Match': '"v0"' })).toMatchObject({ status: 200 });
});

test('a range of another version is the whole file', async () => {
  const range = { Range: 'bytes=2-4' };
  expect(await get({ ...range, 'If-Range': '"v1"' })).toMatchObject({ status: 206, text: '234' });
  expect(await get({ ...range, 'If-Range': '"v0"' })).toMatchObject({ status: 200, text: bytes });
});

test('reading stops when the client leaves', async () => {
  const socket = connect(Number(new URL(url).port), 'localhost');
  socket.write('GET /endless HTTP/1.1\r\nHost: x\r\n\r\n');
  await new Promise((resolve) => socket.once('data', resolve));
  expect(endless?.destroyed).toBe(false);
  socket.destroy();
  await vi.waitFor(() => expect(endless?.destroyed).toBe(true));
});
