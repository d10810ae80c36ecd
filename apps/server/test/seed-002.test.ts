import { decodeJwt } from 'jose';
import { io, type Socket } from 'socket.io-client';
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  onTestFinished,
} from 'vitest';
import { middlewares } from '../src/dialects/middlewares.ts';
import { Failure } from '../src/platform/failure.ts';
import type { ConnectionMiddleware } from '../src/platform/socketio-middlewares.ts';
import { mp4File, pngFile } from './media-files.ts';
import {
  call,
  connected,
  emit,
  next,
  openSocket,
  record,
  register,
  settle,
  testPassword,
  TestPerson,
} from './people.ts';
import { startTestServer, type TestServer } from './server.ts';

/**
 * A walk through the document of seed 002, in its order, with stock clients: the token, the middlewares, what the
 * server sends, what clients send. Its two lines on stories (`sendAllFollowingStorysInfoFromServer`,
 * `sendStoryPhotoFromServer`) and the `following` of its users belong to the social side, which is still to come.
 */

let server: TestServer;
let lan: TestPerson;
let minh: TestPerson;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop({ errors: /handshake failed/ }));
beforeEach(async () => {
  [lan, minh] = await Promise.all([register(server), register(server)]);
});
afterEach(() => {
  for (const person of [lan, minh]) person.disconnect();
});

type Heard = [event: string, payload: unknown][];

/** A socket on `/`, and all that it hears from its first moment on. */
async function social(person: TestPerson): Promise<{ socket: Socket; heard: Heard }> {
  let heard: Heard = [];
  const socket = await person.connect('/', (opening) => {
    heard = record(opening);
  });
  await settle(socket);
  return { socket, heard };
}

/** What the person sent to the other, natively. */
async function send(from: TestPerson, to: TestPerson, message: object): Promise<{ id: string }> {
  const direct = { isGroup: false, memberIds: [to.id] };
  const made = await from.post('/api/v1/conversations', direct);
  const answer = await from.post(`/api/v1/conversations/${made.body.data.id}/messages`, message);
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body.data;
}

async function upload(person: TestPerson, path: string, file: Buffer) {
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(file)]), 'file');
  return (await person.post(path, form)).body.data;
}

/** Adds a middleware for the rest of the test, as an operator adds one to the array. */
function add(middleware: ConnectionMiddleware): void {
  middlewares.push(middleware);
  onTestFinished(() => void middlewares.splice(middlewares.indexOf(middleware), 1));
}

/** Tries to connect. @returns what the server said, once it is sure that `connect` never comes */
async function refusal(token: string | undefined): Promise<unknown> {
  const socket = openSocket(server, '/', token);
  const heard: string[] = [];
  socket.on('connect', () => heard.push('connect'));
  const error = await next<{ data: unknown }>(socket, 'connect_error');
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(heard).toEqual([]);
  expect(socket.connected).toBe(false);
  socket.disconnect();
  return error.data;
}

describe('jwtObject', () => {
  it('names the person, and is socket.data.user', async () => {
    expect(decodeJwt(lan.token)).toMatchObject({ user_id: lan.id });
    const seen: unknown[] = [];
    add((socket) => {
      seen.push(socket.data.user);
      return true;
    });
    await social(lan);
    expect(seen).toEqual([decodeJwt(lan.token)]);
  });
});

