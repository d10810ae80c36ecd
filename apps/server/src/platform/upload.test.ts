import { once } from 'node:events';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import multipart from '@fastify/multipart';
import axios from 'axios';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { formOf, mp4File, pngFile } from '../../test/media-files.ts';
import { Failure } from './failure.ts';
import { clearStaging, discard, receiveMultipart } from './upload.ts';

const limits = { image: 30_000, video: 60_000_000 };
let folder: string;
let server: FastifyInstance;
let url: string;
/** What the server took in, so far. */
let refusals: unknown[] = [];

beforeAll(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'xom-upload-')), 'staging');
  await clearStaging(folder);
  server = Fastify({ forceCloseConnections: true });
  await server.register(multipart);
  server.route({
    method: 'POST',
    url: '/',
    async handler(request) {
      const { fields, file } = await receiveMultipart(request, folder, limits);
      if (file) await discard(file);
      return { fields, file: file && { sizeBytes: file.sizeBytes, mimeType: file.mimeType } };
    },
  });
  server.setErrorHandler((error, request, reply) => {
    refusals.push(error);
    if (!request.raw.complete) void reply.header('Connection', 'close');
    return reply.code(400).send({ error: error instanceof Failure ? error.code : String(error) });
  });
  await server.listen({ port: 0 });
  // A TCP server's address is never a string.
  url = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}/`;
});
afterEach(async () => {
  refusals = [];
  // Whatever the test did, it leaves no file.
  await vi.waitUntil(async () => (await readdir(folder)).length === 0);
});
afterAll(async () => {
  await server.close();
  await rm(join(folder, '..'), { recursive: true });
});

async function post(body: FormData): Promise<unknown> {
  return (await fetch(url, { method: 'POST', body })).json();
}

test.for(['before', 'after'])('a file is taken %s the fields', async (order) => {
  const png = await pngFile();
  const form = order === 'before' ? formOf(png) : new FormData();
  form.append('groupId', 'g');
  form.append('text', 'xin chào');
  if (order === 'after') form.append('file', new Blob([new Uint8Array(png)]), 'a.txt');
  expect(await post(form)).toEqual({
    fields: { groupId: 'g', text: 'xin chào' },
    file: { sizeBytes: png.length, mimeType: 'image/png' },
  });
});

test('no file is fine, and so is a file input that nobody filled', async () => {
  const form = new FormData();
  form.append('text', 'a');
  form.append('file', new Blob([], { type: 'application/octet-stream' }), '');
  expect(await post(form)).toEqual({ fields: { text: 'a' }, file: null });
});

const invalid: Record<string, (form: FormData, png: Buffer) => void> = {
  'a second file': (form, png) => form.append('file', new Blob([new Uint8Array(png)]), 'b.png'),
  'a file under another name': (form, png) =>
    form.append('image', new Blob([new Uint8Array(png)]), 'b.png'),
  'a field given twice': (form) => {
    form.append('a', '1');
    form.append('a', '2');
  },
  'a field that is too long': (form) => form.append('a', 'x'.repeat(64 * 1024 + 1)),
  'too many fields': (form) => {
    for (let index = 0; index < 21; index += 1) form.append(`f${index}`, 'x');
  },
  'a field named like a part of every object': (form) => form.append('__proto__', 'x'),
};

test.for(Object.entries(invalid))('%s is refused', async ([, spoil]) => {
  const png = await pngFile();
  const form = formOf(png);
  spoil(form, png);
  expect(await post(form)).toEqual({ error: 'invalid_input' });
});

test('a body that is no form, or ends too early, is refused', async () => {
  const headers = { 'Content-Type': 'multipart/form-data; boundary=x' };
  const part = '--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nabc';
  for (const body of ['words', part]) {
    const answer = await fetch(url, { method: 'POST', headers, body });
    expect(await answer.json()).toEqual({ error: 'invalid_input' });
  }
  const noBoundary = { 'Content-Type': 'multipart/form-data' };
  const answer = await fetch(url, { method: 'POST', headers: noBoundary, body: part });
  expect(await answer.json()).toEqual({ error: 'invalid_input' });
});

test('what is no image or video is refused, whatever it is called', async () => {
  for (const words of ['only words', '']) {
    const answer = await post(formOf(Buffer.from(words)));
    expect(answer).toEqual({ error: 'unsupported_media_type' });
  }
});

test('each kind has its own limit', async () => {
  const large = Buffer.concat([await pngFile(), Buffer.alloc(limits.image)]);
  expect(await post(formOf(large))).toEqual({ error: 'payload_too_large' });
  const video = Buffer.concat([await mp4File(), Buffer.alloc(limits.image)]);
  expect(await post(formOf(video))).toMatchObject({ file: { sizeBytes: video.length } });
});

/** A body far larger than what the network holds back, given piece by piece. */
function largeForm(size: number): { body: Buffer[]; headers: Record<string, string> } {
  const head =
    '--x\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n' +
    'Content-Type: image/png\r\n\r\n';
  const piece = Buffer.alloc(1_000_000, 'words ');
  const pieces = Array.from({ length: size / piece.length }, () => piece);
  return {
    body: [Buffer.from(head), ...pieces, Buffer.from('\r\n--x--\r\n')],
    headers: { 'Content-Type': 'multipart/form-data; boundary=x' },
  };
}

// Some are needed, at once: an answer that a reset overtakes is lost only now and then.
const many = Array.from({ length: 16 }, () => largeForm(20_000_000));
const refusal = { error: 'unsupported_media_type' };

test('fetch reads the refusal that comes while it still sends', async () => {
  const answers = many.map(async ({ body, headers }) => {
    const stream = Readable.toWeb(Readable.from(body));
    const answer = await fetch(url, { method: 'POST', headers, body: stream, duplex: 'half' });
    return answer.json();
  });
  expect(await Promise.all(answers)).toEqual(many.map(() => refusal));
});

test('axios reads the refusal that comes while it still sends', async () => {
  const answers = many.map(async ({ body, headers }, index) => {
    // Without redirects to follow axios sends by another way.
    const options = { headers, validateStatus: () => true, maxRedirects: index % 2 };
    return (await axios.post<unknown>(url, Readable.from(body), options)).data;
  });
  expect(await Promise.all(answers)).toEqual(many.map(() => refusal));
});

test('a body that says it is too large is not read at all', async () => {
  const { body, headers } = largeForm(70_000_000);
  const length = body.reduce((sum, piece) => sum + piece.length, 0);
  const answer = await axios.post<unknown>(url, Readable.from(body), {
    headers: { ...headers, 'Content-Length': length },
    validateStatus: () => true,
  });
  expect(answer.data).toEqual({ error: 'payload_too_large' });
});

test('an upload that breaks off leaves nothing', async () => {
  const { port } = new URL(url);
  const socket = connect(Number(port), '127.0.0.1');
  await once(socket, 'connect');
  const png = await pngFile({ width: 300, height: 300 });
  socket.write(
    'POST / HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=x\r\n' +
      'Content-Length: 20000000\r\n\r\n--x\r\n' +
      'Content-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n',
  );
  socket.write(png.subarray(0, 20_000));
  await vi.waitFor(async () => expect(await readdir(folder)).toHaveLength(1));
  socket.destroy();
  await vi.waitFor(() => expect(refusals).toMatchObject([{ code: 'invalid_input' }]));
});

test('clearing the staging folder removes only what is old', async () => {
  await Promise.all(['old', 'new'].map(async (name) => writeFile(join(folder, name), 'x')));
  const yesterday = Date.now() / 1000 - 25 * 60 * 60;
  await utimes(join(folder, 'old'), yesterday, yesterday);
  await clearStaging(folder);
  expect(await readdir(folder)).toEqual(['new']);
  await rm(join(folder, 'new'));
});
