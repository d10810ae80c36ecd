import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { jpegWithExif, mp4File, pngFile } from '../../test/media-files.ts';
import { emit, record, register, settle, type TestPerson } from '../../test/people.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';

/** `newMessageFromClient` of seeds 001 and 002: all that it takes, and what it refuses. */

let server: TestServer;
let lan: TestPerson;
let minh: TestPerson;
let socket: Socket;
let inbox: Socket;
let told: [string, unknown][];

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());
beforeEach(async () => {
  [lan, minh] = await Promise.all([register(server), register(server)]);
  socket = await lan.connect('/');
  inbox = await minh.connect('/', (opening) => {
    told = record(opening);
  });
  await settle(inbox, socket);
  told.length = 0;
});
afterEach(() => {
  for (const person of [lan, minh]) person.disconnect();
});

// oxlint-disable-next-line typescript/no-explicit-any
function sendTo(to: string, context: unknown, more: object = {}): Promise<any> {
  return emit(socket, 'newMessageFromClient', { to, context, ...more });
}

const dataUrl = (file: Buffer, type = 'image/png') =>
  `data:${type};base64,${file.toString('base64')}`;

/** What lies in the staging folder. */
async function staged(): Promise<string[]> {
  const entries = await readdir(join(server.dataDir, 'staging'), { withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
}

async function stored(): Promise<{ conversations: number; messages: number; files: number }> {
  const { rows } = await server.pool.query(`select
    (select count(*) from conversations) as conversations,
    (select count(*) from messages) as messages,
    (select count(*) from media where state = 'ready') as files`);
  return rows[0];
}

describe('newMessageFromClient', () => {
  it('makes the direct conversation with the first message, and uses it from then on', async () => {
    const first = await sendTo(minh.id, { text: 'hi this is test' });
    const second = await sendTo(minh.id, { text: 'again' });
    await settle(inbox);
    expect(first.message).toMatchObject({
      from: lan.id,
      to: minh.id,
      context: { text: 'hi this is test' },
    });
    expect(told).toEqual([
      ['singleUnreadMsgFromServer', first.message],
      ['singleUnreadMsgFromServer', second.message],
    ]);
    const { items } = (await minh.get('/api/v1/conversations')).body.data;
    expect(items).toMatchObject([{ isGroup: false, unreadCount: 2, lastSeq: 2 }]);
    const page = await minh.get(`/api/v1/conversations/${items[0].id}/messages`);
    expect(page.body.data.items.map(({ id }: { id: string }) => id)).toEqual([
      second.message._id,
      first.message._id,
    ]);
  });

  it('lets two people write to each other at the same moment: one conversation', async () => {
    const both = [
      sendTo(minh.id, { text: 'cùng lúc' }),
      emit(inbox, 'newMessageFromClient', { to: lan.id, context: { text: 'cùng lúc' } }),
    ];
    for (const ack of await Promise.all(both)) expect(ack).toMatchObject({ status: 'success' });
    const { items } = (await lan.get('/api/v1/conversations')).body.data;
    expect(items).toMatchObject([{ lastSeq: 2, unreadCount: 1 }]);
  });

  it('replies to a message of that conversation', async () => {
    const asked = await sendTo(minh.id, { text: 'Ăn cơm chưa?' });
    const answered = await emit(inbox, 'newMessageFromClient', {
      to: lan.id,
      reply_to: asked.message._id,
      context: { text: 'Rồi' },
    });
    expect(answered.message).toMatchObject({ from: minh.id, reply_to: asked.message._id });
  });

  it('takes a picture of this server by its address', async () => {
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(await pngFile())]), 'file');
    const { url } = (await lan.post('/api/v1/media', form)).body.data;
    const ack = await sendTo(minh.id, { image: url, text: '' });
    expect(ack.message.context).toEqual({ image: url });
    expect((await minh.get(url)).status).toBe(200);
  });

  it.each([
    ['PNG', pngFile, 'image/png'],
    ['JPEG', jpegWithExif, 'image/jpeg'],
    ['PNG that says it is something else', pngFile, 'text/plain'],
  ] as const)('takes a picture as a data URL: %s', async (_, make, type) => {
    const ack = await sendTo(minh.id, { image: dataUrl(await make(), type) });
    const { image, ...others } = ack.message.context;
    expect(others).toEqual({});
    expect(image).toMatch(/^\/api\/v1\/media\//);
    await settle(inbox);
    expect(told).toEqual([['singleUnreadMsgFromServer', ack.message]]);
    const file = await minh.get(image);
    expect(file.status).toBe(200);
    expect(file.headers.get('content-type')).toMatch(/^image\//);
    expect(await staged()).toEqual([]);
    expect((await (await register(server)).get(image)).status).toBe(404);
  });

  it('makes one message of a picture and a text', async () => {
    const ack = await sendTo(minh.id, { image: dataUrl(await pngFile()), text: 'base64Photohere' });
    expect(ack.message.context).toEqual({ image: expect.any(String), text: 'base64Photohere' });
    await settle(inbox);
    expect(told).toHaveLength(1);
  });

  it('sends nothing twice under one clientId, and keeps no second picture', async () => {
    const image = dataUrl(await pngFile());
    const acks = [
      await sendTo(minh.id, { image }, { clientId: 'một' }),
      await sendTo(minh.id, { image }, { clientId: 'một' }),
    ];
    expect(acks[1]).toEqual(acks[0]);
    await settle(inbox);
    expect(told).toHaveLength(1);
    const { rows } = await server.pool.query(
      `select state from media where owner_id = $1 order by id`,
      [lan.id],
    );
    expect(rows.filter(({ state }) => state === 'ready')).toHaveLength(1);
  });

  it('takes what is absent as null too', async () => {
    const ack = await sendTo(minh.id, { text: 'chữ', image: null }, { reply_to: null });
    expect(ack.message).toMatchObject({ reply_to: null, context: { text: 'chữ' } });
  });
});

describe('newMessageFromClient refuses, and nothing is stored or told', () => {
  const big = () => `data:image/png;base64,${'A'.repeat(4_000_000)}`;
  it.each<[what: string, context: () => unknown, error: string, field?: string]>([
    ['nothing', () => ({}), 'invalid_input', 'context'],
    ['empty texts', () => ({ text: '', image: '' }), 'invalid_input', 'context'],
    ['white space', () => ({ text: ' \n ' }), 'invalid_input', 'context.text'],
    [
      'a text that is too long',
      () => ({ text: 'x'.repeat(10_001) }),
      'invalid_input',
      'context.text',
    ],
    ['no context', () => undefined, 'invalid_input', 'context'],
    ['an oversize data URL', () => ({ image: big() }), 'payload_too_large'],
    [
      'no image',
      () => ({ image: dataUrl(Buffer.from('no image at all')) }),
      'unsupported_media_type',
    ],
    [
      'half a header',
      () => ({ image: dataUrl(Buffer.from([137, 80, 78, 71, 13, 10, 26, 10, 0, 0])) }),
      'unsupported_media_type',
    ],
    ['an empty data URL', () => ({ image: 'data:image/png;base64,' }), 'unsupported_media_type'],
    ['no base64', () => ({ image: 'data:image/png;base64,%%%' }), 'invalid_input', 'context.image'],
    ['another data URL', () => ({ image: 'data:,hello' }), 'invalid_input', 'context.image'],
    ['the seed’s word', () => ({ image: 'img' }), 'invalid_input', 'context.image'],
    [
      'an address elsewhere',
      () => ({ image: 'https://example.org/x.png' }),
      'invalid_input',
      'context.image',
    ],
  ])('%s', async (_, context, error, field) => {
    await sendTo(minh.id, { text: 'before' });
    await settle(inbox);
    const [before, heard] = [await stored(), told.length];
    const ack = await sendTo(minh.id, context());
    expect(ack).toMatchObject({ status: 'error', error, message: expect.any(String) });
    if (field) expect(ack.details).toHaveProperty([field]);
    await settle(inbox);
    expect(told).toHaveLength(heard);
    expect(await stored()).toEqual(before);
    expect(await staged()).toEqual([]);
  });

  it('a video in a data URL', async () => {
    const before = await stored();
    const ack = await sendTo(minh.id, { image: dataUrl(await mp4File(), 'image/png') });
    expect(ack).toMatchObject({ status: 'error', error: 'unsupported_media_type' });
    expect(await stored()).toEqual(before);
  });

  it('a picture that the sender may not see', async () => {
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(await pngFile())]), 'file');
    const { url } = (await minh.post('/api/v1/media', form)).body.data;
    expect(await sendTo(minh.id, { image: url })).toMatchObject({ error: 'not_found' });
  });

  it('nobody, oneself, and a reply to what is elsewhere', async () => {
    const nobody = '01890000-0000-7000-8000-000000000000';
    const missing = await sendTo(nobody, { text: 'x' });
    expect(missing).toMatchObject({ error: 'not_found', details: { to: expect.any(String) } });
    const self = await sendTo(lan.id, { text: 'x' });
    expect(self).toMatchObject({ error: 'invalid_input', details: { to: expect.any(String) } });
    const reply = await sendTo(minh.id, { text: 'x' }, { reply_to: nobody });
    expect(reply).toMatchObject({ error: 'not_found', details: { reply_to: expect.any(String) } });
  });

  it('a block either way; the picture is not kept', async () => {
    await sendTo(minh.id, { text: 'before' });
    await minh.put(`/api/v1/users/${lan.id}/block`);
    await settle(inbox);
    const before = await stored();
    told.length = 0;
    const image = dataUrl(await pngFile());
    for (const context of [{ text: 'x' }, { image }]) {
      expect(await sendTo(minh.id, context)).toMatchObject({ status: 'error', error: 'blocked' });
    }
    const back = { to: lan.id, context: { text: 'x' } };
    expect(await emit(inbox, 'newMessageFromClient', back)).toMatchObject({ error: 'blocked' });
    await settle(inbox);
    expect(told).toEqual([]);
    expect(await stored()).toEqual(before);
  });

  it('without an ack in silence', async () => {
    const heard = record(socket);
    socket.emit('newMessageFromClient', { to: minh.id });
    socket.emit('receiveUserProfile');
    await settle(socket);
    expect(heard).toEqual([]);
  });
});
