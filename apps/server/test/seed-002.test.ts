import { decodeJwt } from 'jose';
import { io } from 'socket.io-client';
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
import {
  expectAnswer,
  expectRefused,
  type Heard,
  listening,
  social,
  timestamp,
} from './social-client.ts';

/**
 * A walk through the document of seed 002, line by line in its order, with stock clients: the token, the middlewares,
 * what the server sends, what clients send, what is stored. All that a message takes and refuses stands in
 * `dialects/social-namespace.test.ts`.
 */

const api = '/api/v1';

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

/** Comes once after the connection, behind what is unread. */
const noStories = ['sendAllFollowingStorysInfoFromServer', []];

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

/** The person of the document. */
async function registerKia(username: string) {
  const registered = await call(server, 'POST', `${api}/auth/register`, {
    body: {
      username,
      email: `${username}@gmail.cm`,
      password: testPassword,
      name: 'kia',
      family: 'atri',
      phone: '91188301030',
    },
  });
  const { user, accessToken: token, refreshToken } = registered.body.data;
  const kia = new TestPerson(server, { id: user.id, username, token, refreshToken });
  const photo = await upload(kia, `${api}/media`, await pngFile());
  await kia.patch(`${api}/users/me`, { biography: 'my biography here', photoMediaId: photo.id });
  return { kia, photo };
}

/** @returns the story's id */
async function show(person: TestPerson, given: object = {}): Promise<string> {
  const mediaId =
    'mediaId' in given ? given.mediaId : (await upload(person, `${api}/media`, await pngFile())).id;
  const { body } = await person.post(`${api}/stories`, { mediaId, ...given });
  return body.data.id;
}

async function follow(person: TestPerson, other: TestPerson): Promise<void> {
  expect((await person.put(`${api}/users/${other.id}/follow`)).status).toBe(200);
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
    expect(body.data.items).toEqual([{ userId: lan.id, isOnline: false, lastSeen: null }]);
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
    expect(body.data.items).toEqual([{ userId: lan.id, isOnline: false, lastSeen: null }]);
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
    expect(heard).toEqual([['allUnreadMsgFromServer', []], noStories]);
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
    const base = { from: lan.id, to: minh.id, reply_to: null, sent_at: timestamp };
    expect(heard).toEqual([
      [
        'allUnreadMsgFromServer',
        [
          { ...base, _id: first.id, context: { text: 'một' } },
          { ...base, _id: second.message._id, reply_to: first.id, context: { text: 'hai' } },
          { ...base, _id: third.body.data.messageId, context: { text: 'ba' } },
        ],
      ],
      noStories,
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
    expect(heard).toMatchObject([['allUnreadMsgFromServer', [{ _id: last.id }]], noStories]);
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
      listening(lan),
      listening(lan),
      listening(minh),
      listening(minh),
    ]);
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
        sent_at: timestamp,
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
    const { heard, socket } = await listening(minh);
    const image = await upload(lan, '/api/v1/media', await pngFile());
    const video = await upload(lan, '/api/v1/media', await mp4File());
    const { stickerUrl } = await upload(lan, '/api/v1/stickers', await pngFile());
    await send(lan, minh, { type: 'IMAGE', mediaId: image.id });
    await send(lan, minh, { type: 'IMAGE', mediaId: image.id, content: 'chú thích' });
    await send(lan, minh, { type: 'VIDEO', mediaId: video.id, content: 'phim' });
    await send(lan, minh, { type: 'STICKER', stickerUrl });
    await settle(socket);
    const contexts = heard.map(([, message]) => (message as { context: object }).context);
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
    expect(heard).toEqual([['allUnreadMsgFromServer', []], noStories]);
  });
});