describe('middlewares', () => {
  it('run one after the other, each of which continues by true', async () => {
    const order: string[] = [];
    add(async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      order.push('first');
      return true;
    });
    add(() => {
      order.push('second');
      return true;
    });
    await social(lan);
    expect(order).toEqual(['first', 'second']);
  });

  it('refuse by false: connect_error, never connect, and the next one is not asked', async () => {
    const asked: string[] = [];
    add((socket) => socket.data.user?.user_id !== lan.id);
    add((socket) => {
      asked.push(String(socket.data.user?.user_id));
      return true;
    });
    expect(await refusal(lan.token)).toMatchObject({ error: 'forbidden' });
    await social(minh);
    expect(asked).toEqual([minh.id]);
    // Nothing is left of the one who was refused.
    const { body } = await minh.post('/api/v1/users/last-seen', { userIds: [lan.id] });
    expect(body.data.items).toEqual([{ userId: lan.id, lastSeen: null }]);
  });

  it('refuse by throwing', async () => {
    add(() => {
      throw new Error('out of order');
    });
    expect(await refusal(lan.token)).toMatchObject({ error: 'internal' });
  });

  it('let a client come back by itself while the server cannot serve', async () => {
    let asked = 0;
    add(() => {
      asked += 1;
      if (asked === 1) throw new Failure('unavailable');
      return true;
    });
    const socket = io(server.url, {
      transports: ['websocket'],
      forceNew: true,
      auth: { token: lan.token },
    });
    await next(socket, 'connect');
    expect(asked).toBe(2);
    socket.disconnect();
  });

  it('leave nothing of who goes away meanwhile', async () => {
    const asked = Promise.withResolvers<void>();
    const verdict = Promise.withResolvers<boolean>();
    add(() => {
      asked.resolve();
      return verdict.promise;
    });
    const socket = openSocket(server, '/', lan.token);
    await asked.promise;
    socket.disconnect();
    await new Promise((resolve) => setTimeout(resolve, 50));
    verdict.resolve(true);
    await settle(await minh.connect('/v1'));
    const { body } = await minh.post('/api/v1/users/last-seen', { userIds: [lan.id] });
    expect(body.data.items).toEqual([{ userId: lan.id, lastSeen: null }]);
  });

  it('are those of / alone', async () => {
    add(() => false);
    const socket = await lan.connect('/v1');
    expect(socket.connected).toBe(true);
  });

  it('begin with who connects: a bad token is refused', async () => {
    for (const token of [undefined, '', 'nonsense', `${lan.token}x`]) {
      expect(await refusal(token)).toMatchObject({
        error: 'unauthenticated',
        message: expect.any(String),
      });
    }
    await lan.post('/api/v1/auth/logout');
    expect(await refusal(lan.token)).toMatchObject({ error: 'unauthenticated' });
  });
});

