import { ConversationId, type MessageId, UserId } from '@xom/contract/fields';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { lockConversation } from '../src/features/conversations/conversations.queries.ts';
import { lockFree, markSettled } from '../src/features/conversations/settling.queries.ts';
import { ingestBatch } from '../src/features/messages/ingest.queries.ts';
import { openDatabase } from '../src/platform/database.ts';
import { newId } from '../src/platform/identifiers.ts';
import type { Database, Tables } from '../src/tables.ts';
import { register, type TestPerson } from './people.ts';
import { startTestServer, type TestServer } from './server.ts';

/** Lists and unread counts are found by way of settled rows: they are what reading every row would find. */

let server: TestServer;
let database: Database;
beforeAll(async () => {
  server = await startTestServer();
  database = openDatabase<Tables>(server.pool);
});
afterAll(() => server.stop());

const api = '/api/v1';
/** More than anybody's rows stay unsettled. */
const groupCount = 44;

/** Three people, in many groups and in direct conversations with each other. */
interface Scene {
  people: TestPerson[];
  ids: string[];
}

async function makeScene(): Promise<Scene> {
  const people = await Promise.all([register(server), register(server), register(server)]);
  const start = async (by: TestPerson, body: object): Promise<string> =>
    (await by.post(`${api}/conversations`, body)).body.data.id;
  const [first, second, third] = people;
  if (!first || !second || !third) throw new Error('three people are needed');
  const memberIds = [second.id, third.id];
  const ids = [
    await start(first, { isGroup: false, memberIds: [second.id] }),
    await start(second, { isGroup: false, memberIds: [third.id] }),
    await start(third, { isGroup: false, memberIds: [first.id] }),
  ];
  for (let made = 0; made < groupCount; made += 1) {
    ids.push(await start(first, { isGroup: true, memberIds }));
  }
  return { people, ids };
}

type Act = { by: number; where: number } & (
  | { kind: 'send' | 'read' | 'readSome' | 'clear' | 'leave' | 'join' | 'list' | 'unread' }
  | { kind: 'sendByAnotherClock'; minutes: number }
  | { kind: 'prefer'; value: number }
  | { kind: 'readByTheVersionBefore' | 'clearByTheVersionBefore' }
);

const base = { by: fc.nat(2), where: fc.nat(groupCount + 2) };
const direct = { by: fc.nat(2), where: fc.nat(2) };
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ ...base, kind: fc.constantFrom('send', 'send', 'read', 'readSome') }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      ...base,
      kind: fc.constant('sendByAnotherClock' as const),
      minutes: fc.integer({ min: -5000, max: 30 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ ...base, kind: fc.constantFrom('list', 'unread') }) },
  {
    weight: 2,
    arbitrary: fc.record({ ...base, kind: fc.constant('prefer' as const), value: fc.nat(3) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      ...direct,
      kind: fc.constantFrom('clear', 'send', 'clearByTheVersionBefore'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      ...base,
      kind: fc.constantFrom('leave', 'join', 'readByTheVersionBefore'),
    }),
  },
);

const preferences = [
  { pinned: true },
  { pinned: false },
  { archived: true },
  { archived: false },
] as const;

async function perform({ people, ids }: Scene, given: Act): Promise<unknown> {
  const who = people[given.by];
  const id = ids[given.where];
  if (!who || !id) throw new Error('nobody, or nowhere');
  const path = `${api}/conversations/${id}`;
  switch (given.kind) {
    case 'send':
      return who.post(`${path}/messages`, { content: 'lời' });
    case 'sendByAnotherClock':
      return sendAt(who, id, new Date(Date.now() + given.minutes * 60_000));
    case 'read':
      return who.post(`${path}/read`);
    case 'readSome': {
      const { body } = await who.get(`${path}/messages?limit=3`);
      const upToMessageId = body.data?.items.at(-1)?.id;
      return upToMessageId && who.post(`${path}/read`, { upToMessageId });
    }
    case 'clear':
      return who.delete(path);
    case 'leave':
      // The first one stays, so that the group does.
      return given.by > 0 && who.post(`${path}/leave`);
    case 'join':
      return people[0]?.post(`${path}/members`, { userIds: [who.id] });
    case 'list':
      return who.get(`${api}/conversations?limit=5`);
    case 'unread':
      return who.get(`${api}/unread`);
    case 'prefer':
      return who.patch(`${path}/preferences`, preferences[given.value] ?? {});
    default:
      return actAsBefore(given.kind, who, id);
  }
}

