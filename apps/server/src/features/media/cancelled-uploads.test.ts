import { watch } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { pngFile } from '../../../test/media-files.ts';
import { register, type TestPerson } from '../../../test/people.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';

/** Whatever the moment at which somebody cancels an upload, nothing of it stays: no row, no bytes. */

const patience = { timeout: 10_000, interval: 10 };
const uploads = '/api/v1/media/uploads';
let server: TestServer;
let ann: TestPerson;
/** Large enough that looking at it takes a while. */
let file: Buffer;
beforeAll(async () => {
  server = await startTestServer();
  [ann, file] = await Promise.all([register(server), pngFile({ width: 1400, height: 1400 })]);
});
afterAll(async () => server.stop());

/** Every file in a folder of the server, with its size. */
async function filesIn(name: 'media' | 'staging'): Promise<{ path: string; size: number }[]> {
  const folder = join(server.dataDir, name);
  // The folder comes with the first file.
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(
    paths.map(async (path) => ({ path, size: (await stat(path).catch(() => null))?.size ?? 0 })),
  );
}

async function expectNothing(): Promise<void> {
  // First the look at it ends, in whatever way; then what it has left is counted.
  await vi.waitFor(async () => expect(await filesIn('staging')).toEqual([]), patience);
  await vi.waitFor(async () => {
    const { rows } = await server.pool.query('select state from media where owner_id = $1', [
      ann.id,
    ]);
    expect(rows).toEqual([]);
    expect(await filesIn('media')).toEqual([]);
  }, patience);
}

/** A request by hand, which can end at any moment. */
function send(
  start: string,
  headers: Record<string, string | number>,
  ...body: (string | Uint8Array)[]
): Socket {
  const lines = Object.entries({ Host: 'x', Authorization: `Bearer ${ann.token}`, ...headers });
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  // The server may close it first.
  socket.on('error', () => {});
  socket.write(
    `${start} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`,
  );
  for (const part of body) socket.write(part);
  return socket;
}

function sendWhole(bytes: Buffer): Socket {
  const head =
    '--b\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n';
  const end = '\r\n--b--\r\n';
  const headers = {
    'Content-Type': 'multipart/form-data; boundary=b',
    'Content-Length': head.length + file.length + end.length,
  };
  return send('POST /api/v1/media', headers, head, bytes, ...(bytes === file ? [end] : []));
}

const tusHeaders = { 'Tus-Resumable': '1.0.0' };
const ofPart = { ...tusHeaders, 'Content-Type': 'application/offset+octet-stream' };

async function begin(): Promise<string> {
  const answer = await fetch(server.url + uploads, {
    method: 'POST',
    headers: {
      ...tusHeaders,
      Authorization: `Bearer ${ann.token}`,
      'Upload-Length': `${file.length}`,
    },
  });
  return answer.headers.get('location') ?? '';
}

function sendPart(url: string, bytes: Buffer): Socket {
  const headers = { ...ofPart, 'Upload-Offset': 0, 'Content-Length': file.length };
  return send(`PATCH ${url}`, headers, bytes);
}

async function take(method: 'DELETE' | 'PATCH', url: string, body?: Buffer): Promise<Response> {
  return fetch(server.url + url, {
    method,
    headers: {
      ...(body ? { ...ofPart, 'Upload-Offset': '0' } : tusHeaders),
      Authorization: `Bearer ${ann.token}`,
    },
    ...(body && { body: new Uint8Array(body) }),
  });
}

/** Resolves when so many bytes have come. */
async function arrived(size: number): Promise<void> {
  await vi.waitUntil(
    async () => (await filesIn('staging')).some((one) => one.size >= size),
    patience,
  );
}

test('a whole upload: while it comes', async () => {
  const socket = sendWhole(file.subarray(0, 500_000));
  await arrived(100_000);
  socket.destroy();
  await expectNothing();
});

test('a whole upload: while it is looked at', async () => {
  const socket = sendWhole(file);
  await arrived(file.length);
  socket.destroy();
  await expectNothing();
});

test('in parts: before the answer to its beginning', async () => {
  const begun: string[] = [];
  const folder = watch(join(server.dataDir, 'staging', 'resumable'), (_kind, name) => {
    if (name !== null) begun.push(name);
  });
  const headers = { ...tusHeaders, 'Upload-Length': file.length, 'Content-Length': 0 };
  send(`POST ${uploads}`, headers).end().destroySoon();
  await vi.waitUntil(() => begun.length > 0, patience);
  await expectNothing();
  folder.close();
});

test('in parts: while a part comes', async () => {
  const url = await begin();
  const socket = sendPart(url, file.subarray(0, 500_000));
  await arrived(100_000);
  socket.destroy();
  expect((await take('DELETE', url)).status).toBe(204);
  await expectNothing();
});

test('in parts: while all of it is looked at', async () => {
  const url = await begin();
  const socket = sendPart(url, file);
  await arrived(file.length);
  socket.destroy();
  expect((await take('DELETE', url)).status).toBe(204);
  await expectNothing();
});

test('in parts: while all of it is looked at, and nobody says so', async () => {
  const url = await begin();
  const socket = sendPart(url, file);
  await arrived(file.length);
  socket.destroy();
  await expectNothing();
});

test('in parts: when the answer was on its way', async () => {
  const url = await begin();
  expect((await take('PATCH', url, file)).status).toBe(201);
  expect((await take('DELETE', url)).status).toBe(204);
  await expectNothing();
  expect((await take('DELETE', url)).status).toBe(404);
});

test('what is in use by then stays', async () => {
  const url = await begin();
  const answer: unknown = await (await take('PATCH', url, file)).json();
  const { data } = answer as { data: { id: string; url: string } };
  const post = await ann.post('/api/v1/posts', { mediaIds: [data.id] });
  expect(post.status).toBe(201);
  expect((await take('DELETE', url)).status).toBe(404);
  expect(await ann.get(data.url)).toMatchObject({ status: 200 });
});
