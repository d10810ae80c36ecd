import { ConversationId, SessionId, UserId } from '@xom/contract/fields';
import { resync, versionsEvent } from '@xom/contract/conversations';
import pino from 'pino';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { register, type TestPerson } from '../../../test/people.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import type { DomainEvent } from '../../domain-events.ts';
import { LocalBus } from '../../platform/bus.ts';
import { type Connection, Connections } from '../../platform/connections.ts';
import { openDatabase } from '../../platform/database.ts';
import type { Tables } from '../../tables.ts';
import { roomTopic, userTopic } from '../../topics.ts';
import { Roster } from './roster.ts';
import { unreadAfterReading, unreadCountsIn } from './unread.ts';
import { VersionBeacon } from './version-beacon.ts';

/** A process of its own, whose bus brings what the test says, on the database of a whole server. */

let server: TestServer;
let lan: TestPerson;
let minh: TestPerson;
beforeAll(async () => {
  server = await startTestServer();
  [lan, minh] = [await register(server), await register(server)];
});
afterAll(() => server.stop());

function startProcess() {
  const database = openDatabase<Tables>(server.pool);
  const bus = new LocalBus<DomainEvent>((error) => {
    throw error;
  });
  const connections = new Connections({ resyncEvents: [resync] });
  const sent: [string, unknown][] = [];
  connections.addDoor('/v1', (event, payload, to) => {
    for (const _ of to) sent.push([event.name, payload]);
  });
  const roster = new Roster({ database, bus, connections });
  connections.listen(roster);
  const logger = pino({ level: 'silent' });
  const beacon = new VersionBeacon({ database, roster, connections, logger, everySeconds: 25 });
  return { bus, connections, roster, beacon, sent };
}

async function join(connections: Connections, person: TestPerson): Promise<Connection> {
  const caller = {
    userId: UserId.parse(person.id),
    sessionId: SessionId.parse(crypto.randomUUID()),
    role: 'user' as const,
  };
  const connection = {
    id: person.id,
    door: '/v1',
    caller,
    views: new Set<string>(),
    end: () => {},
  };
  await connections.attach(connection);
  await connections.begin(connection);
  return connection;
}

async function group(): Promise<ConversationId> {
  const body = { isGroup: true, memberIds: [minh.id] };
  return ConversationId.parse((await lan.post('/api/v1/conversations', body)).body.data.id);
}

it('believes the database when being let in and taken out overtake each other', async () => {
  const { bus, connections, roster, sent } = startProcess();
  const id = await group();
  const userId = UserId.parse(minh.id);
  const { body } = await minh.get(`/api/v1/conversations/${id}`);
  await join(connections, minh);
  const joined = { type: 'conversation.joined', userId, conversation: body.data, joinedSeq: 0 };
  const removed = { type: 'conversation.removed', userId, conversationId: id } as const;

  // They are in: the removal is an old one.
  bus.publish(userTopic(userId), removed);
  expect(roster.rooms.isIn(id, userId)).toBe(false);
  await expect.poll(() => roster.rooms.isIn(id, userId)).toBe(true);
  expect(sent.splice(0)).toEqual([['resync', {}]]);

  // They are out: being let in is old.
  await lan.delete(`/api/v1/conversations/${id}/members/${minh.id}`);
  bus.publish(userTopic(userId), removed);
  bus.publish(userTopic(userId), joined as DomainEvent);
  expect(roster.rooms.isIn(id, userId)).toBe(true);
  await expect.poll(() => roster.rooms.isIn(id, userId)).toBe(false);
  expect(sent).toEqual([['resync', {}]]);
  await roster.stop();
});

it('delivers messages in their order, though another process was quicker to tell', async () => {
  const { bus, connections, roster } = startProcess();
  const id = await group();
  await join(connections, minh);
  const told: number[] = [];
  roster.addDeliverer((event) => {
    if (event.type === 'message.created') told.push(event.message.seq);
  });
  const path = `/api/v1/conversations/${id}/messages`;
  const events: DomainEvent[] = [];
  for (const content of ['một', 'hai', 'ba']) {
    const { body } = await lan.post(path, { type: 'TEXT', content });
    const { data: message } = body;
    events.push({ type: 'message.created', message, quoteHiddenFrom: [], sentCount: message.seq });
  }
  for (const event of events.toReversed()) bus.publish(roomTopic(id), event);
  expect(told).toEqual([1, 2, 3]);
  await roster.stop();
});

it('finds out by itself what it was not told', async () => {
  const { connections, roster } = startProcess();
  const [old, kept] = [await group(), await group()];
  const userId = UserId.parse(minh.id);
  const connection = await join(connections, minh);
  connection.views.add(old);
  await lan.delete(`/api/v1/conversations/${old}/members/${minh.id}`);
  const added = await group();
  await roster.reload([userId]);
  expect([old, kept, added].map((id) => roster.rooms.isIn(id, userId))).toEqual([
    false,
    true,
    true,
  ]);
  expect(connection.views).toEqual(new Set());
  await roster.stop();
});

it('repeats the versions of what moved, told or not', async () => {
  const { connections, roster, beacon, sent } = startProcess();
  const moved = await group();
  await group();
  await join(connections, minh);
  await beacon.beat();
  expect(sent).toEqual([]);
  const path = `/api/v1/conversations/${moved}/messages`;
  const { body } = await lan.post(path, { type: 'TEXT', content: 'chưa ai nghe' });
  await beacon.beat();
  const told = ['versions', [{ conversationId: moved, version: body.data.version }]];
  expect(sent).toEqual([told]);
  // Repeated for a minute, then not.
  await beacon.beat();
  expect(sent.splice(0)).toEqual([told, told]);
  vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 61_000);
  await beacon.beat();
  vi.restoreAllMocks();
  expect(sent).toEqual([]);
  await roster.stop();
});

