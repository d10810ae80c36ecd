import { createClient } from '@redis/client';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { grant } from './caller-matrix-world.ts';
import { pngFile } from './media-files.ts';
import { call, emit, next, register, testPassword, type TestPerson } from './people.ts';
import { RedisServer } from './redis.ts';
import { answered, type RoomClient, roomClient } from './room-client.ts';
import { startTestServer, type TestServer } from './server.ts';

/**
 * A walk through the document of seed 003, in its order: two processes on one Redis, and stock clients. Its
 * tables and columns are ours by other names; what they hold is asked for through the doors. The frames of its
 * socket in full: `seed-003-socket.test.ts`; without Redis too.
 */

let redis: RedisServer;
let here: TestServer;
let there: TestServer;
let lan: TestPerson;
let minh: TestPerson;
let thu: TestPerson;
const opened: RoomClient[] = [];

beforeAll(async () => {
  redis = await RedisServer.start();
  here = await startTestServer({ REDIS_URL: redis.url });
  there = await startTestServer({ REDIS_URL: redis.url }, here);
});
afterAll(async () => {
  await there?.stop();
  await here?.stop();
  await redis?.stop();
});
beforeEach(async () => {
  [lan, minh, thu] = await Promise.all([register(here), register(here), register(here)]);
});
afterEach(() => {
  for (const client of opened.splice(0)) client.socket.close();
  for (const person of [lan, minh, thu]) person.disconnect();
});

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const isNow = (time: string) => Math.abs(Date.now() - Date.parse(time)) < 10_000;

/** The data of an answer with the expected status. */
async function data(answer: ReturnType<typeof call>, status = 200) {
  const { status: actual, body } = await answer;
  expect([actual, body.error]).toEqual([status, undefined]);
  return body.data;
}

async function errorOf(answer: ReturnType<typeof call>): Promise<string> {
  return (await answer).body.error;
}

async function room(owner: TestPerson, members: readonly TestPerson[], name = 'Xóm') {
  const body = { isGroup: true, name, memberIds: members.map(({ id }) => id) };
  return data(owner.post('/api/v1/conversations', body), 201);
}

async function say(person: TestPerson, roomId: string, content: string) {
  return data(person.post(`/api/v1/conversations/${roomId}/messages`, { content }), 201);
}

/** A message as a person finds it in the room. */
async function find(person: TestPerson, roomId: string, messageId: unknown) {
  const { items } = await data(person.get(`/api/v1/conversations/${roomId}/messages`));
  return items.find(({ id }: { id: string }) => id === messageId);
}

async function enter(server: TestServer, roomId: string, person: TestPerson): Promise<RoomClient> {
  const client = await roomClient(server, roomId, person);
  opened.push(client);
  await answered(client);
  client.frames.length = 0;
  return client;
}

function login(person: TestPerson, password = testPassword, server = here) {
  const body = { username: person.username, password };
  return call(server, 'POST', '/api/v1/auth/login', { body });
}

async function staff(role: 'moderator' | 'admin'): Promise<TestPerson> {
  const person = await register(here);
  await grant(here, person, role);
  return person;
}

async function setState(person: TestPerson, state: 'active' | 'not_active' | 'deleted') {
  const admin = await staff('admin');
  return data(admin.patch(`/api/v1/admin/users/${person.id}`, { state }));
}

describe('Bảng', () => {
  it('tb_users … tb_roles: each table’s function has a door', async () => {
    const { id } = await room(lan, [minh]);
    const message = await say(lan, id, 'chào');
    await data(lan.put(`/api/v1/messages/${message.id}/reactions/👍`));
    const functions = {
      tb_users: await lan.get(`/api/v1/users/${minh.id}`),
      tb_chat_rooms: await lan.get('/api/v1/conversations'),
      tb_user_room: await lan.get(`/api/v1/conversations/${id}`),
      tb_messages: await lan.get(`/api/v1/conversations/${id}/messages`),
      tb_reaction: await lan.delete(`/api/v1/messages/${message.id}/reactions/👍`),
      tb_user_status: await lan.post('/api/v1/users/last-seen', { userIds: [minh.id] }),
      tb_friendships: await lan.get('/api/v1/friends'),
      tb_roles: await lan.get('/api/v1/users/me'),
    };
    const statuses = Object.entries(functions).map(([table, { status }]) => [table, status]);
    expect(statuses).toEqual(Object.keys(functions).map((table) => [table, 200]));
  });
});