/** As a process would whose clock goes wrong. */
async function sendAt(who: TestPerson, id: string, at: Date): Promise<unknown> {
  const draft = {
    id: newId<MessageId>(),
    conversationId: ConversationId.parse(id),
    senderId: UserId.parse(who.id),
    type: 'TEXT' as const,
    content: 'lời',
    mediaId: null,
    replyTo: null,
    storyId: null,
    forwardedFrom: null,
    clientId: null,
    handles: [],
  };
  return ingestBatch(server.pool, [draft], at);
}

/** What a process of the version before writes: it knows nothing of settled rows. */
async function actAsBefore(kind: Act['kind'], who: TestPerson, id: string): Promise<void> {
  const cleared = kind === 'clearByTheVersionBefore' ? sql`, cleared_seq = c.last_seq` : sql``;
  await database.transaction().execute(async (queries) => {
    await lockConversation(queries, ConversationId.parse(id));
    await sql`
      update conversation_members m
      set read_seq = c.last_seq, read_count = c.last_seq - m.joined_seq - m.sent_count ${cleared}
      from conversations c
      where c.id = ${id} and m.conversation_id = c.id and m.user_id = ${who.id}`.execute(queries);
  });
}

/** Page by page, as a client goes through it. */
async function listed(who: TestPerson, filter: string, limit: number): Promise<string[]> {
  const ids: string[] = [];
  let cursor = '';
  do {
    const { body } = await who.get(`${api}/conversations?limit=${limit}${filter}${cursor}`);
    ids.push(...body.data.items.map((item: { id: string }) => item.id));
    cursor = body.data.nextCursor ? `&cursor=${body.data.nextCursor}` : '';
  } while (cursor);
  return ids;
}

/** By reading every row. */
async function listedByRows(who: TestPerson, filter: string): Promise<string[]> {
  const { rows } = await server.pool.query<{ id: string }>(
    `select c.id from conversation_members m join conversations c on c.id = m.conversation_id
     where m.user_id = $1 and (m.cleared_seq is null or c.last_seq > m.cleared_seq)
       and (${conditions[filter]})
     order by c.last_message_at desc, c.id desc`,
    [who.id],
  );
  return rows.map(({ id }) => id);
}

const conditions: Record<string, string> = {
  '': 'true',
  '&archived=true': 'm.is_archived',
  '&archived=false': 'not m.is_archived',
  '&pinned=true': 'm.is_pinned',
  '&pinned=false': 'not m.is_pinned',
  '&archived=false&pinned=false': 'not m.is_archived and not m.is_pinned',
  '&archived=true&pinned=true': 'm.is_archived and m.is_pinned',
};

async function unreadByRows(who: TestPerson): Promise<unknown> {
  const { rows } = await server.pool.query(
    `select * from (
       select c.id as "conversationId", (
         select count(*) from messages n where n.conversation_id = c.id and n.sender_id <> m.user_id
           and n.seq > greatest(m.joined_seq, m.read_seq)
       ) as "unreadCount", c.last_message_at
       from conversation_members m join conversations c on c.id = m.conversation_id
       where m.user_id = $1
     ) counted where "unreadCount" > 0 order by last_message_at desc, "conversationId" desc`,
    [who.id],
  );
  return rows.map(({ conversationId, unreadCount }) => ({ conversationId, unreadCount }));
}

async function expectExact(who: TestPerson): Promise<void> {
  for (const filter of Object.keys(conditions)) {
    const whole = await listedByRows(who, filter);
    expect([filter, await listed(who, filter, 7)]).toEqual([filter, whole]);
    expect([filter, await listed(who, filter, 100)]).toEqual([filter, whole]);
  }
  const { body } = await who.get(`${api}/unread`);
  expect(body.data.items).toEqual(await unreadByRows(who));
}

