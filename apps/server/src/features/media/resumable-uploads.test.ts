import { readdir, stat, utimes } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { HttpResponse } from 'tus-js-client';
import { Upload } from 'tus-js-client';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { cut, mp4File, pngFile } from '../../../test/media-files.ts';
import { register, type TestPerson } from '../../../test/people.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';

let server: TestServer;
let ann: TestPerson;
let ben: TestPerson;
let endpoint: string;
beforeAll(async () => {
  server = await startTestServer({ CORS_ORIGINS: 'https://app.example' });
  [ann, ben] = await Promise.all([register(server), register(server)]);
  endpoint = `${server.url}/api/v1/media/uploads`;
});
afterAll(async () => server.stop());

async function parts(): Promise<string[]> {
  return readdir(join(server.dataDir, 'staging', 'resumable'));
}

/** One request of the protocol, by hand. */
async function tus(
  method: string,
  url: string,
  { by = ann, headers = {}, body }: Given = {},
): Promise<{ status: number; headers: Headers; body: unknown }> {
  const answer = await fetch(new URL(url, endpoint), {
    method,
    headers: {
      'Tus-Resumable': '1.0.0',
      ...(by && { Authorization: `Bearer ${by.token}` }),
      ...(body && { 'Content-Type': 'application/offset+octet-stream' }),
      ...headers,
    },
    ...(body && { body: new Uint8Array(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text ? JSON.parse(text) : null };
}

interface Given {
  by?: TestPerson | null;
  headers?: Record<string, string>;
  body?: Buffer;
}

async function begin(length: number): Promise<string> {
  const answer = await tus('POST', endpoint, { headers: { 'Upload-Length': String(length) } });
  expect(answer.status).toBe(201);
  return answer.headers.get('location') ?? '';
}

test('a stock client sends a file in parts and is told the file', async () => {
  const file = await mp4File();
  let last: HttpResponse | undefined;
  await new Promise<void>((resolve, reject) => {
    const upload = new Upload(file, {
      endpoint,
      chunkSize: 5000,
      headers: { Authorization: `Bearer ${ann.token}` },
      onAfterResponse: (_request, response) => void (last = response),
      onError: reject,
      onSuccess: () => resolve(),
    });
    upload.start();
  });
  expect(last?.getStatus()).toBe(201);
  const answer = JSON.parse(last?.getBody() ?? '');
  expect(answer).toMatchObject({
    status: 'success',
    statusCode: 201,
    data: { type: 'VIDEO', mimeType: 'video/mp4', duration: 2, size: file.length },
  });
  expect(await ann.get(answer.data.url)).toMatchObject({ status: 200 });
  expect(await ben.get(answer.data.url)).toMatchObject({ status: 404 });
  expect(await parts()).toEqual([]);
});

test('what broke off goes on where it ended', async () => {
  const file = await pngFile();
  const url = await begin(file.length);
  const first = await tus('PATCH', url, {
    headers: { 'Upload-Offset': '0' },
    body: file.subarray(0, 1000),
  });
  expect(first).toMatchObject({ status: 204, body: null });
  const head = await tus('HEAD', url);
  expect(head.headers.get('upload-offset')).toBe('1000');
  const wrong = { headers: { 'Upload-Offset': '10' }, body: file.subarray(10) };
  expect(await tus('PATCH', url, wrong)).toMatchObject({
    status: 409,
    body: { status: 'error', statusCode: 409, error: 'conflict' },
  });
  const rest = { headers: { 'Upload-Offset': '1000' }, body: file.subarray(1000) };
  expect(await tus('PATCH', url, rest)).toMatchObject({
    status: 201,
    body: { data: { type: 'IMAGE', width: 64 } },
  });
  expect(await tus('HEAD', url)).toMatchObject({ status: 404 });
});

test('of a part that breaks off stays what came', async () => {
  const file = await mp4File();
  const url = await begin(file.length);
  const socket = connect(Number(new URL(endpoint).port), '127.0.0.1');
  socket.write(
    `PATCH ${url} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${ann.token}\r\n` +
      'Tus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\n' +
      `Content-Type: application/offset+octet-stream\r\nContent-Length: ${file.length}\r\n\r\n`,
  );
  socket.write(file.subarray(0, 5000));
  const name = (await parts()).find((part) => !part.endsWith('.json')) ?? '';
  const path = join(server.dataDir, 'staging', 'resumable', name);
  await vi.waitUntil(async () => (await stat(path)).size === 5000);
  socket.destroy();
  const rest = { headers: { 'Upload-Offset': '5000' }, body: file.subarray(5000) };
  expect(await tus('PATCH', url, rest)).toMatchObject({
    status: 201,
    body: { data: { type: 'VIDEO', size: file.length } },
  });
});

test('while the last part is looked at, nobody is told that all is done', async () => {
  const file = await pngFile({ width: 1500, height: 1500 });
  const url = await begin(file.length);
  const last = tus('PATCH', url, { headers: { 'Upload-Offset': '0' }, body: file });
  const path = join(server.dataDir, 'staging', 'resumable');
  await vi.waitUntil(async () => {
    const sizes = (await parts()).map(async (part) => (await stat(join(path, part))).size);
    return (await Promise.all(sizes)).includes(file.length);
  });
  const again = { headers: { 'Upload-Offset': String(file.length) }, body: Buffer.alloc(0) };
  expect([404, 423]).toContain((await tus('HEAD', url)).status);
  expect([404, 409, 423]).toContain((await tus('PATCH', url, again)).status);
  expect(await last).toMatchObject({ status: 201 });
  expect(await parts()).toEqual([]);
});

test('all in one request', async () => {
  const file = await pngFile();
  const headers = { 'Upload-Length': String(file.length) };
  expect(await tus('POST', endpoint, { headers, body: file })).toMatchObject({
    status: 201,
    body: { data: { type: 'IMAGE' } },
  });
  expect(await parts()).toEqual([]);
});

test('nobody else reaches an upload', async () => {
  const file = await pngFile();
  const url = await begin(file.length);
  const first = { headers: { 'Upload-Offset': '0' }, body: file };
  expect(await tus('HEAD', url, { by: ben })).toMatchObject({ status: 404 });
  expect(await tus('PATCH', url, { ...first, by: ben })).toMatchObject({
    status: 404,
    body: { error: 'not_found' },
  });
  expect(await tus('DELETE', url, { by: ben })).toMatchObject({ status: 404 });
  expect(await tus('PATCH', url, { ...first, by: null })).toMatchObject({
    status: 401,
    body: { error: 'unauthenticated' },
  });
  expect(await tus('POST', endpoint, { by: null })).toMatchObject({ status: 401 });
  expect(await tus('DELETE', url)).toMatchObject({ status: 204 });
  expect(await tus('HEAD', url)).toMatchObject({ status: 404 });
  for (const id of ['..%2f..%2fjwt-secret', 'x', crypto.randomUUID()]) {
    expect(await tus('HEAD', `${endpoint}/${id}`)).toMatchObject({ status: 404 });
  }
});

test('what is refused is removed', async () => {
  for (const file of [Buffer.from('only words'), cut(await pngFile()), cut(await mp4File())]) {
    const url = await begin(file.length);
    const sent = { headers: { 'Upload-Offset': '0' }, body: file };
    expect(await tus('PATCH', url, sent)).toMatchObject({
      status: 415,
      body: { status: 'error', statusCode: 415, error: 'unsupported_media_type' },
    });
  }
  expect(await parts()).toEqual([]);
  const empty = await tus('POST', endpoint, { headers: { 'Upload-Length': '0' } });
  expect(empty).toMatchObject({ status: 415 });
  const large = await tus('POST', endpoint, { headers: { 'Upload-Length': '200000001' } });
  expect(large).toMatchObject({ status: 413, body: { error: 'payload_too_large' } });
});

test('no more is taken than was said', async () => {
  const url = await begin(10);
  const sent = { headers: { 'Upload-Offset': '0' }, body: Buffer.alloc(1000) };
  expect(await tus('PATCH', url, sent)).toMatchObject({
    status: 413,
    body: { error: 'payload_too_large' },
  });
  await tus('DELETE', url);
});

test('what is no tus is refused in our own words', async () => {
  const noVersion = await tus('POST', endpoint, { headers: { 'Tus-Resumable': '' } });
  expect(noVersion).toMatchObject({ status: 412, body: { error: 'invalid_input' } });
  const noLength = await tus('POST', endpoint);
  expect(noLength).toMatchObject({ status: 400, body: { error: 'invalid_input' } });
  const url = await begin(10);
  const noOffset = await tus('PATCH', url, { body: Buffer.alloc(10) });
  expect(noOffset).toMatchObject({ status: 400, body: { error: 'invalid_input' } });
  await tus('DELETE', url);
});

test('a page from elsewhere may upload, if it is one of ours', async () => {
  const ask = { Origin: 'https://app.example', 'Access-Control-Request-Method': 'PATCH' };
  const options = await tus('OPTIONS', endpoint, { by: null, headers: ask });
  expect(options.status).toBe(204);
  expect(Object.fromEntries(options.headers)).toMatchObject({
    'access-control-allow-origin': 'https://app.example',
    'access-control-allow-headers': expect.stringContaining('Upload-Offset'),
    'access-control-allow-methods': expect.stringContaining('PATCH'),
    'tus-max-size': '200000000',
  });
  const made = await tus('POST', endpoint, { headers: { ...ask, 'Upload-Length': '5' } });
  expect(made.headers.get('access-control-allow-origin')).toBe('https://app.example');
  expect(made.headers.get('access-control-expose-headers')).toContain('Location');
  await tus('DELETE', made.headers.get('location') ?? '');
  const stranger = { ...ask, Origin: 'https://elsewhere.example' };
  const refused = await tus('OPTIONS', endpoint, { by: null, headers: stranger });
  expect(refused.headers.get('access-control-allow-origin')).toBeNull();
});

test('what nobody goes on with is removed after a day', async () => {
  const url = await begin(100);
  const folder = join(server.dataDir, 'staging', 'resumable');
  const yesterday = Date.now() / 1000 - 25 * 60 * 60;
  for (const part of await parts()) await utimes(join(folder, part), yesterday, yesterday);
  const fresh = await begin(100);
  await server.pool.query("select graphile_worker.add_job('media:sweep', '{}'::json)");
  await vi.waitFor(async () => expect(await tus('HEAD', url)).toMatchObject({ status: 404 }));
  expect(await tus('HEAD', fresh)).toMatchObject({ status: 200 });
  expect(await parts()).toHaveLength(2);
});
