import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { Socket } from 'socket.io-client';
import { WebSocket } from 'ws';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { DomainEvent } from '../src/domain-events.ts';
import { LocalBus } from '../src/platform/bus.ts';
import { call, emit, next, record, register, type TestPerson, testPassword } from './people.ts';
import { RedisServer } from './redis.ts';
import { startTestServer, type TestServer } from './server.ts';

/** Two processes on one database, which hear of each other by Redis. */

let redis: RedisServer;
let here: TestServer;
let there: TestServer;
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

/** Somebody on each process in turn. */
async function people(count: number): Promise<TestPerson[]> {
  return Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const person = await register(here);
      return index % 2 ? person.at(there) : person;
    }),
  );
}

async function pair(): Promise<[TestPerson, TestPerson]> {
  const [lan, minh] = await people(2);
  if (!lan || !minh) throw new Error('nobody');
  return [lan, minh];
}

async function group(owner: TestPerson, others: readonly TestPerson[]): Promise<string> {
  const memberIds = others.map(({ id }) => id);
  const body = { isGroup: true, name: 'Xóm', memberIds };
  return (await owner.post('/api/v1/conversations', body)).body.data.id;
}

async function send(
  person: TestPerson,
  conversationId: string,
  content: string,
  clientId?: string,
) {
  const body = { type: 'TEXT', content, ...(clientId !== undefined && { clientId }) };
  const { status, body: answer } = await person.post(
    `/api/v1/conversations/${conversationId}/messages`,
    body,
  );
  if (status !== 201) throw new Error(JSON.stringify(answer));
  return answer.data;
}

/** What a socket hears under one name, as it comes. */
function heard<Payload>(socket: Socket, event: string): Payload[] {
  const payloads: Payload[] = [];
  socket.on(event, (payload: Payload) => payloads.push(payload));
  return payloads;
}

describe('two processes', () => {
  it('are one network for the clients of both', async () => {
    const [lan, minh] = await pair();
    const [lanNative, lanChat] = [await lan.connect('/v1'), await lan.chat()];
    const [minhNative, minhChat] = [await minh.connect('/v1'), await minh.chat()];
    const created = Promise.all(
      [lanNative, minhNative].map((socket) => next<{ id: string }>(socket, 'conversation.created')),
    );
    const id = await group(lan, [minh]);
    expect((await created).map((conversation) => conversation.id)).toEqual([id, id]);

    // Nobody has it open: a notification and a count.
    const notified = next<{ groupId: string }>(minhChat, 'newNotification');
    const counted = next(minhChat, 'unreadCountUpdated');
    const first = await send(lan, id, 'Chào Minh!');
    expect(await notified).toMatchObject({ groupId: id });
    expect(await counted).toEqual([{ groupId: id, unreadCount: 1 }]);

    for (const [socket, { id: profileId }] of [
      [lanChat, lan],
      [minhChat, minh],
    ] as const) {
      expect(await emit(socket, 'open', { profileId, groupId: id })).toMatchObject({
        status: 'success',
      });
    }
    const read = next(lanNative, 'read.updated');
    const zero = next(minhNative, 'unread.updated');
    await minh.post(`/api/v1/conversations/${id}/read`);
    expect(await read).toMatchObject({ conversationId: id, userId: minh.id, upToSeq: 1 });
    expect(await zero).toEqual([{ conversationId: id, unreadCount: 0 }]);

    const all = [
      next<{ seq: number }>(lanNative, 'message.created'),
      next<{ seq: number }>(minhNative, 'message.created'),
      next<{ seq: number }>(lanChat, 'newMessage'),
      next<{ seq: number }>(minhChat, 'newMessage'),
    ];
    const body = { groupId: id, message: 'Chào Lan!', type: 'TEXT' };
    expect((await minh.post('/chat/send', body)).status).toBe(200);
    expect((await Promise.all(all)).map(({ seq }) => seq)).toEqual([2, 2, 2, 2]);

    const recalled = Promise.all([
      next(minhNative, 'message.updated'),
      next(minhChat, 'messageRecalled'),
    ]);
    await lan.put(`/api/v1/messages/${first.id}/recall`);
    expect(await recalled).toMatchObject([
      { id: first.id, isRecalled: true, content: null },
      { messageId: first.id },
    ]);
    lan.disconnect();
    minh.disconnect();
  });

  it('reach clients of the raw WebSocket and of the namespace / too', async () => {
    const [lan, minh] = await pair();
    const body = { isGroup: false, memberIds: [minh.id] };
    const { id } = (await lan.post('/api/v1/conversations', body)).body.data;
    const address = `${there.url.replace('http', 'ws')}/ws/${id}/${minh.id}`;
    const raw = new WebSocket(address, ['bearer', minh.token]);
    const frames: { type: string; data: Record<string, unknown> }[] = [];
    raw.on('message', (data) => frames.push(JSON.parse(String(data))));
    await once(raw, 'open');
    const social = await minh.connect('/');
    const single = next(social, 'singleUnreadMsgFromServer');
    const mine = await lan.connect('/');
    const sent = await emit(mine, 'newMessageFromClient', {
      to: minh.id,
      context: { text: 'Chào' },
    });
    expect(sent).toMatchObject({ status: 'success' });
    expect(await single).toMatchObject({ from: lan.id, context: { text: 'Chào' } });
    await expect.poll(() => frames.filter(({ type }) => type === 'new_message')).toHaveLength(1);

    const heardHere = next(await lan.connect('/v1'), 'message.created');
    raw.send(JSON.stringify({ type: 'send_message', data: { content: 'Chào lại' } }));
    expect(await heardHere).toMatchObject({ content: 'Chào lại', senderId: minh.id });
    raw.close();
    lan.disconnect();
    minh.disconnect();
  });

  it('store once and in one order what comes through both at once', async () => {
    const all = await people(6);
    const [owner, ...others] = all;
    if (!owner) throw new Error('nobody');
    const id = await group(owner, others);
    const listeners = await Promise.all(
      all.map(async (one) => {
        const [native, chat] = await Promise.all([one.connect('/v1'), one.chat()]);
        await emit(chat, 'open', { profileId: one.id, groupId: id });
        return [
          heard<{ seq: number }>(native, 'message.created'),
          heard<{ seq: number }>(chat, 'newMessage'),
        ];
      }),
    );
    const answers = await Promise.all(
      all.flatMap((one) =>
        Array.from({ length: 30 }, (_, index) => index).flatMap((index) =>
          // The same message through both, as a client does that lost the answer of the first.
          [here, there].map(async (server) =>
            send(one.at(server), id, `${index}`, `c${index}`).then((message) => message.id),
          ),
        ),
      ),
    );
    expect(new Set(answers).size).toBe(180);
    const expected = Array.from({ length: 180 }, (_, index) => index + 1);
    for (const messages of listeners.flat()) {
      await expect.poll(() => messages.length).toBeGreaterThanOrEqual(180);
      expect(messages.map(({ seq }) => seq)).toEqual(expected);
    }
    for (const one of all) one.disconnect();
  });

  it('say that a client is connected only when it hears everything', async () => {
    const [lan, minh] = await pair();
    const id = await group(lan, [minh]);
    await redis.ask('client', 'pause', '600', 'all');
    const begunAt = performance.now();
    await minh.connect('/v1');
    expect(performance.now() - begunAt).toBeGreaterThan(400);
    for (const topic of [`room:${id}`, `user:${minh.id}`]) {
      expect(await redis.ask('pubsub', 'numsub', topic)).toBe(`${topic}\n1`);
    }
    minh.disconnect();
    // Heard only while somebody needs it.
    await expect.poll(async () => redis.ask('pubsub', 'channels', `*${id}`)).toBe('');
  });

  it('know a new name at once', async () => {
    const [lan, minh] = await pair();
    const id = await group(lan, [minh]);
    // Both remember the name.
    await send(minh, id, 'trước');
    await lan.get(`/api/v1/conversations/${id}`);
    await minh.patch('/api/v1/users/me', { displayName: 'Minh Mới' });
    await expect
      .poll(async () => (await send(minh.at(here), id, 'sau')).sender.displayName)
      .toBe('Minh Mới');
  });
});