describe('sendUserProfileFromServer', () => {
  it('answers receiveUserProfile with the very same as its ack', async () => {
    const { kia, photo } = await registerKia('kiarashatri');

    const profile = {
      user_id: kia.id,
      name: 'kia',
      family: 'atri',
      username: 'kiarashatri',
      photo: photo.url,
      biography: 'my biography here',
      last_seen: null,
    };
    const given = ['receiveUserProfile', kia.id] as const;
    await expectAnswer(await social(lan), given, 'sendUserProfileFromServer', profile);
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
    const { socket, heard } = await listening(lan);
    const ack = await emit(socket, 'requestLastSeen', [minh.id, away.id, never.id]);
    await settle(socket, here.socket);
    expect(ack).toEqual([
      { userId: minh.id, lastSeen: timestamp },
      { userId: away.id, lastSeen: timestamp },
      { userId: never.id, lastSeen: null },
    ]);
    // Who is here now, and who has gone.
    expect(Date.parse(ack[0].lastSeen)).toBeGreaterThanOrEqual(asking);
    expect(Date.parse(ack[1].lastSeen)).toBeLessThan(asking);
    expect(heard).toEqual([['sendLastSeenFromServer', ack]]);
  });
});

describe('sendAllFollowingStorysInfoFromServer', () => {
  it('comes first at the start, after what is unread: the stories of those whom one follows', async () => {
    expect((await social(minh)).heard).toEqual([['allUnreadMsgFromServer', []], noStories]);
    const [one, other] = [await show(lan), await show(lan, { visibility: 'followers' })];
    // Not one's own, nor what is not for oneself.
    await show(minh);
    await show(lan, { visibility: 'friends' });
    await follow(minh, lan);
    await minh.post(`${api}/stories/${one}/view`);
    const { heard } = await social(minh);
    const at = { createdAt: timestamp, expiresAt: timestamp };
    const stories = [
      { id: one, ...at, seen: true },
      { id: other, ...at, seen: false },
    ];
    expect(heard).toEqual([
      ['allUnreadMsgFromServer', []],
      [
        'sendAllFollowingStorysInfoFromServer',
        [{ ownerId: lan.id, username: lan.username, photo: null, stories }],
      ],
    ]);
  });
});

describe('sendStoryPhotoFromServer', () => {
  it.each([
    ['picture', pngFile],
    ['video', mp4File],
  ] as const)('gives the address of the %s, which is seen then', async (_, make) => {
    const { id: mediaId, url: image } = await upload(lan, `${api}/media`, await make());
    const id = await show(lan, { mediaId });
    const client = await social(minh);
    const given = ['requestStoryPhoto', { ownerId: lan.id, ObjectId: id }] as const;
    await expectAnswer(client, given, 'sendStoryPhotoFromServer', { status: true, id, image });
    expect((await minh.get(`${api}/stories/${id}`)).body.data.seen).toBe(true);
    const { body } = await lan.get(`${api}/stories/${id}/viewers`);
    expect(body.data).toMatchObject({ count: 1, items: [{ user: { id: minh.id } }] });
    expect((await fetch(`${server.url}${image}?token=${minh.token}`)).status).toBe(200);
  });

  it('does not answer for what is over, somebody else’s, or no story', async () => {
    const [id, over, blocking] = [await show(lan), await show(lan), await show(lan)];
    await server.pool.query(
      "update stories set expires_at = date_trunc('milliseconds', now()) - interval '1 second' where id = $1",
      [over],
    );
    const client = await listening(minh);
    await expectRefused(client, 'requestStoryPhoto', [
      [[{ ownerId: minh.id, ObjectId: id }], 'not_found'],
      [[{ ownerId: lan.id, ObjectId: over }], 'not_found'],
      [[{ ownerId: lan.id, ObjectId: lan.id }], 'not_found'],
      [[{ ownerId: lan.id }], 'invalid_input', 'ObjectId'],
      [[{}], 'invalid_input', 'ObjectId', 'ownerId'],
    ]);
    expect((await minh.get(`${api}/stories/${id}`)).body.data.seen).toBe(false);
    await lan.put(`${api}/users/${minh.id}/block`);
    await expectRefused(client, 'requestStoryPhoto', [
      [[{ ownerId: lan.id, ObjectId: blocking }], 'not_found'],
    ]);
  });
});

