import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connected, emit, next, register, type TestPerson } from './people.ts';
import { RedisServer } from './redis.ts';
import { startTestServer, type TestServer } from './server.ts';
import { SyncDevice } from './sync-device.ts';

/** What breaks between two processes: Redis, and one of the two. */

let redis: RedisServer;
let here: TestServer;
let there: TestServer;
beforeAll(async () => {
  redis = await RedisServer.start();
  here = await startTestServer({ REDIS_URL: redis.url, METRICS_PORT: '0' });
  there = await startTestServer({ REDIS_URL: redis.url }, here);
});
afterAll(async () => {
  await there?.stop();
  await here?.stop();
  await redis?.stop();
});

async function group(owner: TestPerson, others: readonly TestPerson[]): Promise<string> {
  const memberIds = others.map(({ id }) => id);
  const body = { isGroup: true, name: 'Xóm', memberIds };
  return (await owner.post('/api/v1/conversations', body)).body.data.id;
}

/** Sends until told to stop; answers the ids of what was acknowledged. */
function keepSending(person: TestPerson, conversationId: string): () => Promise<string[]> {
  const acknowledged: string[] = [];
  let isOn = true;
  const sending = (async () => {
    for (let index = 0; isOn; index += 1) {
      const body = { type: 'TEXT', content: `${index}`, clientId: `${person.id} ${index}` };
      const path = `/api/v1/conversations/${conversationId}/messages`;
      const begunAt = performance.now();
      const answer = await person.post(path, body);
      // Redis is in nobody's way.
      expect(performance.now() - begunAt).toBeLessThan(3000);
      expect(answer.status).toBe(201);
      acknowledged.push(answer.body.data.id);
      await delay(10);
    }
  })();
  return async () => {
    isOn = false;
    await sending;
    return acknowledged;
  };
}

function disconnection(socket: Socket): Promise<unknown> {
  return next(socket, 'disconnect', () => true, 15_000);
}

it('loses nothing when Redis is killed and comes back under load', async () => {
  const [lan, minh, hoa, binh] = await Promise.all([
    register(here),
    register(here).then((person) => person.at(there)),
    register(here),
    register(here).then((person) => person.at(there)),
  ]);
  const id = await group(lan, [minh, hoa, binh]);
  const sockets = await Promise.all(
    [lan, minh].flatMap((person) => [person.connect('/v1'), person.chat()]),
  );
  const [guest, taken] = [await binh.connect('/v1'), await hoa.at(there).connect('/v1')];
  const devices = [lan, minh].map((person) => new SyncDevice(person));
  for (const device of devices) await device.sync();
  const stops = [keepSending(lan, id), keepSending(minh, id)];
  await delay(300);

  await redis.kill();
  await delay(300);
  // Without Redis those of one process still hear each other at once.
  const stillHeard = next(await lan.connect('/v1'), 'message.created', () => true, 1500);
  await stillHeard;
  // What ends while Redis is away ends on the other process all the same.
  const cut = disconnection(guest);
  const admin = await register(here);
  await here.pool.query(`update users set role = 'admin' where id = $1`, [admin.id]);
  await admin.patch(`/api/v1/admin/users/${binh.id}`, { state: 'not_active' });
  expect(await cut).toBe('io server disconnect');
  await lan.delete(`/api/v1/conversations/${id}/members/${hoa.id}`);
  await delay(2500);
  const leaked: unknown[] = [];
  taken.on('message.created', (message) => leaked.push(message));

  const told = sockets.map((socket) => next(socket, 'resync', () => true, 10_000));
  await redis.startAgain();
  await Promise.all(told);
  await delay(300);
  const acknowledged = (await Promise.all(stops.map((stop) => stop()))).flat();
  expect(leaked).toEqual([]);

  expect(acknowledged.length).toBeGreaterThan(50);
  for (const [index, person] of [lan, minh].entries()) {
    const device = devices[index];
    const fresh = new SyncDevice(person);
    await Promise.all([device?.sync(), fresh.sync()]);
    expect(device?.state()).toEqual(fresh.state());
    const ids = fresh.messagesOf(id).map((message) => message.id);
    expect(new Set(ids)).toEqual(new Set(acknowledged));
  }
  // Live again, on both.
  const [lanNative, , minhNative] = sockets;
  if (!lanNative || !minhNative) throw new Error('no sockets');
  const both = [lanNative, minhNative].map((socket) =>
    next<{ content: string }>(socket, 'message.created', ({ content }) => content === 'lại đây'),
  );
  await emit(lanNative, 'messages.send', { conversationId: id, type: 'TEXT', content: 'lại đây' });
  await Promise.all(both);
  const metrics = await fetch(`http://127.0.0.1:${here.metricsPort}/metrics`);
  expect(await metrics.text()).toMatch(/xom_redis_up 1\n[^]*xom_bus_lost_events [1-9]/);
  for (const person of [lan, minh, hoa, binh]) person.disconnect();
}, 40_000);