describe('work-flow', () => {
  it('1. Đăng ký: username, password, email, phone, img_url, display_name, role_id, flagDelete, created_at, user_id', async () => {
    const given = {
      username: `ky.${Date.now()}`,
      password: testPassword,
      email: `ky${Date.now()}@example.org`,
      phone: '+84 90 123 4567',
      displayName: 'Nguyễn Văn Ký',
    };
    const { user, accessToken } = await data(
      call(here, 'POST', '/api/v1/auth/register', { body: given }),
      201,
    );
    const { password, ...shown } = given;
    expect(user).toMatchObject({ ...shown, photoUrl: null, role: 'user' });
    expect(user.id).toMatch(uuid);
    expect(isNow(user.createdAt)).toBe(true);
    const { rows } = await here.pool.query('select state, password_hash from users where id = $1', [
      user.id,
    ]);
    expect(rows[0].state).toBe('active');
    expect(rows[0].password_hash).toMatch(/^\$argon2id\$/);
    expect(rows[0].password_hash).not.toContain(password);

    // The id is what everything of a person hangs on, the token too; img_url is a picture they hold.
    const claims = JSON.parse(Buffer.from(accessToken.split('.')[1], 'base64url').toString());
    expect(claims).toMatchObject({ user_id: user.id, sub: user.id });
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(await pngFile())]), 'anh.png');
    const as = { token: accessToken };
    const media = await data(call(here, 'POST', '/api/v1/media', { ...as, body: form }), 201);
    const body = { photoMediaId: media.id };
    const changed = await data(call(here, 'PATCH', '/api/v1/users/me', { ...as, body }));
    expect(changed.photoUrl).toBe(media.url);
  });

  it('1. Đăng nhập: username và password khớp và active; is_online = 1, last_seen = NOW()', async () => {
    expect((await data(lan.get(`/api/v1/users/${minh.id}`))).lastSeen).toBeNull();
    expect(await errorOf(login(minh, 'sai mật khẩu'))).toBe('unauthenticated');
    expect((await data(lan.get(`/api/v1/users/${minh.id}`))).lastSeen).toBeNull();
    const { user, accessToken: token } = await data(login(minh));
    expect(user.id).toBe(minh.id);
    const { lastSeen } = await data(lan.get(`/api/v1/users/${minh.id}`));
    expect(isNow(lastSeen)).toBe(true);

    await setState(minh, 'not_active');
    expect(await errorOf(login(minh))).toBe('account_suspended');
    await setState(minh, 'active');
    // Online is who is connected: that follows in 6.
    expect((await call(here, 'GET', '/api/v1/users/me', { token })).status).toBe(200);
  });

  it.each([
    ['is_group 1', { isGroup: true, name: 'Nhóm học' }],
    ['is_group 0', { isGroup: false }],
  ])(
    '2. Tạo phòng chat (%s): chat_room_id, name, is_group, created_by, created_at; the creator is in',
    async (_, kind) => {
      const made = await data(
        lan.post('/api/v1/conversations', { ...kind, memberIds: [minh.id] }),
        201,
      );
      expect(made).toMatchObject({ name: null, ...kind, createdBy: lan.id, memberCount: 2 });
      expect(made.id).toMatch(uuid);
      expect(isNow(made.createdAt)).toBe(true);
      const mine = made.members.find(({ user }: { user: { id: string } }) => user.id === lan.id);
      expect(isNow(mine.joinedAt)).toBe(true);
    },
  );

  it('3. Mời thêm người vào phòng: user_id và room_id, once', async () => {
    const { id } = await room(lan, [minh]);
    const path = `/api/v1/conversations/${id}/members`;
    expect(await errorOf(thu.get(`/api/v1/conversations/${id}`))).toBe('not_a_member');
    for (let again = 0; again < 2; again += 1) await data(lan.post(path, { userIds: [thu.id] }));
    const { memberCount, members } = await data(thu.get(`/api/v1/conversations/${id}`));
    const ids = members.map(({ user }: { user: { id: string } }) => user.id);
    expect(ids.toSorted()).toEqual([lan.id, minh.id, thu.id].toSorted());
    expect(memberCount).toBe(3);
  });

  it('4. Gửi tin nhắn: message_id, user_id, room_id, content, file_url, created_at', async () => {
    const { id } = await room(lan, [minh]);
    const text = await say(lan, id, 'chào Minh');
    expect(text).toMatchObject({ conversationId: id, senderId: lan.id, content: 'chào Minh' });
    expect(text.id).toMatch(uuid);
    expect(isNow(text.createdAt)).toBe(true);

    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(await pngFile())]), 'anh.png');
    const media = await data(lan.post('/api/v1/media', form), 201);
    const picture = await data(
      lan.post(`/api/v1/conversations/${id}/messages`, { type: 'IMAGE', mediaId: media.id }),
      201,
    );
    expect(picture.imageUrl).toBe(media.url);
    const { items } = await data(minh.get(`/api/v1/conversations/${id}/messages`));
    expect(items.map((message: { id: string }) => message.id)).toEqual([picture.id, text.id]);
    expect((await minh.get(media.url)).status).toBe(200);
  });

  it('5. Phản ứng với tin nhắn (emoji): reaction_id, user_id, message_id, emoji 👍 ❤️, created_at', async () => {
    const { id } = await room(lan, [minh]);
    const { id: messageId } = await say(lan, id, 'hay không?');
    const client = await enter(here, id, lan);
    for (const emoji of ['👍', '❤️']) {
      await data(minh.put(`/api/v1/messages/${messageId}/reactions/${emoji}`));
      const told = await client.frame('reaction', (frame) => frame['emoji'] === emoji);
      expect(told).toEqual({
        reaction_id: expect.stringMatching(uuid),
        message_id: messageId,
        user_id: minh.id,
        emoji,
        created_at: expect.any(String),
      });
      expect(isNow(String(told['created_at']))).toBe(true);
    }
    const { reactions } = await find(lan, id, messageId);
    expect(reactions).toEqual(
      ['👍', '❤️'].map((emoji) => ({ emoji, count: 1, userIds: [minh.id] })),
    );
  });

  it('6. Xem trạng thái online: is_online 1, last_seen NOW(); khi thoát: is_online 0, last_seen NOW()', async () => {
    await data(lan.post('/api/v1/conversations', { isGroup: false, memberIds: [minh.id] }), 201);
    const watcher = await lan.connect('/v1');
    type Presence = { userId: string; isOnline: boolean; lastSeen: string | null };
    const turns = (isOnline: boolean) =>
      next<Presence>(watcher, 'presence.updated', (told) => told.isOnline === isOnline, 2000);
    const came = turns(true);
    // On the other process.
    await minh.at(there).connect('/v1');
    expect(await came).toMatchObject({ userId: minh.id, isOnline: true });
    const asked = Date.now();
    const seen = async () => {
      const body = { userIds: [minh.id] };
      const [item] = (await data(lan.post('/api/v1/users/last-seen', body))).items;
      return Date.parse(item.lastSeen);
    };
    // Who is here is seen now, whenever one asks.
    expect(await seen()).toBeGreaterThanOrEqual(asked);

    const gone = turns(false);
    await data(minh.post('/api/v1/auth/logout'));
    const { lastSeen } = await gone;
    expect(isNow(lastSeen ?? '')).toBe(true);
    // It is stored after it is told.
    await new Promise((resolve) => setTimeout(resolve, 200));
    const left = await seen();
    expect(left).toBeGreaterThanOrEqual(asked);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await seen()).toBe(left);
  });

  it('6. khi thoát: last_seen = NOW() of who never opened a socket too', async () => {
    await data(minh.post('/api/v1/auth/logout'));
    expect(isNow((await data(lan.get(`/api/v1/users/${minh.id}`))).lastSeen)).toBe(true);
  });

  it("7. Kết bạn: status = 'pending', 'accepted', 'blocked'; the list by either side", async () => {
    const friendsOf = async (person: TestPerson) =>
      (await data(person.get('/api/v1/friends'))).items.map(
        ({ user }: { user: { id: string } }) => user.id,
      );
    const request = await data(lan.post('/api/v1/friends/requests', { userId: minh.id }), 201);
    expect(request).toMatchObject({ user: { id: minh.id }, state: 'sent' });
    expect(isNow(request.createdAt)).toBe(true);
    const { items } = await data(minh.get('/api/v1/friends/requests'));
    expect(items).toMatchObject([{ user: { id: lan.id }, state: 'received' }]);
    expect([await friendsOf(lan), await friendsOf(minh)]).toEqual([[], []]);

    await data(minh.post(`/api/v1/friends/requests/${lan.id}/accept`));
    expect([await friendsOf(lan), await friendsOf(minh)]).toEqual([[minh.id], [lan.id]]);

    await data(minh.put(`/api/v1/users/${lan.id}/block`));
    expect([await friendsOf(lan), await friendsOf(minh)]).toEqual([[], []]);
    expect(await errorOf(lan.post('/api/v1/friends/requests', { userId: minh.id }))).toBe(
      'not_found',
    );
    const body = { isGroup: false, memberIds: [minh.id] };
    expect(await errorOf(lan.post('/api/v1/conversations', body))).toBe('blocked');
    const { items: blocks } = await data(minh.get('/api/v1/users/me/blocks'));
    expect(blocks).toMatchObject([{ user: { id: lan.id } }]);
  });

  it("8. Vai trò: role_id at once; 'admin', 'moderator', 'user'; checked at what is sensitive", async () => {
    const roleOf = async (person: TestPerson) => (await data(person.get('/api/v1/users/me'))).role;
    expect(await roleOf(lan)).toBe('user');
    const admin = await staff('admin');
    const path = `/api/v1/admin/users/${lan.id}`;
    const suspend = (person: TestPerson) =>
      person.patch(`/api/v1/admin/users/${thu.id}`, { state: 'not_active' });
    expect(await errorOf(suspend(lan))).toBe('forbidden');

    await data(admin.patch(path, { role: 'moderator' }));
    expect(await roleOf(lan)).toBe('moderator');
    expect(await data(suspend(lan))).toMatchObject({ state: 'not_active' });
    // Roles are for admins to give.
    expect(await errorOf(lan.patch(path, { role: 'admin' }))).toBe('forbidden');

    await data(admin.patch(path, { role: 'admin' }));
    expect(await roleOf(lan)).toBe('admin');
    await data(lan.patch(`/api/v1/admin/users/${minh.id}`, { role: 'moderator' }));
    await data(admin.patch(path, { role: 'user' }));
    expect(await errorOf(lan.get('/api/v1/admin/users'))).toBe('forbidden');
  });

  it.each([
    ['delete', 'deleted'],
    ['not_active', 'not_active'],
  ] as const)(
    "9. Xóa hoặc vô hiệu hóa: flagDelete = '%s' loses nothing and is easily undone",
    async (_, state) => {
      const { id } = await room(lan, [minh]);
      const message = await say(minh, id, 'của Minh');
      await data(lan.post('/api/v1/friends/requests', { userId: minh.id }), 201);
      await data(minh.post(`/api/v1/friends/requests/${lan.id}/accept`));
      const ofMinh = await minh.at(there).connect('/v1');
      const cut = next(ofMinh, 'disconnect');
      const raw = await enter(there, id, minh);

      expect(await setState(minh, state)).toMatchObject({ id: minh.id, state });
      expect(await cut).toBe('io server disconnect');
      expect((await raw.closed).code).toBe(4401);
      expect(await errorOf(minh.get('/api/v1/users/me'))).toBe('account_suspended');
      expect(await errorOf(login(minh))).toBe('account_suspended');
      expect(await errorOf(lan.get(`/api/v1/users/${minh.id}`))).toBe('not_found');
      // What they said stays, and so does their place.
      const { items } = await data(lan.get(`/api/v1/conversations/${id}/messages`));
      expect(items).toMatchObject([{ id: message.id, content: 'của Minh' }]);

      await setState(minh, 'active');
      await data(login(minh));
      expect(await find(minh, id, message.id)).toMatchObject({
        content: 'của Minh',
        senderId: minh.id,
      });
      const { items: friends } = await data(minh.get('/api/v1/friends'));
      expect(friends).toMatchObject([{ user: { id: lan.id } }]);
      await say(minh, id, 'lại đây');
    },
  );

  it('10. Rời khỏi phòng chat: their row goes, and with it the room', async () => {
    const { id } = await room(lan, [minh, thu]);
    const raw = await enter(here, id, minh);
    await data(minh.post(`/api/v1/conversations/${id}/leave`));
    expect((await raw.closed).code).toBe(4403);
    expect((await data(minh.get('/api/v1/conversations'))).items).toEqual([]);
    const path = `/api/v1/conversations/${id}`;
    expect(await errorOf(minh.get(path))).toBe('not_a_member');
    expect(await errorOf(minh.post(`${path}/messages`, { content: 'còn đây' }))).toBe(
      'not_a_member',
    );
    const { memberCount, members } = await data(lan.get(path));
    expect(memberCount).toBe(2);
    expect(JSON.stringify(members)).not.toContain(minh.id);
  });
});