describe('whoever may not be here any more', () => {
  it('is cut off on the other process too: signed out, suspended', async () => {
    const [lan, minh] = await pair();
    const [one, other] = [await minh.connect('/v1'), await minh.chat()];
    const gone = Promise.all([next(one, 'disconnect'), next(other, 'disconnect')]);
    // Through the process where no socket of theirs is.
    await minh.at(here).post('/api/v1/auth/logout');
    expect(await gone).toEqual(['io server disconnect', 'io server disconnect']);

    const socket = await lan.connect('/v1');
    const cut = next(socket, 'disconnect');
    const admin = await register(there);
    await here.pool.query(`update users set role = 'admin' where id = $1`, [admin.id]);
    const path = `/api/v1/admin/users/${lan.id}`;
    expect((await admin.patch(path, { state: 'not_active' })).status).toBe(200);
    expect(await cut).toBe('io server disconnect');
  });

  it('is cut off though nobody was told', async () => {
    const settings = { REDIS_URL: redis.url, VERSIONS_SECONDS: '0.2' };
    const soon = await startTestServer(settings, here);
    const { publish } = LocalBus.prototype;
    vi.spyOn(LocalBus.prototype, 'publish').mockImplementation(function (
      this: LocalBus<DomainEvent>,
      topic,
      event,
    ) {
      if (event.type !== 'session.ended') publish.call(this, topic, event);
    });
    const lan = await register(here);
    const cut = next(await lan.at(soon).connect('/v1'), 'disconnect');
    await lan.post('/api/v1/auth/logout');
    expect(await cut).toBe('io server disconnect');
    vi.restoreAllMocks();
    await soon.stop();
  });

  it('hears nothing more of a group that they were taken out of', async () => {
    const [lan, minh] = await pair();
    const id = await group(lan, [minh]);
    const [native, chat] = [await minh.connect('/v1'), await minh.chat()];
    await emit(chat, 'open', { profileId: minh.id, groupId: id });
    const removed = next(native, 'conversation.removed');
    await lan.delete(`/api/v1/conversations/${id}/members/${minh.id}`);
    await removed;
    const events = [record(native), record(chat)];
    await send(lan, id, 'ohne');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(events).toEqual([[], []]);
    minh.disconnect();
  });
});