it('greets those of `/` anew, who have no word for it', async () => {
  const [lan, minh] = [await register(here), (await register(here)).at(there)];
  const socket = io(here.url, {
    transports: ['websocket'],
    forceNew: true,
    reconnectionDelay: 50,
    auth: { token: lan.token },
  });
  const greetings: { context: { text: string } }[][] = [];
  socket.on('allUnreadMsgFromServer', (messages) => greetings.push(messages));
  await connected(socket);
  await expect.poll(() => greetings.length).toBe(1);
  await redis.kill();
  await delay(300);
  const answer = await emit(await minh.connect('/'), 'newMessageFromClient', {
    to: lan.id,
    context: { text: 'có nghe không' },
  });
  expect(answer.status).toBe('success');
  await redis.startAgain();
  await expect.poll(() => greetings.length, { timeout: 10_000 }).toBeGreaterThan(1);
  expect(greetings.at(-1)?.map(({ context }) => context.text)).toEqual(['có nghe không']);
  socket.disconnect();
  for (const person of [lan, minh]) person.disconnect();
}, 20_000);

it('brings presence up to date when Redis is back', async () => {
  const [lan, minh, hoa] = await Promise.all([register(here), register(here), register(here)]);
  for (const friend of [minh, hoa]) {
    await lan.post('/api/v1/friends/requests', { userId: friend.id });
    await friend.post(`/api/v1/friends/requests/${lan.id}/accept`);
  }
  const watcher = await lan.connect('/v1');
  const online = new Map<string, boolean>();
  watcher.on('presence.updated', (payload: { userId: string; isOnline: boolean }) => {
    online.set(payload.userId, payload.isOnline);
  });
  const leaving = await minh.at(there).connect('/v1');
  await expect.poll(() => online.get(minh.id)).toBe(true);
  await redis.kill();
  await delay(100);
  leaving.disconnect();
  await hoa.at(there).connect('/v1');
  await delay(100);
  await redis.startAgain();
  await expect.poll(() => online.get(hoa.id), { timeout: 5000 }).toBe(true);
  await expect.poll(() => online.get(minh.id), { timeout: 5000 }).toBe(false);
  for (const person of [lan, minh, hoa]) person.disconnect();
}, 30_000);