describe('newMessageFromClient', () => {
  it('takes { to, reply_to?, context: { image, text } }', async () => {
    const [mine, theirs] = [await listening(lan), await listening(minh)];
    const asked = await send(minh, lan, { content: 'ảnh đâu?' });
    const { url: image } = await upload(lan, `${api}/media`, await pngFile());
    const ack = await emit(mine.socket, 'newMessageFromClient', {
      to: minh.id,
      reply_to: asked.id,
      context: { image, text: 'string' },
    });
    const message = {
      _id: expect.any(String),
      from: lan.id,
      to: minh.id,
      reply_to: asked.id,
      context: { image, text: 'string' },
      sent_at: timestamp,
    };
    expect(ack).toEqual({ status: 'success', message });
    await settle(theirs.socket);
    expect(theirs.heard).toEqual([['singleUnreadMsgFromServer', ack.message]]);
    theirs.heard.length = 0;
    await expectRefused(mine, 'newMessageFromClient', [
      [[{ to: minh.id, context: { image: 'img' } }], 'invalid_input', 'context.image'],
      [[{ to: 'user_id', context: { text: 'x' } }], 'invalid_input', 'to'],
    ]);
    expect(theirs.heard).toEqual([]);
  });
});

describe('receiveUserProfile', () => {
  it('takes the userId of the user we want', async () => {
    const { socket } = await social(lan);
    expect(await emit(socket, 'receiveUserProfile', minh.id)).toEqual({
      user_id: minh.id,
      name: null,
      family: null,
      username: minh.username,
      photo: null,
      biography: null,
      last_seen: null,
    });
    await expectRefused(await listening(lan), 'receiveUserProfile', [
      [['userId'], 'invalid_input', 'userId'],
      [[crypto.randomUUID()], 'not_found'],
    ]);
  });
});

describe('requestLastSeen', () => {
  it('takes an array of userId', async () => {
    await expectRefused(await listening(lan), 'requestLastSeen', [
      [[], 'invalid_input', 'userIds'],
      [[minh.id], 'invalid_input', 'userIds'],
      [[['userId']], 'invalid_input', 'userIds.0'],
    ]);
    const { socket } = await social(lan);
    expect(await emit(socket, 'requestLastSeen', [])).toEqual([]);
  });
});

describe('db.users.insertOne and new user', () => {
  it('hold the names, the hash, the times, the settings, whom one follows and blocks', async () => {
    const { kia, photo } = await registerKia('kiarashatri.2');
    const followed = [await register(server), await register(server), await register(server)];
    for (const other of followed) await follow(kia, other);
    await kia.put(`${api}/users/${minh.id}/block`);
    const me = (await kia.get(`${api}/users/me`)).body.data;
    expect(me).toMatchObject({
      name: 'kia',
      family: 'atri',
      username: 'kiarashatri.2',
      email: 'kiarashatri.2@gmail.cm',
      phone: '91188301030',
      photoUrl: photo.url,
      biography: 'my biography here',
      lastSeen: null,
      createdAt: timestamp,
      emailVerifiedAt: null,
      followingCount: 3,
      settings: {},
    });
    expect(Object.keys(me).filter((name) => /hash|password/i.test(name))).toEqual([]);
    const { socket } = await social(kia);
    const { following } = await emit(socket, 'getFollowingListRequest', kia.id);
    expect(following).toEqual(
      followed
        .toReversed()
        .map(({ id, username }) => ({ id, username, photo: null, added_at: timestamp })),
    );
    expect(await emit(socket, 'getBlockListRequest')).toEqual([
      { id: minh.id, username: minh.username, photo: null, blocked_at: timestamp },
    ]);
    kia.disconnect();
  });
});

it('a middleware that is gone lets everybody in again', async () => {
  await connected(openSocket(server, '/', lan.token)).then((socket) => socket.disconnect());
});