it('repeats what one was let into or taken out of while one was here', async () => {
  const { bus, connections, roster, beacon, sent } = startProcess();
  await join(connections, minh);
  const id = await group();
  const userId = UserId.parse(minh.id);
  const { body } = await minh.get(`/api/v1/conversations/${id}`);
  const joined = { type: 'conversation.joined', userId, conversation: body.data, joinedSeq: 0 };
  bus.publish(userTopic(userId), joined as DomainEvent);
  // That event may not reach the client, and nothing more happens in there.
  await beacon.beat();
  expect(sent.splice(0)).toEqual([
    ['versions', [{ conversationId: id, version: body.data.version }]],
  ]);
  await lan.delete(`/api/v1/conversations/${id}/members/${minh.id}`);
  bus.publish(userTopic(userId), { type: 'conversation.removed', userId, conversationId: id });
  await beacon.beat();
  await beacon.beat();
  expect(sent).toEqual([
    ['resync', {}],
    ['resync', {}],
  ]);
  await roster.stop();
});

it('finds who is elsewhere than they are thought to be', async () => {
  const { connections, roster, beacon } = startProcess();
  await join(connections, minh);
  const misplaced: string[][] = [];
  beacon.onMisplaced((userIds) => misplaced.push([...userIds]));
  await beacon.beat();
  expect(misplaced).toEqual([]);
  await group();
  await beacon.beat();
  expect(misplaced).toEqual([[minh.id]]);
  await roster.reload([UserId.parse(minh.id)]);
  await beacon.beat();
  expect(misplaced).toHaveLength(1);
  await roster.stop();
});

it('counts what is unread right again after it was not told what was read', async () => {
  const { connections, roster, beacon } = startProcess();
  const id = await group();
  await join(connections, minh);
  const path = `/api/v1/conversations/${id}`;
  await lan.post(`${path}/messages`, { type: 'TEXT', content: 'một' });
  await minh.post(`${path}/read`);
  await minh.post(`${path}/messages`, { type: 'TEXT', content: 'hai' });
  const counts = () => roster.rooms.members(id).get(UserId.parse(minh.id));
  expect(counts()).toMatchObject({ sentCount: 0, readCount: 0 });
  await beacon.beat();
  expect(counts()).toMatchObject({ sentCount: 1, readCount: 1 });
  await roster.stop();
});

it('counts what is unread though a reading is told before messages that were there', async () => {
  const { bus, connections, roster } = startProcess();
  const id = await group();
  const userId = UserId.parse(minh.id);
  await join(connections, minh);
  const counted: number[][] = [];
  roster.addDeliverer((event) => {
    if (event.type === 'read.updated') counted.push([unreadAfterReading(roster, event)]);
    if (event.type !== 'message.created') return;
    const { seq, senderId } = event.message;
    const { each } = roster.rooms.receivers(id, '/v1');
    counted.push([...unreadCountsIn(each, seq, senderId).keys()]);
  });
  const path = `/api/v1/conversations/${id}/messages`;
  const events: DomainEvent[] = [];
  for (const [sender, sentCount] of [
    [lan, 1],
    [lan, 2],
    [minh, 1],
  ] as const) {
    const { body } = await sender.post(path, { type: 'TEXT', content: 'lời' });
    events.push({ type: 'message.created', message: body.data, quoteHiddenFrom: [], sentCount });
  }
  // Of three messages Minh wrote the last, and read the first.
  const [read, version, readAt] = [{ fromSeq: 1, upToSeq: 1 }, 5, new Date().toISOString()];
  const counts = { readCount: 1, sentCount: 1, lastSeq: 3, messageIds: [] };
  const told = { conversationId: id, userId, version, readAt, ...read, ...counts };
  bus.publish(roomTopic(id), { type: 'read.updated', ...told });
  for (const event of events) bus.publish(roomTopic(id), event);
  expect(counted).toEqual([[1], [1], [1], []]);
  await roster.stop();
});

it('repeats at most 200 versions at a time, soon enough', async () => {
  const { connections, roster, beacon, sent } = startProcess();
  const someone = await register(server);
  const ids = await Promise.all(
    Array.from({ length: 210 }, async () => {
      const made = await someone.post('/api/v1/conversations', { isGroup: true, memberIds: [] });
      return String(made.body.data.id);
    }),
  );
  await join(connections, someone);
  await server.pool.query('update conversations set version = version + 1 where id = any($1)', [
    ids,
  ]);
  await beacon.beat();
  const frames = sent.map(([, payload]) => versionsEvent.payload.parse(payload));
  expect(frames.map((frame) => frame.length)).toEqual([200, 10]);
  const named = frames.flat().map(({ conversationId }) => String(conversationId));
  expect(named.toSorted()).toEqual(ids.toSorted());
  const timeout = vi.spyOn(globalThis, 'setTimeout');
  beacon.start();
  const pause = timeout.mock.calls.at(-1)?.[1] ?? 0;
  vi.restoreAllMocks();
  expect(pause).toBeGreaterThanOrEqual(15_000);
  expect(pause).toBeLessThanOrEqual(25_000);
  await beacon.stop();
  await roster.stop();
});