describe('a process of its own', () => {
  const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
  const running: ChildProcess[] = [];
  afterAll(async () => {
    for (const child of running) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    }
  });

  function start(environment: Record<string, string>) {
    if (!('host' in here.connection)) throw new Error('no host');
    const { host, port, user, password, database } = here.connection;
    const child = spawn(process.execPath, [main], {
      env: {
        PATH: process.env['PATH'],
        PORT: '0',
        DATA_DIR: here.dataDir,
        DATABASE_URL: `postgres://${user}:${encodeURIComponent(password)}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`,
        NODE_ENV: 'test',
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.push(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => (output += String(chunk)));
    }
    return {
      child,
      output: () => output,
      ready: async () => {
        await expect.poll(() => output, { timeout: 15_000 }).toMatch(/ready at http/);
        return /ready at (http:\S+)/.exec(output)?.[1] ?? '';
      },
    };
  }

  it('is told to be gone by another when it is killed, once and within 2 s', async () => {
    const second = start({ REDIS_URL: redis.url, LOG_LEVEL: 'silent' });
    const url = await second.ready();
    const [lan, minh] = await Promise.all([register(here), register(here)]);
    const { body } = await lan.post('/api/v1/conversations', {
      isGroup: false,
      memberIds: [minh.id],
    });
    const conversationId: string = body.data.id;
    const watchers = [await lan.connect('/v1'), await lan.at(there).connect('/v1')];
    const elsewhere = minh.at({ ...there, url });
    const socket = await elsewhere.connect('/v1');
    await emit(socket, 'conversations.open', { conversationId });
    await expect
      .poll(async () => {
        const answer = await emit(watchers[0] ?? socket, 'conversations.open', { conversationId });
        return answer.activeUserIds.length;
      })
      .toBe(2);
    await here.pool.query('update users set last_seen_at = null where id = $1', [minh.id]);

    const tellings = watchers.map((watcher) => {
      const gone: object[] = [];
      watcher.on('presence.updated', (payload: { userId: string; isOnline: boolean }) => {
        if (payload.userId === minh.id && !payload.isOnline) gone.push(payload);
      });
      return gone;
    });
    second.child.kill('SIGKILL');
    const killedAt = performance.now();
    for (const gone of tellings) {
      await expect.poll(() => gone.length, { timeout: 4000, interval: 20 }).toBe(1);
    }
    expect(performance.now() - killedAt).toBeLessThan(2000);
    await delay(1500);
    for (const gone of tellings) {
      expect(gone).toEqual([expect.objectContaining({ conversationId, isActive: false })]);
    }
    const { rows } = await here.pool.query('select last_seen_at from users where id = $1', [
      minh.id,
    ]);
    expect(rows[0].last_seen_at).toBeInstanceOf(Date);
    const answer = await emit(watchers[1] ?? socket, 'conversations.open', { conversationId });
    expect(answer.activeUserIds).toEqual([lan.id]);
    expect(await redis.ask('exists', `user:${minh.id}:online`)).toBe('0');
    expect(await redis.ask('hkeys', `room:${conversationId}:active`)).not.toContain(minh.id);
    lan.disconnect();
    elsewhere.disconnect();
  }, 30_000);

  it('shares a database only with those that share its Redis and its secret', async () => {
    const settings = { REDIS_URL: redis.url, LOG_LEVEL: 'silent' };
    const [first, second] = [start(settings), start(settings)];
    await Promise.all([first.ready(), second.ready()]);
    const alone = start({});
    await once(alone.child, 'exit');
    expect(alone.child.exitCode).toBe(1);
    expect(alone.output()).toMatch(/^Another server uses DATABASE_URL: .*REDIS_URL\.$/m);
    expect(alone.output()).not.toMatch(/^ +at /m);
    const unlike = start({ ...settings, JWT_SECRET: 'a secret that the others do not have' });
    await once(unlike.child, 'exit');
    expect(unlike.child.exitCode).toBe(1);
    expect(unlike.output()).toMatch(
      /^Another server uses DATABASE_URL with another JWT_SECRET: .+\n$/,
    );
    await redis.ask('config', 'set', 'requirepass', 'secret');
    const refused = start({ REDIS_URL: redis.url.replace('//', '//:wrong@') });
    await once(refused.child, 'exit');
    expect(refused.child.exitCode).toBe(1);
    expect(refused.output()).toMatch(/^Redis refuses us: .+\n$/);
  }, 60_000);
});