it('lists and counts what every row says, whatever happened and whatever the clocks say', async () => {
  const scene = await makeScene();
  const rounds = fc.array(fc.array(act, { minLength: 1, maxLength: 6 }), {
    minLength: 4,
    maxLength: 14,
    size: 'max',
  });
  await fc.assert(
    fc.asyncProperty(rounds, async (rounds) => {
      // What stands in one round happens at once.
      for (const round of rounds) {
        await Promise.all(round.map((given) => perform(scene, given)));
      }
      await Promise.all(scene.people.map(expectExact));
    }),
    // The next history goes on where the one before ended: nothing to shrink.
    { numRuns: 15, seed: 20_261_120, endOnFailure: true },
  );
}, 120_000);

it('looks at few rows: those that moved since they were settled', async () => {
  const { people, ids } = await makeScene();
  const [first, second] = people;
  if (!first || !second) throw new Error('nobody');
  const unsettled = async (): Promise<number> => {
    const { rows } = await server.pool.query<{ count: number }>(
      'select count(*) as count from conversation_members where user_id = $1 and not is_settled',
      [first.id],
    );
    return rows[0]?.count ?? 0;
  };
  const say = async (which: readonly string[]): Promise<void> => {
    for (const id of which)
      await second.post(`${api}/conversations/${id}/messages`, { content: 'lời' });
  };
  expect(await unsettled()).toBe(ids.length - 1);
  await first.get(`${api}/conversations?limit=5`);
  expect(await unsettled()).toBe(16);
  const groups = ids.slice(3);
  await say(groups.slice(0, 5));
  await say(groups.slice(0, 5));
  expect(await unsettled()).toBe(21);
  await first.get(`${api}/unread`);
  expect(await unsettled()).toBe(21);
  await say(groups);
  expect(await unsettled()).toBe(groupCount);
  await first.get(`${api}/unread`);
  expect(await unsettled()).toBe(16);
  // What is settled is looked at for its unread messages only while there are some.
  const { rows } = await server.pool.query<{ count: number }>(
    'select count(*) as count from conversation_members where user_id = $1 and is_settled and has_unread',
    [first.id],
  );
  expect(rows).toEqual([{ count: groupCount - 16 }]);
  // Reading a part leaves the rest unread.
  const path = `${api}/conversations/${groups[0]}`;
  const { body } = await first.get(`${path}/messages`);
  await first.post(`${path}/read`, { upToMessageId: body.data.items.at(-1).id });
  await expectExact(first);
  for (const id of groups) await first.post(`${api}/conversations/${id}/read`);
  const { rowCount } = await server.pool.query(
    'select from conversation_members where user_id = $1 and is_settled and has_unread',
    [first.id],
  );
  expect(rowCount).toBe(0);
  await expectExact(first);
}, 60_000);

it('sees a message that waited for the lock under which its readers were settled', async () => {
  const [lan, minh] = await Promise.all([register(server), register(server)]);
  const { body } = await lan.post(`${api}/conversations`, { isGroup: true, memberIds: [minh.id] });
  const id = ConversationId.parse(body.data.id);
  const path = `${api}/conversations/${id}`;
  const sending = await database.transaction().execute(async (queries) => {
    expect(await lockFree(queries, [id])).toEqual([id]);
    const sent = lan.post(`${path}/messages`, { content: 'lời' });
    await expect.poll(waitsForLock, { timeout: 10_000 }).toBe(true);
    await markSettled(queries, UserId.parse(minh.id), [id]);
    return { sent };
  });
  expect((await sending.sent).status).toBe(201);
  expect((await minh.get(`${api}/unread`)).body.data.items).toEqual([
    { conversationId: id, unreadCount: 1 },
  ]);
  await expectExact(minh);
});

async function waitsForLock(): Promise<boolean> {
  const { rowCount } = await server.pool.query(
    `select from pg_stat_activity
     where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rowCount === 1;
}
