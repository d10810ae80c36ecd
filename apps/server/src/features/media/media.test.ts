import { once } from 'node:events';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import {
  animatedGif,
  animatedWebp,
  avifFile,
  cut,
  formOf,
  jpegWithExif,
  mp4File,
  pngFile,
  webmFile,
  webpFile,
} from '../../../test/media-files.ts';
import { type Answer, call, register, type TestPerson } from '../../../test/people.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';

let server: TestServer;
let ann: TestPerson;
let ben: TestPerson;
let outsider: TestPerson;

beforeAll(async () => {
  server = await startTestServer();
  [ann, ben, outsider] = await Promise.all([register(server), register(server), register(server)]);
});
afterAll(async () => server.stop());

async function upload(by: TestPerson, file: Buffer, path = '/api/v1/media'): Promise<Answer> {
  return by.post(path, formOf(file));
}

async function uploaded(by: TestPerson, file: Buffer): Promise<{ id: string; url: string }> {
  const answer = await upload(by, file);
  expect(answer.status).toBe(201);
  return answer.body.data;
}

/** The status of a fetch of a file. */
async function fetched(by: TestPerson, { url }: { url: string }): Promise<number> {
  return (await by.get(url)).status;
}

async function bytesOf(by: TestPerson, url: string, headers: Record<string, string> = {}) {
  const authorization = { Authorization: `Bearer ${by.token}` };
  const answer = await fetch(server.url + url, { headers: { ...authorization, ...headers } });
  return {
    status: answer.status,
    headers: answer.headers,
    bytes: Buffer.from(await answer.arrayBuffer()),
  };
}