describe('allUnreadMsgFromServer', () => {
  it('comes once after the connection, even when there is nothing', async () => {
    const { heard } = await social(lan);
    expect(heard).toEqual([['allUnreadMsgFromServer', []]]);
  });

  it('holds what was sent directly by any door and not read, oldest first', async () => {
    const { socket } = await social(lan);
    const first = await send(lan, minh, { content: 'một' });
    const second = await emit(socket, 'newMessageFromClient', {
      to: minh.id,
      reply_to: first.id,
      context: { text: 'hai' },
    });
    const third = await lan.post('/chat/send', {
      groupId: (await minh.get(`/api/v1/conversations/direct/${lan.id}`)).body.data.id,
      message: 'ba',
    });
    await send(minh, lan, { content: 'của tôi' });

    const { heard } = await social(minh);
    const base = { from: lan.id, to: minh.id, reply_to: null, sent_at: expect.any(String) };
    expect(heard).toEqual([
      [
        'allUnreadMsgFromServer',
        [
          { ...base, _id: first.id, context: { text: 'một' } },
          { ...base, _id: second.message._id, reply_to: first.id, context: { text: 'hai' } },
          { ...base, _id: third.body.data.messageId, context: { text: 'ba' } },
        ],
      ],
    ]);
  });

  it('leaves out groups, and what was read, recalled, hidden or lies behind a block', async () => {
    const hoa = await register(server);
    const group = { isGroup: true, memberIds: [minh.id] };
    const { id } = (await lan.post('/api/v1/conversations', group)).body.data;
    await lan.post(`/api/v1/conversations/${id}/messages`, { content: 'cả nhóm' });
    await send(lan, minh, { content: 'đã đọc' });
    const direct = (await minh.get(`/api/v1/conversations/direct/${lan.id}`)).body.data;
    expect(direct).toMatchObject({ isGroup: false, unreadCount: 1 });
    await minh.post(`/api/v1/conversations/${direct.id}/read`);
    const recalled = await send(lan, minh, { content: 'thu hồi' });
    await lan.put(`/api/v1/messages/${recalled.id}/recall`);
    const hidden = await send(lan, minh, { content: 'ẩn' });
    await minh.delete(`/api/v1/messages/${hidden.id}`);
    await send(hoa, minh, { content: 'bị chặn' });
    await minh.put(`/api/v1/users/${hoa.id}/block`);
    const last = await send(lan, minh, { content: 'còn lại' });

    const { heard } = await social(minh);
    expect(heard).toMatchObject([['allUnreadMsgFromServer', [{ _id: last.id }]]]);
  });

  it('holds the newest 500', async () => {
    const socket = await lan.connect('/v1');
    const direct = { isGroup: false, memberIds: [minh.id] };
    const made = await emit(socket, 'conversations.create', direct);
    const ids: string[] = [];
    for (let count = 0; count < 510; count += 1) {
      const message = { conversationId: made.id, type: 'TEXT', content: `${count}` };
      ids.push((await emit(socket, 'messages.send', message)).id);
    }
    const { heard } = await social(minh);
    const [[, unread] = []] = heard;
    expect((unread as { _id: string }[]).map(({ _id }) => _id)).toEqual(ids.slice(-500));
  });

  it('and singleUnreadMsgFromServer tell each message once, whatever comes while one connects', async () => {
    const sender = await lan.connect('/');
    const message = { to: minh.id, context: { text: 'liên tục' } };
    await send(lan, minh, { content: 'trước' });
    const { id } = (await lan.get(`/api/v1/conversations/direct/${minh.id}`)).body.data;
    await emit(await minh.connect('/'), 'readMessagesFromClient', { from: lan.id });
    for (let round = 0; round < 8; round += 1) {
      const heards: Heard[] = [];
      const sending = Array.from({ length: 10 }, () =>
        emit(sender, 'newMessageFromClient', message),
      );
      const opening = Array.from({ length: 3 }, () =>
        minh.connect('/', (socket) => heards.push(record(socket))),
      );
      await Promise.all(sending);
      const page = await lan.get(`/api/v1/conversations/${id}/messages?limit=10`);
      const inOrder = page.body.data.items.map((one: { id: string }) => one.id).toReversed();
      await settle(...(await Promise.all(opening)));
      for (const heard of heards) {
        const told = heard
          .flatMap(([, payload]) => payload)
          .map((one) => (one as { _id: string })._id);
        expect(heard[0]?.[0]).toBe('allUnreadMsgFromServer');
        expect(told).toEqual(inOrder);
      }
      await emit(await minh.connect('/'), 'readMessagesFromClient', { from: lan.id });
      minh.disconnect();
    }
  });
});

describe('singleUnreadMsgFromServer', () => {
  it('goes to every socket of the recipient and to nobody else, by whatever door it was sent', async () => {
    const [sender, sendersOther, first, second] = await Promise.all([
      social(lan),
      social(lan),
      social(minh),
      social(minh),
    ]);
    for (const { heard } of [sender, sendersOther, first, second]) heard.length = 0;
    const ack = await emit(sender.socket, 'newMessageFromClient', {
      to: minh.id,
      context: { text: 'Chào Minh' },
    });
    const native = await send(lan, minh, { content: 'bằng REST' });
    const group = { isGroup: true, memberIds: [minh.id] };
    const { id } = (await lan.post('/api/v1/conversations', group)).body.data;
    await lan.post(`/api/v1/conversations/${id}/messages`, { content: 'cả nhóm' });
    await settle(sender.socket, sendersOther.socket, first.socket, second.socket);
    expect(ack).toEqual({
      status: 'success',
      message: {
        _id: expect.any(String),
        from: lan.id,
        to: minh.id,
        reply_to: null,
        context: { text: 'Chào Minh' },
        sent_at: expect.stringMatching(/Z$/),
      },
    });
    for (const { heard } of [first, second]) {
      expect(heard).toEqual([
        ['singleUnreadMsgFromServer', ack.message],
        ['singleUnreadMsgFromServer', expect.objectContaining({ _id: native.id })],
      ]);
    }
    for (const { heard } of [sender, sendersOther]) expect(heard).toEqual([]);
  });

  it('shows pictures and stickers as image, videos as video, captions as text', async () => {
    const { heard, socket } = await social(minh);
    const image = await upload(lan, '/api/v1/media', await pngFile());
    const video = await upload(lan, '/api/v1/media', await mp4File());
    const { stickerUrl } = await upload(lan, '/api/v1/stickers', await pngFile());
    await send(lan, minh, { type: 'IMAGE', mediaId: image.id });
    await send(lan, minh, { type: 'IMAGE', mediaId: image.id, content: 'chú thích' });
    await send(lan, minh, { type: 'VIDEO', mediaId: video.id, content: 'phim' });
    await send(lan, minh, { type: 'STICKER', stickerUrl });
    await settle(socket);
    const contexts = heard.slice(1).map(([, message]) => (message as { context: object }).context);
    expect(contexts).toEqual([
      { image: image.url },
      { image: image.url, text: 'chú thích' },
      { video: video.url, text: 'phim' },
      { image: stickerUrl },
    ]);
    expect((await minh.get(image.url)).status).toBe(200);
  });

  it('leaves the message unread until it is read, here or by another door', async () => {
    const { socket } = await social(minh);
    const told = next(socket, 'singleUnreadMsgFromServer');
    await send(lan, minh, { content: 'đọc chưa?' });
    await told;
    const unread = async () => (await minh.get('/api/v1/unread')).body.data.items;
    expect(await unread()).toEqual([{ conversationId: expect.any(String), unreadCount: 1 }]);
    const read = await emit(socket, 'readMessagesFromClient', { from: lan.id });
    expect(read).toEqual({ status: 'success', count: 1 });
    expect(await unread()).toEqual([]);
    const again = await emit(socket, 'readMessagesFromClient', { from: lan.id });
    expect(again).toEqual({ status: 'success', count: 0 });
    const { heard } = await social(minh);
    expect(heard).toEqual([['allUnreadMsgFromServer', []]]);
  });
});

