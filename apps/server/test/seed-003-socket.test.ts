import { roomFrames } from '@xom/contract/room-socket';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { pngFile } from './media-files.ts';
import { call, emit, next, register, settle, type TestPerson } from './people.ts';
import { RoomClient } from './room-client.ts';
import { startTestServer, type TestServer } from './server.ts';

/** The raw WebSocket of seed 003, `/ws/:roomId/:userId`, with a stock client. */

let server: TestServer;
let lan: TestPerson;
let minh: TestPerson;
let outsider: TestPerson;
let roomId: string;
const opened: RoomClient[] = [];

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());
beforeEach(async () => {
  [lan, minh, outsider] = await Promise.all([register(server), register(server), register(server)]);
  const made = await lan.post('/api/v1/conversations', { isGroup: true, memberIds: [minh.id] });
  roomId = made.body.data.id;
});
afterEach(() => {
  for (const client of opened.splice(0)) client.socket.close();
  for (const person of [lan, minh, outsider]) person.disconnect();
});

function dial(...given: [path: string, protocols?: string[], headers?: Record<string, string>]) {
  const made = new RoomClient(server, ...given);
  opened.push(made);
  return made;
}

/** In the room, with everything that follows reaching it: a first message has come back. */
async function enter(person: TestPerson): Promise<RoomClient> {
  const entered = await dial(`/ws/${roomId}/${person.id}?token=${person.token}`).open();
  entered.send('send_message', { content: 'vào', client_id: `hello ${crypto.randomUUID()}` });
  await entered.frame('ack');
  entered.frames.length = 0;
  return entered;
}

describe('messages', () => {
  it('go to all in the room, the sender too, and to every other door', async () => {
    const [a, b] = [await enter(lan), await enter(minh)];
    const native = await minh.connect('/v1');
    const told = next<{ content: string }>(
      native,
      'message.created',
      ({ content }) => content === 'chào',
    );
    a.send('send_message', { content: 'chào', client_id: 'c1' });
    const ack = await a.frame('ack');
    expect(ack).toEqual({ client_id: 'c1', message_id: expect.any(String) });
    for (const client of [a, b]) {
      expect(await client.frame('new_message', ({ content }) => content === 'chào')).toEqual({
        message_id: ack['message_id'],
        room_id: roomId,
        user_id: lan.id,
        content: 'chào',
        file_url: null,
        created_at: expect.any(String),
      });
    }
    expect(await told).toMatchObject({ id: ack['message_id'], senderId: lan.id });
    await lan.post('/chat/send', {
      groupId: roomId,
      message: 'từ REST',
      type: 'TEXT',
      senderId: lan.id,
    });
    await b.frame('new_message', ({ content }) => content === 'từ REST');
  });

  it('are stored once, however often they are sent again', async () => {
    const a = await enter(lan);
    for (let again = 0; again < 5; again += 1)
      a.send('send_message', { content: 'một lần', client_id: 'same' });
    a.send('send_message', { content: 'xong', client_id: 'last' });
    await a.frame('ack', ({ client_id: id }) => id === 'last');
    const acks = a.frames.filter(
      ({ type, data }) => type === 'ack' && data['client_id'] === 'same',
    );
    expect(new Set(acks.map(({ data }) => data['message_id'])).size).toBe(1);
    const sent = a.frames.filter(
      ({ type, data }) => type === 'new_message' && data['content'] === 'một lần',
    );
    expect(sent).toHaveLength(1);
  });

  it('carry files of this server', async () => {
    const a = await enter(lan);
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(await pngFile())]), 'anh.png');
    const image = (await lan.post('/api/v1/media', form)).body.data.url;
    const sticker = (await lan.post('/chat/sticker', form)).body.data.stickerUrl;
    for (const fileUrl of [image, sticker]) {
      a.send('send_message', { file_url: fileUrl });
      expect(await a.frame('new_message', ({ file_url: url }) => url === fileUrl)).toMatchObject({
        content: null,
      });
    }
    a.send('send_message', { file_url: 'https://example.org/a.png' });
    expect(await a.frame('error')).toMatchObject({ code: 'invalid_input' });
  });
});

it('reactions are told to all, and taken back', async () => {
  const [a, b] = [await enter(lan), await enter(minh)];
  a.send('send_message', { content: 'hay không?', client_id: 'q' });
  const { message_id: messageId } = await a.frame('ack');
  b.send('reaction', { message_id: messageId, emoji: '❤️' });
  const reaction = { message_id: messageId, user_id: minh.id, emoji: '❤️' };
  for (const client of [a, b]) {
    expect(await client.frame('reaction')).toEqual({
      ...reaction,
      reaction_id: expect.any(String),
      created_at: expect.any(String),
    });
  }
  b.send('reaction', { message_id: messageId, emoji: '❤️', remove: true });
  expect(await a.frame('reaction', ({ removed }) => removed === true)).toMatchObject(reaction);
});

it('typing is told to the others only', async () => {
  const [a, b] = [await enter(lan), await enter(minh)];
  a.send('typing', {});
  expect(await b.frame('typing')).toEqual({ user_id: lan.id });
  expect(a.frames.filter(({ type }) => type === 'typing')).toEqual([]);
});