/** Every file in a folder of the server, without the folders. */
async function filesIn(name: 'media' | 'staging'): Promise<string[]> {
  const folder = join(server.dataDir, name);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

async function filesOf(mediaId: string): Promise<number> {
  return (await filesIn('media')).filter((name) => name.startsWith(mediaId)).length;
}

/** A file without a row and a row without a file are both a mistake. */
async function isGone(mediaId: string): Promise<void> {
  await vi.waitFor(
    async () => {
      expect(await filesOf(mediaId)).toBe(0);
      const { rows } = await server.pool.query('select from media where id = $1', [mediaId]);
      expect(rows).toEqual([]);
    },
    { timeout: 2000, interval: 50 },
  );
}

async function group(...members: TestPerson[]): Promise<string> {
  const memberIds = members.map(({ id }) => id);
  const answer = await ann.post('/api/v1/conversations', { isGroup: true, name: 'g', memberIds });
  expect(answer.status).toBe(201);
  return answer.body.data.id;
}

async function send(
  by: TestPerson,
  conversationId: string,
  media: { id: string },
): Promise<{ id: string }> {
  const answer = await by.post(`/api/v1/conversations/${conversationId}/messages`, {
    type: 'IMAGE',
    mediaId: media.id,
  });
  expect(answer.status).toBe(201);
  return answer.body.data;
}

const images: Record<string, () => Promise<Buffer>> = {
  'image/png': pngFile,
  'image/jpeg': jpegWithExif,
  'image/webp': webpFile,
  'image/gif': animatedGif,
  'image/avif': avifFile,
};

test.for(Object.entries(images))('%s: kept with all its variants', async ([mimeType, make]) => {
  const { status, body } = await upload(ann, await make());
  expect([status, body.statusCode]).toEqual([201, 201]);
  const media = body.data;
  const isUpright = mimeType === 'image/jpeg';
  const [width, height] = isUpright ? [48, 64] : [64, 48];
  expect(media).toMatchObject({ type: 'IMAGE', mimeType, width, height });
  expect(Object.keys(media.variants)).toEqual(['thumb', 'preview']);
  expect(media.thumbhash).toMatch(/^[\w+/]+=*$/);
  const main = await bytesOf(ann, media.url);
  expect(main.headers.get('content-type')).toBe(mimeType);
  expect(main.bytes.length).toBe(media.size);
  for (const variant of [media.variants.thumb, media.variants.preview]) {
    const { headers, bytes } = await bytesOf(ann, variant.url);
    expect(headers.get('content-type')).toBe('image/webp');
    expect(await sharp(bytes).metadata()).toMatchObject({ width, height, format: 'webp' });
  }
  expect(await filesOf(media.id)).toBe(3);
  expect(await filesIn('staging')).toEqual([]);
});

test('where and with what it was taken does not get out', async () => {
  for (const file of [await jpegWithExif(), await mp4File()]) {
    expect(file.includes('Secret camera')).toBe(true);
    const { url } = await uploaded(ann, file);
    expect((await bytesOf(ann, url)).bytes.includes('Secret camera')).toBe(false);
  }
});

test.for([
  ['video/mp4', async () => mp4File({ rotation: 90 }), 48, 64],
  ['video/webm', webmFile, 64, 48],
] as const)('%s: kept in one piece', async ([mimeType, make, width, height]) => {
  const file = await make();
  const { status, body } = await upload(ann, file);
  expect(status).toBe(201);
  expect(body.data).toMatchObject({ type: 'VIDEO', mimeType, width, height, duration: 2 });
  expect(body.data).toMatchObject({ size: file.length, variants: {}, thumbhash: null });
  expect((await bytesOf(ann, body.data.url)).bytes.length).toBe(file.length);
  expect(await filesIn('staging')).toEqual([]);
});

const refused: Record<string, () => Promise<Buffer>> = {
  'text named as an image': async () => Buffer.from('only words'),
  'a PNG broken off': async () => cut(await pngFile()),
  'a GIF broken off': async () => cut(await animatedGif()),
  'an MP4 broken off': async () => cut(await mp4File()),
  'a web page': async () => Buffer.from('<!doctype html><script>alert(1)</script>'),
  'an SVG': async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
  nothing: async () => Buffer.alloc(0),
};

test.for(Object.entries(refused))('%s: 415, and nothing kept', async ([, make]) => {
  const before = await filesIn('media');
  for (const path of ['/api/v1/media', '/api/v1/stickers']) {
    const { status, body } = await upload(outsider, await make(), path);
    expect([status, body.error]).toEqual([415, 'unsupported_media_type']);
  }
  expect(await filesIn('media')).toEqual(before);
  expect(await filesIn('staging')).toEqual([]);
  const rows = await server.pool.query('select from media where owner_id = $1', [outsider.id]);
  expect(rows.rowCount).toBe(0);
});

test('of many that are refused at once nothing is kept either', async () => {
  const page = Buffer.from('<!doctype html>');
  const uploads = Array.from({ length: 200 }, async () => upload(outsider, page));
  for (const { status } of await Promise.all(uploads)) expect(status).toBe(415);
  expect(await filesIn('staging')).toEqual([]);
});

test('a file must be what the request says it is', async () => {
  const form = formOf(await pngFile());
  form.append('type', 'VIDEO');
  expect(await ann.post('/api/v1/media', form)).toMatchObject({ status: 415 });
  expect(await upload(ann, await mp4File(), '/api/v1/stickers')).toMatchObject({ status: 415 });
  expect(await ann.post('/api/v1/media', new FormData())).toMatchObject({ status: 400 });
  expect(await ann.post('/api/v1/media', {})).toMatchObject({ status: 400 });
});

test('an image has 20 MB, a sticker 2 MB', async () => {
  const png = await pngFile();
  const largeImage = Buffer.concat([png, Buffer.alloc(20_000_000)]);
  expect((await upload(ann, largeImage)).body).toMatchObject({ error: 'payload_too_large' });
  const largeSticker = Buffer.concat([png, Buffer.alloc(2_000_000)]);
  const answer = await upload(ann, largeSticker, '/api/v1/stickers');
  expect(answer).toMatchObject({ status: 413, body: { error: 'payload_too_large' } });
  expect(await filesIn('staging')).toEqual([]);
});

test('an upload that breaks off leaves nothing behind', async () => {
  const before = await filesIn('media');
  const count = await server.pool.query('select from media');
  const { port } = new URL(server.url);
  const socket = connect(Number(port), '127.0.0.1');
  await once(socket, 'connect');
  socket.write(
    `POST /api/v1/media HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${ann.token}\r\n` +
      'Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 5000000\r\n\r\n--x\r\n' +
      'Content-Disposition: form-data; name="file"; filename="a.mp4"\r\n\r\n',
  );
  socket.write(await mp4File());
  await vi.waitFor(async () => expect(await filesIn('staging')).toHaveLength(1));
  socket.destroy();
  await vi.waitFor(async () => expect(await filesIn('staging')).toEqual([]));
  expect(await filesIn('media')).toEqual(before);
  expect((await server.pool.query('select from media')).rowCount).toBe(count.rowCount);
});

test('nobody but the uploader may fetch what nobody was shown', async () => {
  const media = await uploaded(ann, await pngFile());
  expect(await fetched(ann, media)).toBe(200);
  expect(await fetched(outsider, media)).toBe(404);
  expect(await fetched(outsider, { url: `${media.url}/thumb` })).toBe(404);
  expect(await fetched(ann, { url: `${media.url}/other` })).toBe(404);
  expect(await fetched(ann, { url: `${media.url}/constructor` })).toBe(404);
  expect(await fetched(ann, { url: `/api/v1/media/${crypto.randomUUID()}` })).toBe(404);
  expect(await call(server, 'GET', media.url)).toMatchObject({ status: 401 });
  expect(await call(server, 'GET', `${media.url}?token=${ann.token}`)).toMatchObject({
    status: 200,
  });
});

test('ranges, caching and HEAD through the whole server', async () => {
  const file = await mp4File();
  const { id, url } = await uploaded(ann, file);
  const part = await bytesOf(ann, url, { Range: 'bytes=100-199' });
  expect(part.status).toBe(206);
  expect(part.headers.get('content-range')).toBe(`bytes 100-199/${file.length}`);
  expect(part.bytes.equals(file.subarray(100, 200))).toBe(true);
  expect(part.headers.get('x-content-type-options')).toBe('nosniff');
  expect(part.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
  expect(part.headers.get('cache-control')).toBe('private, no-cache');
  expect((await bytesOf(ann, url, { Range: 'bytes=9999999-' })).status).toBe(416);
  const known = { 'If-None-Match': `"${id}-main"` };
  expect((await bytesOf(ann, url, known)).status).toBe(304);
  // Having it says nothing about being allowed to see it.
  expect((await bytesOf(outsider, url, known)).status).toBe(404);
  const head = await call(server, 'HEAD', url, { token: ann.token });
  expect(head.headers.get('content-length')).toBe(String(file.length));
});

test('members may fetch what a message holds; who leaves may not', async () => {
  const conversationId = await group(ben);
  const media = await uploaded(ann, await pngFile());
  await send(ann, conversationId, media);
  expect(await fetched(ben, media)).toBe(200);
  expect(await fetched(outsider, media)).toBe(404);
  await ann.delete(`/api/v1/conversations/${conversationId}/members/${ben.id}`);
  expect(await fetched(ben, media)).toBe(404);
  expect(await fetched(ann, media)).toBe(200);
});

test('who hides a message no longer sees its file, the others do', async () => {
  const carl = await register(server);
  const conversationId = await group(ben, carl);
  const media = await uploaded(ann, await pngFile());
  const message = await send(ann, conversationId, media);
  await ben.delete(`/api/v1/messages/${message.id}`);
  expect(await fetched(ben, media)).toBe(404);
  expect(await fetched(carl, media)).toBe(200);
});

test('a file goes with the last message that holds it', async () => {
  const conversationId = await group(ben);
  const elsewhere = await group(ben);
  const media = await uploaded(ann, await pngFile());
  const message = await send(ann, conversationId, media);
  const forward = await ben.post(`/api/v1/messages/${message.id}/forward`, {
    targetConversationId: elsewhere,
  });
  expect(forward.status).toBe(201);
  await ann.put(`/api/v1/messages/${message.id}/recall`);
  expect(await fetched(ben, media)).toBe(200);
  expect(await filesOf(media.id)).toBe(3);
  await ben.put(`/api/v1/messages/${forward.body.data.id}/recall`);
  for (const person of [ann, ben]) expect(await fetched(person, media)).toBe(404);
  await isGone(media.id);
});

test('what one may not see, one may not send', async () => {
  const conversationId = await group(ben);
  const path = `/api/v1/conversations/${conversationId}/messages`;
  const media = await uploaded(outsider, await pngFile());
  const sent = { type: 'IMAGE', mediaId: media.id };
  expect(await ann.post(path, sent)).toMatchObject({ status: 404, body: { error: 'not_found' } });
  const video = await uploaded(ann, await mp4File());
  expect(await ann.post(path, { type: 'IMAGE', mediaId: video.id })).toMatchObject({ status: 415 });
});

test('a profile picture is for everybody signed in, and goes when another comes', async () => {
  const [first, second] = [
    await uploaded(ben, await pngFile()),
    await uploaded(ben, await webpFile()),
  ];
  expect(await ben.patch('/api/v1/users/me', { photoMediaId: first.id })).toMatchObject({
    status: 200,
    body: { data: { photoUrl: first.url } },
  });
  expect(await fetched(outsider, first)).toBe(200);
  expect(await ann.patch('/api/v1/users/me', { photoMediaId: first.id })).toMatchObject({
    status: 404,
  });
  const video = await uploaded(ben, await mp4File());
  expect(await ben.patch('/api/v1/users/me', { photoMediaId: video.id })).toMatchObject({
    status: 415,
  });
  await ben.patch('/api/v1/users/me', { photoMediaId: second.id });
  expect(await fetched(outsider, first)).toBe(404);
  await isGone(first.id);
  await ben.patch('/api/v1/users/me', { photoMediaId: null });
  await isGone(second.id);
});

test('the picture of a group is for its members', async () => {
  const conversationId = await group(ben);
  const path = `/api/v1/conversations/${conversationId}`;
  const media = await uploaded(ann, await pngFile());
  expect(await ann.patch(path, { photoMediaId: media.id })).toMatchObject({ status: 200 });
  expect(await fetched(ben, media)).toBe(200);
  expect(await fetched(outsider, media)).toBe(404);
  await ann.patch(path, { photoMediaId: null });
  await isGone(media.id);
});

test('stickers are for everybody, newest first', async () => {
  const made = [];
  for (const file of [await pngFile(), await animatedGif(), await animatedWebp()]) {
    const { status, body } = await upload(ann, file, '/api/v1/stickers');
    expect(status).toBe(201);
    made.unshift(body.data);
  }
  const { bytes, headers } = await bytesOf(outsider, made[1].stickerUrl);
  expect(headers.get('content-type')).toBe('image/webp');
  expect(await sharp(bytes).metadata()).toMatchObject({ pages: 3, width: 64 });
  const first = (await outsider.get('/api/v1/stickers?limit=2')).body.data;
  expect(first).toMatchObject({ items: made.slice(0, 2), hasMore: true });
  const rest = await outsider.get(`/api/v1/stickers?limit=2&cursor=${first.nextCursor}`);
  expect(rest.body.data).toEqual({ items: made.slice(2), nextCursor: null, hasMore: false });
  const bad = await outsider.get('/api/v1/stickers?cursor=x');
  expect(bad).toMatchObject({ status: 400, body: { error: 'invalid_input' } });
});

test('an upload is taken back only by who made it, and only while nothing holds it', async () => {
  const media = await uploaded(ann, await pngFile());
  expect(await ben.delete(media.url)).toMatchObject({ status: 404 });
  expect(await ann.delete(media.url)).toMatchObject({ status: 200, body: { data: {} } });
  expect(await fetched(ann, media)).toBe(404);
  await isGone(media.id);
  expect(await ann.delete(media.url)).toMatchObject({ status: 404 });
  const held = await uploaded(ann, await pngFile());
  await send(ann, await group(ben), held);
  expect(await ann.delete(held.url)).toMatchObject({ status: 409, body: { error: 'conflict' } });
});

test('the sweep removes what was never held or never finished, and nothing else', async () => {
  const [unheld, fresh, held] = [
    await uploaded(ann, await pngFile()),
    await uploaded(ann, await pngFile()),
    await uploaded(ann, await pngFile()),
  ];
  await send(ann, await group(ben), held);
  const crashed = crypto.randomUUID();
  const folder = join(server.dataDir, 'media', crashed.slice(-2));
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${crashed}-main`), 'half');
  await server.pool.query(
    `insert into media (owner_id, id, kind, state, mime_type, size_bytes, width, height, sweep_at)
     values ($1, $2, 'IMAGE', 'storing', 'image/png', 4, 1, 1, now() - interval '1 minute')`,
    [ann.id, crashed],
  );
  await server.pool.query('update media set sweep_at = now() where id in ($1, $2)', [
    unheld.id,
    held.id,
  ]);
  await server.pool.query("select graphile_worker.add_job('media:sweep', '{}'::json)");
  await isGone(unheld.id);
  await isGone(crashed);
  expect(await fetched(ben, held)).toBe(200);
  expect(await fetched(ann, fresh)).toBe(200);
});