describe('WEB SOCKET: Redis', () => {
  it('1. Pub/Sub: published on a channel of the room_id; whoever subscribes has it at once', async () => {
    const { id } = await room(lan, [minh]);
    const subscriber = createClient({ url: redis.url });
    await subscriber.connect();
    const published: { type: string; message?: { content: string } }[] = [];
    await subscriber.subscribe(`room:${id}`, (text) => published.push(JSON.parse(text)));
    const clients = await Promise.all([enter(here, id, lan), enter(there, id, minh)]);
    clients[0]?.send('send_message', { content: 'hello world' });
    for (const client of clients) {
      await client.frame('new_message', ({ content }) => content === 'hello world');
    }
    await expect
      .poll(() => published)
      .toContainEqual(
        expect.objectContaining({
          type: 'message.created',
          message: expect.objectContaining({ content: 'hello world', senderId: lan.id }),
        }),
      );
    await subscriber.close();
  });

  it('2. Trạng thái tạm thời: user:<id>:online with ex, and the rooms that are open', async () => {
    const { id } = await room(lan, [minh]);
    const keys = [`user:${minh.id}:online`, `room:${id}:active`] as const;
    expect(await redis.ask('exists', ...keys)).toBe('0');
    const client = await enter(here, id, minh);
    for (const key of keys) {
      const seconds = Number(await redis.ask('ttl', key));
      expect(seconds).toBeGreaterThan(0);
      expect(seconds).toBeLessThanOrEqual(300);
    }
    client.socket.close();
    await expect.poll(async () => redis.ask('exists', ...keys)).toBe('0');
  });

  it('3. Message Queue: what is unread is kept, and Redis may forget everything', async () => {
    const { id } = await room(lan, [minh]);
    for (const words of ['một', 'hai', 'ba']) await say(lan, id, words);
    await redis.ask('flushall');
    const { items } = await data(minh.at(there).get('/api/v1/unread'));
    expect(items).toEqual([{ conversationId: id, unreadCount: 3 }]);
    const { messages } = await data(minh.at(there).post('/api/v1/sync', { conversations: [] }));
    expect(messages.map(({ content }: { content: string }) => content).toSorted()).toEqual(
      ['một', 'hai', 'ba'].toSorted(),
    );
  });

  it('Session cache: a session that ends is over on every process', async () => {
    const { id } = await room(lan, [minh]);
    const client = await enter(there, id, lan);
    await data(lan.post('/api/v1/auth/logout'));
    expect((await client.closed).code).toBe(4401);
    expect(await errorOf(lan.at(there).get('/api/v1/users/me'))).toBe('unauthenticated');
  });

  it('So sánh: Pub/Sub does not keep old messages; sync brings what was missed', async () => {
    const { id } = await room(lan, [minh]);
    const before = await enter(there, id, minh);
    await say(lan, id, 'nghe được');
    await before.frame('new_message');
    const { version } = await data(minh.get(`/api/v1/conversations/${id}`));
    before.socket.close();
    await before.closed;
    await say(lan, id, 'lỡ mất');
    const again = await enter(there, id, minh);
    expect(again.of('new_message')).toEqual([]);
    const body = { conversations: [{ id, version }] };
    const { messages } = await data(minh.post('/api/v1/sync', body));
    expect(messages).toMatchObject([{ content: 'lỡ mất' }]);
  });

  it('Khi nào dùng Redis: many clients on several processes hear one order, at once', async () => {
    const people = [lan, minh, thu];
    const { id } = await room(lan, [minh, thu]);
    const clients = await Promise.all(
      people.map(async (person, index) => enter(index % 2 ? there : here, id, person)),
    );
    for (let count = 0; count < 10; count += 1) {
      for (const client of clients) client.send('send_message', { content: `${count}` });
    }
    for (const client of clients) {
      await expect.poll(() => client.of('new_message')).toHaveLength(30);
      const idsOf = (one: RoomClient | undefined) =>
        one?.of('new_message').map(({ message_id: messageId }) => messageId);
      expect(idsOf(client)).toEqual(idsOf(clients[0]));
    }
  });
});