describe('who may enter', () => {
  it('takes the token in the query, a header, or as a subprotocol', async () => {
    const path = `/ws/${roomId}/${lan.id}`;
    const ways = [
      () => dial(`${path}?token=${lan.token}`),
      () => dial(path, [], { Authorization: `Bearer ${lan.token}` }),
      () => dial(path, ['bearer', lan.token]),
    ];
    for (const connect of ways) {
      const client = await connect().open();
      client.send('send_message', { content: 'vào được' });
      await client.frame('ack');
    }
  });

  it('accepts the upgrade, then closes with a code', async () => {
    const foreign = await outsider.post('/api/v1/conversations', { isGroup: true, memberIds: [] });
    const refused = [
      [`/ws/${roomId}/${lan.id}`, 4401],
      [`/ws/${roomId}/${lan.id}?token=nonsense`, 4401],
      [`/ws/${roomId}/${lan.id}?token=${minh.token}`, 4403],
      [`/ws/${roomId}/${outsider.id}?token=${outsider.token}`, 4403],
      [`/ws/${foreign.body.data.id}/${lan.id}?token=${lan.token}`, 4403],
      [`/ws/${crypto.randomUUID()}/${lan.id}?token=${lan.token}`, 4403],
      [`/ws/r1/u1?token=${lan.token}`, 4403],
      [`/ws/?token=${lan.token}`, 4403],
      [`/ws/${roomId}/${lan.id}/more?token=${lan.token}`, 4403],
    ] as const;
    for (const [path, code] of refused) {
      const client = await dial(path).open();
      expect([path, (await client.closed).code]).toEqual([path, code]);
      expect(client.frames).toEqual([]);
    }
  });

  it('shuts out whoever is removed, leaves or signs out, at once', async () => {
    const [a, b] = [await enter(lan), await enter(minh)];
    await lan.delete(`/api/v1/conversations/${roomId}/members/${minh.id}`);
    expect(await b.closed).toMatchObject({ code: 4403 });
    const again = await dial(`/ws/${roomId}/${minh.id}?token=${minh.token}`).open();
    expect(await again.closed).toMatchObject({ code: 4403 });
    await lan.post('/api/v1/auth/logout');
    expect(await a.closed).toMatchObject({ code: 4401 });
  });

  it('is seen as one who has the conversation open', async () => {
    await enter(lan);
    const chat = await minh.chat();
    const { activeUsers } = await emit(chat, 'open', { profileId: minh.id, groupId: roomId });
    expect(new Set(activeUsers)).toEqual(new Set([lan.id, minh.id]));
  });
});

/** More of them: the hostile-input test. */
describe('bad frames', () => {
  it('get an error, change nothing, and the socket stays', async () => {
    const a = await enter(lan);
    const bad = [
      'no json',
      'null',
      '[]',
      '"send_message"',
      '{}',
      '{"type":"dance","data":{}}',
      '{"type":"send_message"}',
      '{"type":"send_message","data":{}}',
      '{"type":"send_message","data":{"content":"  "}}',
      '{"type":"send_message","data":{"content":"\\u0000"}}',
      `{"type":"send_message","data":{"content":"${'x'.repeat(10_001)}"}}`,
      '{"type":"reaction","data":{"message_id":"x","emoji":"❤️"}}',
      '{"type":"__proto__","data":{"__proto__":{"a":1}}}',
    ];
    for (const frame of bad) {
      a.frames.length = 0;
      a.socket.send(frame);
      expect(await a.frame('error')).toEqual({
        code: 'invalid_input',
        message: expect.any(String),
      });
    }
    a.frames.length = 0;
    a.socket.send(Buffer.from('{"type":"typing","data":{}}'), { binary: true });
    expect(await a.frame('error')).toMatchObject({ code: 'invalid_input' });
    const { body } = await lan.get(`/api/v1/conversations/${roomId}/messages`);
    expect(body.data.items).toHaveLength(1);
  });

  it('over 64 KiB close with 1009, too many with 1008', async () => {
    const a = await enter(lan);
    a.socket.send(JSON.stringify({ type: 'send_message', data: { content: 'x'.repeat(70_000) } }));
    expect((await a.closed).code).toBe(1009);

    const strict = await startTestServer({ RATE_LIMITS: 'on' });
    try {
      const one = await register(strict, 'flooder');
      const made = await one.post('/api/v1/conversations', { isGroup: true, memberIds: [] });
      const url = `${strict.url.replace('http', 'ws')}/ws/${made.body.data.id}/${one.id}?token=${one.token}`;
      const socket = new WebSocket(url);
      await new Promise((resolve) => socket.once('open', resolve));
      const closed = new Promise<number>((resolve) => socket.once('close', resolve));
      for (let sent = 0; sent < 700; sent += 1) socket.send('flood');
      expect(await closed).toBe(1008);
    } finally {
      await strict.stop();
    }
  });
});

it('tells raw sockets to come back when the server stops', async () => {
  const short = await startTestServer();
  const one = await register(short, 'stayer');
  const made = await one.post('/api/v1/conversations', { isGroup: true, memberIds: [] });
  const url = `${short.url.replace('http', 'ws')}/ws/${made.body.data.id}/${one.id}?token=${one.token}`;
  const socket = new WebSocket(url);
  await new Promise((resolve) => socket.once('open', resolve));
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  await short.stop();
  expect(await closed).toBe(1012);
});

it('is described: each frame in the AsyncAPI document and on the reference page', async () => {
  const { body: document } = await call(server, 'GET', '/api/v1/asyncapi.json');
  const { body: page } = await call(server, 'GET', '/api/docs');
  const { address, messages } = document.channels.rooms;
  expect(address).toBe('/ws/{roomId}/{userId}');
  for (const { direction, type } of roomFrames) {
    expect(messages).toHaveProperty([`${direction === 'in' ? 'call' : 'event'}.${type}`]);
    expect(page).toContain(`id="frame-${direction}-${type}"`);
  }
});

it('leaves other paths and plain requests to REST', async () => {
  expect((await call(server, 'GET', `/ws/${roomId}/${lan.id}`, { token: lan.token })).status).toBe(
    404,
  );
  const chat = await lan.chat();
  await settle(chat);
});