describe('sendUserProfileFromServer', () => {
  it('answers receiveUserProfile with the very same as its ack', async () => {
    const registered = await call(server, 'POST', '/api/v1/auth/register', {
      body: {
        username: 'kiarashatri',
        email: 'kia@example.org',
        password: testPassword,
        name: 'kia',
        family: 'atri',
        phone: '91188301030',
      },
    });
    const { user, accessToken: token, refreshToken } = registered.body.data;
    const kia = new TestPerson(server, {
      id: user.id,
      username: user.username,
      token,
      refreshToken,
    });
    const photo = await upload(kia, '/api/v1/media', await pngFile());
    await kia.patch('/api/v1/users/me', { biography: 'my biography here', photoMediaId: photo.id });

    const { socket, heard } = await social(lan);
    heard.length = 0;
    const ack = await emit(socket, 'receiveUserProfile', kia.id);
    const profile = {
      user_id: kia.id,
      name: 'kia',
      family: 'atri',
      username: 'kiarashatri',
      photo: photo.url,
      biography: 'my biography here',
      last_seen: null,
    };
    await settle(socket);
    expect(ack).toEqual(profile);
    expect(heard).toEqual([['sendUserProfileFromServer', profile]]);

    // Without an ack the event alone answers.
    const event = next(socket, 'sendUserProfileFromServer');
    socket.emit('receiveUserProfile', kia.id);
    expect(await event).toEqual(profile);
  });
});

describe('sendLastSeenFromServer', () => {
  it('answers requestLastSeen with an array of people', async () => {
    const [away, never] = await Promise.all([register(server), register(server)]);
    const visit = await away.connect('/');
    await settle(visit);
    visit.disconnect();
    const here = await social(minh);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const asking = Date.now();
    const { socket, heard } = await social(lan);
    heard.length = 0;
    const ack = await emit(socket, 'requestLastSeen', [minh.id, away.id, never.id]);
    await settle(socket, here.socket);
    expect(ack).toEqual([
      { userId: minh.id, lastSeen: expect.any(String) },
      { userId: away.id, lastSeen: expect.any(String) },
      { userId: never.id, lastSeen: null },
    ]);
    // Who is here now, and who has gone.
    expect(Date.parse(ack[0].lastSeen)).toBeGreaterThanOrEqual(asking);
    expect(Date.parse(ack[1].lastSeen)).toBeLessThan(asking);
    expect(heard).toEqual([['sendLastSeenFromServer', ack]]);
  });
});

it('a middleware that is gone lets everybody in again', async () => {
  await connected(openSocket(server, '/', lan.token)).then((socket) => socket.disconnect());
});