describe('websocket.py', () => {
  it('1. Chấp nhận kết nối: accepted, and closed by a code where one may not', async () => {
    const { id } = await room(lan, []);
    const mine = await enter(here, id, lan);
    expect(mine.socket.readyState).toBe(mine.socket.OPEN);
    // Who one is says the token, not the path.
    const foreign = await roomClient(here, id, { id: lan.id, token: minh.token });
    expect((await foreign.closed).code).toBe(4403);
  });

  it('2. Đăng ký kết nối người dùng: whoever is in the room is broadcast to, and counts as there', async () => {
    const { id } = await room(lan, [minh]);
    const client = await enter(there, id, minh);
    await say(lan, id, 'ai ở đây?');
    await client.frame('new_message', ({ content }) => content === 'ai ở đây?');
    const socket = await lan.connect('/v1');
    const { activeUserIds } = await emit(socket, 'conversations.open', { conversationId: id });
    expect(activeUserIds.toSorted()).toEqual([lan.id, minh.id].toSorted());
  });

  it('3.–5. Lặp, JSON text, type và data: one after the other; what is none is answered by an error', async () => {
    const { id } = await room(lan, []);
    const client = await enter(here, id, lan);
    for (const text of ['không phải JSON', '{"type":"send_message"}', '{"data":{}}', '[]']) {
      client.socket.send(text);
    }
    client.send('send_message', { content: 'một' });
    await client.frame('new_message');
    await expect
      .poll(() => client.of('error').map(({ code }) => code))
      .toEqual(['invalid_input', 'invalid_input', 'invalid_input', 'invalid_input']);
  });

  it('6. send_message: save_to_db, then publish', async () => {
    const { id } = await room(lan, [minh]);
    const [mine, theirs] = [await enter(here, id, lan), await enter(there, id, minh)];
    mine.send('send_message', { content: 'lưu rồi mới phát', client_id: 'c1' });
    const { message_id: messageId } = await theirs.frame('new_message');
    // Whoever hears of it finds it stored.
    expect(await find(minh, id, messageId)).toMatchObject({
      content: 'lưu rồi mới phát',
    });
    expect(await mine.frame('ack')).toEqual({ client_id: 'c1', message_id: messageId });
  });

  it('6. reaction: save_reaction, then publish to those in the room', async () => {
    const { id } = await room(lan, [minh]);
    const { id: messageId } = await say(lan, id, 'hay không?');
    const [mine, theirs] = [await enter(here, id, lan), await enter(there, id, minh)];
    theirs.send('reaction', { message_id: messageId, emoji: '❤️' });
    for (const client of [mine, theirs]) {
      expect(await client.frame('reaction')).toMatchObject({ message_id: messageId, emoji: '❤️' });
    }
    const { reactions } = await find(lan, id, messageId);
    expect(reactions).toEqual([{ emoji: '❤️', count: 1, userIds: [minh.id] }]);
  });

  it('6. typing: broadcast, and nothing is stored', async () => {
    const { id } = await room(lan, [minh]);
    const [mine, theirs] = [await enter(here, id, lan), await enter(there, id, minh)];
    const { version } = await data(lan.get(`/api/v1/conversations/${id}`));
    mine.send('typing', {});
    expect(await theirs.frame('typing')).toEqual({ user_id: lan.id });
    await answered(mine);
    expect(mine.of('typing')).toEqual([]);
    expect((await data(lan.get(`/api/v1/conversations/${id}`))).version).toBe(version);
  });

  it('the client of the document, as it is written but for the token', async () => {
    const { id } = await room(lan, [minh]);
    const shown: unknown[] = [];
    const address = `${here.url.replace('http', 'ws')}/ws/${id}/${lan.id}`;
    const socket = new WebSocket(`${address}?token=${lan.token}`);
    // oxlint-disable-next-line unicorn/prefer-add-event-listener
    socket.onmessage = (e) => {
      const { type, data: told } = JSON.parse(e.data);
      if (type === 'new_message') shown.push(['message', told.content]);
      if (type === 'reaction') shown.push(['reaction', told.emoji]);
      if (type === 'typing') shown.push(['typing', told.user_id]);
    };
    await new Promise((resolve) => {
      socket.addEventListener('open', resolve);
    });
    // It hears everything once what it says has come back.
    socket.send(JSON.stringify({ type: 'send_message', data: { content: 'chào' } }));
    await expect.poll(() => shown).toEqual([['message', 'chào']]);
    const { items } = await data(minh.get(`/api/v1/conversations/${id}/messages`));
    await data(minh.post(`/api/v1/conversations/${id}/typing`));
    await data(minh.put(`/api/v1/messages/${items[0].id}/reactions/👍`));
    await expect
      .poll(() => shown)
      .toEqual([
        ['message', 'chào'],
        ['typing', minh.id],
        ['reaction', '👍'],
      ]);
    socket.close();
  });
});
