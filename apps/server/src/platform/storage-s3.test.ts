import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStorage, type Storage } from './storage.ts';

/**
 * The few calls that we make, as a bucket answers them. (The whole was tried by hand against s3rver; this
 * holds that we go on asking the same.)
 */
const objects = new Map<string, Buffer>();
const server = createServer((request, response) => void answer(request, response));
let folder: string;
let storage: Storage;

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '', 'http://localhost');
  const key = url.pathname.slice(1);
  const isSigned = /^AWS4-HMAC-SHA256 Credential=me\/\d+\/eu-1\/s3\//.test(
    request.headers.authorization ?? '',
  );
  if (!isSigned) return void response.writeHead(403).end();
  const stored = objects.get(key);
  if (request.method === 'PUT') {
    objects.set(key, await buffer(request));
    response.end();
  } else if (request.method === 'DELETE') {
    objects.delete(key);
    response.writeHead(204).end();
  } else if (url.searchParams.has('list-type')) {
    const prefix = url.searchParams.get('prefix') ?? '';
    const keys = [...objects.keys()].map((name) => name.slice('files/'.length));
    const found = keys.filter((name) => name.startsWith(prefix));
    const contents = found.map((name) => `<Contents><Key>${name}</Key></Contents>`).join('');
    response.setHeader('Content-Type', 'application/xml');
    response.end(`<ListBucketResult>${contents}</ListBucketResult>`);
  } else if (stored) {
    const [, start, end] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
    response.writeHead(start ? 206 : 200);
    response.end(start ? stored.subarray(Number(start), Number(end) + 1) : stored);
  } else {
    response.writeHead(404, { 'Content-Type': 'application/xml' });
    response.end('<Error><Code>NoSuchKey</Code></Error>');
  }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xom-s3-'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A TCP server's address is never a string.
  const { port } = server.address() as AddressInfo;
  const storageUrl = `s3://me:secret@files/some/where?endpoint=http://127.0.0.1:${port}&region=eu-1`;
  storage = await openStorage({ storageUrl, folder });
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
});

test('keeps, opens, lists and deletes files in a bucket', async () => {
  const path = join(folder, 'staged');
  await writeFile(path, '0123456789');
  await storage.put('ab/one-main', path);
  expect(await readdir(folder)).toEqual([]);
  expect([...objects.keys()]).toEqual(['files/some/where/ab/one-main']);
  expect(await text(await storage.open('ab/one-main'))).toBe('0123456789');
  expect(await text(await storage.open('ab/one-main', { start: 2, end: 4 }))).toBe('234');
  expect(await Array.fromAsync(storage.list())).toEqual(['ab/one-main']);
  await storage.delete('ab/one-main');
  await storage.delete('ab/one-main');
  await expect(storage.open('ab/one-main')).rejects.toMatchObject({ code: 'not_found' });
});
