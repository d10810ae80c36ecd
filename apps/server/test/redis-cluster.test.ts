import type { Socket } from 'socket.io-client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { emit, next, register, type TestPerson } from './people.ts';
import { type RedisServer, startRedisCluster } from './redis.ts';
import { startTestServer, type TestServer } from './server.ts';

/** Two processes that share a Redis Cluster of three: sharded pub/sub, and keys on whatever server. */

let nodes: RedisServer[];
let here: TestServer;
let there: TestServer;
beforeAll(async () => {
  nodes = await startRedisCluster();
  // One node says where the others are; the second server is told of all.
  here = await startTestServer({ REDIS_URL: nodes[0]?.url ?? '' });
  const hosts = nodes.map(({ port }) => `127.0.0.1:${port}`);
  there = await startTestServer({ REDIS_URL: `redis://${hosts.join(',')}` }, here);
});
afterAll(async () => {
  await there?.stop();
  await here?.stop();
  await Promise.all((nodes ?? []).map(async (node) => node.stop()));
});

async function group(owner: TestPerson, other: TestPerson): Promise<string> {
  const body = { isGroup: true, name: 'Xóm', memberIds: [other.id] };
  return (await owner.post('/api/v1/conversations', body)).body.data.id;
}

async function say(socket: Socket, conversationId: string, content: string): Promise<void> {
  const message = { conversationId, type: 'TEXT', content };
  expect(await emit(socket, 'messages.send', message)).toMatchObject({ status: 'success' });
}

it('carries events by sharded pub/sub, and presence, over all its servers', async () => {
  const [lan, minh] = [await register(here), (await register(here)).at(there)];
  const ids = await Promise.all(Array.from({ length: 30 }, async () => group(lan, minh)));
  const [mine, theirs] = [await lan.connect('/v1'), await minh.connect('/v1')];
  const heard: string[] = [];
  theirs.on('message.created', ({ content }: { content: string }) => heard.push(content));
  await Promise.all(ids.map(async (id) => say(mine, id, id)));
  await expect.poll(() => heard.toSorted()).toEqual(ids.toSorted());

  const channels = await Promise.all(
    nodes.map(async (node) => (await node.ask('pubsub', 'shardchannels', 'room:*')).split('\n')),
  );
  expect(channels.flat().toSorted()).toEqual(ids.map((id) => `room:${id}`).toSorted());
  for (const own of channels) expect(own.length).toBeGreaterThan(0);
  for (const node of nodes) expect(await node.ask('pubsub', 'channels')).toBe('');

  const [conversationId = ''] = ids;
  await emit(mine, 'conversations.open', { conversationId });
  const active = await emit(theirs, 'conversations.open', { conversationId });
  expect(active.activeUserIds.toSorted()).toEqual([lan.id, minh.id].toSorted());
  const gone = next<object>(theirs, 'presence.updated', (payload) => 'lastSeen' in payload, 2000);
  lan.disconnect();
  expect(await gone).toMatchObject({ userId: lan.id, isOnline: false });
  minh.disconnect();
});

it('follows a channel to the server that it moves to', async () => {
  const [lan, minh] = [await register(here), (await register(here)).at(there)];
  const id = await group(lan, minh);
  const [mine, theirs] = [await lan.connect('/v1'), await minh.connect('/v1')];
  const [any] = nodes;
  if (!any) throw new Error('no node');
  const slot = await any.ask('cluster', 'keyslot', `room:${id}`);
  const names = await Promise.all(nodes.map(async (node) => node.ask('cluster', 'myid')));
  const owners = await Promise.all(
    nodes.map(async (node) => (await node.ask('pubsub', 'shardchannels', `room:${id}`)) !== ''),
  );
  const from = owners.indexOf(true);
  const to = (from + 1) % nodes.length;
  const told = [mine, theirs].map((socket) => next(socket, 'resync'));
  const isHeardAt = async (index: number) =>
    (await nodes[index]?.ask('pubsub', 'shardchannels', `room:${id}`)) === `room:${id}`;
  await nodes[to]?.ask('cluster', 'setslot', slot, 'importing', names[from] ?? '');
  await nodes[from]?.ask('cluster', 'setslot', slot, 'migrating', names[to] ?? '');
  for (const index of [to, from, 3 - to - from]) {
    await nodes[index]?.ask('cluster', 'setslot', slot, 'node', names[to] ?? '');
  }
  await Promise.all(told);
  await expect.poll(async () => isHeardAt(to)).toBe(true);
  expect(await isHeardAt(from)).toBe(false);
  const heard = next(theirs, 'message.created');
  await say(mine, id, 'dọn nhà');
  expect(await heard).toMatchObject({ content: 'dọn nhà' });
  lan.disconnect();
  minh.disconnect();
});

it('tells those who may have missed something when one server was away', async () => {
  const [lan, minh] = [await register(here), (await register(here)).at(there)];
  const id = await group(lan, minh);
  const [mine, theirs] = [await lan.connect('/v1'), await minh.connect('/v1')];
  const holding = await Promise.all(
    nodes.map(async (node) => (await node.ask('pubsub', 'shardchannels', `room:${id}`)) !== ''),
  );
  const node = nodes[holding.indexOf(true)];
  await node?.kill();
  await say(mine, id, 'không ai nghe');
  const told = [mine, theirs].map((socket) => next(socket, 'resync', () => true, 10_000));
  await node?.startAgain();
  await Promise.all(told);
  // From now on each is heard, or it is told that it was not.
  const heard: unknown[] = [];
  for (const event of ['message.created', 'resync']) theirs.on(event, (what) => heard.push(what));
  const contents = Array.from({ length: 20 }, (_, index) => `${index}`);
  for (const content of contents) {
    heard.length = 0;
    await say(mine, id, content);
    await expect.poll(() => heard.length, { timeout: 5000 }).toBeGreaterThan(0);
  }
  expect(heard.at(-1)).toMatchObject({ content: contents.at(-1) });
  lan.disconnect();
  minh.disconnect();
});