describe('presence', () => {
  const isOf =
    (person: TestPerson, fields: object) =>
    (payload: object): boolean =>
      Object.entries({ userId: person.id, ...fields }).every(
        ([name, value]) => Reflect.get(payload, name) === value,
      );

  it('is the same on both: came, looked, went', async () => {
    const [lan, minh] = await pair();
    const { body } = await lan.post('/api/v1/conversations', {
      isGroup: false,
      memberIds: [minh.id],
    });
    const id: string = body.data.id;
    const watcher = await lan.connect('/v1');
    const seen = heard<object>(watcher, 'presence.updated');
    const tell = async (fits: (payload: object) => boolean) => {
      await expect.poll(() => seen.findLast(fits), { timeout: 2000 }).toBeDefined();
    };

    const first = await minh.connect('/v1');
    await tell(isOf(minh, { isOnline: true }));
    // A second one, on the other process, changes nothing: neither coming nor going.
    const elsewhere = await minh.at(here).connect('/v1');
    seen.length = 0;
    first.disconnect();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(seen).toEqual([]);

    expect(await emit(watcher, 'conversations.open', { conversationId: id })).toMatchObject({
      activeUserIds: [lan.id],
    });
    const again = await minh.connect('/v1');
    const opened = await emit(again, 'conversations.open', { conversationId: id });
    expect(opened.activeUserIds.toSorted()).toEqual([lan.id, minh.id].toSorted());
    await tell(isOf(minh, { isActive: true, conversationId: id }));
    await emit(again, 'conversations.close', { conversationId: id });
    await tell(isOf(minh, { isOnline: true, isActive: false, conversationId: id }));
    expect(await redis.ask('exists', `user:${minh.id}:online`)).toBe('1');
    elsewhere.disconnect();
    again.disconnect();
    await tell(isOf(minh, { isOnline: false }));
    expect(await redis.ask('exists', `user:${minh.id}:online`)).toBe('0');
    lan.disconnect();
  });
});

describe('the numbers of the network', () => {
  const statsAt = async (admin: TestPerson, server: TestServer) =>
    (await admin.at(server).get('/api/v1/admin/stats')).body.data;

  it('add up what is connected to both, without those that are no more', async () => {
    const admin = await register(here);
    await here.pool.query(`update users set role = 'admin' where id = $1`, [admin.id]);
    const [lan, minh] = await pair();
    // What the other one said last may be of the test before: it says so every two seconds.
    await delay(2500);
    const before = await statsAt(admin, here);
    await Promise.all([lan.connect('/v1'), minh.connect('/v1'), minh.connect('/chat')]);
    // Minh is connected there.
    await expect
      .poll(async () => (await statsAt(admin, here)).openSockets, { timeout: 5000 })
      .toBe(before.openSockets + 3);
    expect((await statsAt(admin, there)).openSockets).toBe(before.openSockets + 3);
    const third = await startTestServer({ REDIS_URL: redis.url }, here);
    const socket = await lan.at(third).connect('/v1');
    expect((await statsAt(admin, third)).openSockets).toBe(before.openSockets + 4);
    socket.disconnect();
    await third.stop();
    expect((await statsAt(admin, here)).openSockets).toBe(before.openSockets + 3);
    expect(await redis.ask('hlen', 'network:counts')).toBe('2');
    lan.disconnect();
    minh.disconnect();
  });
});

describe('limits', () => {
  it('count on both together', async () => {
    const settings = { REDIS_URL: redis.url, RATE_LIMITS: 'on' };
    const strictHere = await startTestServer(settings);
    const strictThere = await startTestServer(settings, strictHere);
    try {
      const lan = await register(strictHere);
      const login = async (server: TestServer, password: string) =>
        (
          await call(server, 'POST', '/api/v1/auth/login', {
            body: { username: lan.username, password },
          })
        ).status;
      for (let time = 0; time < 5; time += 1) {
        expect(await login(strictHere, 'wrong')).toBe(401);
        expect(await login(strictThere, 'wrong')).toBe(401);
      }
      expect(await login(strictHere, testPassword)).toBe(429);
      expect(await login(strictThere, testPassword)).toBe(429);

      // A frequent one is told to the others a moment later.
      const path = '/api/v1/friends/requests/00000000-0000-7000-8000-000000000000/decline';
      const use = async (person: TestPerson, times: number) =>
        Promise.all(Array.from({ length: times }, async () => (await person.post(path)).status));
      expect(await use(lan, 250)).not.toContain(429);
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(await use(lan.at(strictThere), 40)).not.toContain(429);
      await new Promise((resolve) => setTimeout(resolve, 300));
      const last = await use(lan.at(strictThere), 30);
      expect(last.filter((status) => status === 429).length).toBeGreaterThan(10);
    } finally {
      await strictThere.stop();
      await strictHere.stop();
    }
  });
});
