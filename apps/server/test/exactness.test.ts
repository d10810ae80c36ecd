import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { emit, register, settle, type TestPerson } from './people.ts';
import { startTestServer, type TestServer } from './server.ts';
import { SyncDevice } from './sync-device.ts';

/** Section 5 of the wire contract: once, in one order, nothing missed, counts exact. */

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

async function people(count: number): Promise<TestPerson[]> {
  return Promise.all(Array.from({ length: count }, () => register(server)));
}

async function group(owner: TestPerson, others: TestPerson[]): Promise<string> {
  const memberIds = others.map(({ id }) => id);
  const { body } = await owner.post('/api/v1/conversations', {
    isGroup: true,
    name: 'Nhóm',
    memberIds,
  });
  return body.data.id;
}

/** All messages as fresh reads of the list give them, newest first. */
async function readAll(
  person: TestPerson,
  conversationId: string,
): Promise<{ id: string; seq: number }[]> {
  const items: { id: string; seq: number }[] = [];
  let cursor = '';
  do {
    const query = cursor ? `&cursor=${cursor}` : '';
    const { body } = await person.get(
      `/api/v1/conversations/${conversationId}/messages?limit=100${query}`,
    );
    items.push(...body.data.items);
    cursor = body.data.nextCursor ?? '';
  } while (cursor);
  return items;
}

type Act =
  | { kind: 'send'; by: number; clientId: number }
  | { kind: 'recall' | 'hide' | 'readUpTo'; by: number; message: number }
  | { kind: 'readAll' | 'sync'; by: number }
  | { kind: 'add' | 'remove' | 'leave'; who: number };

const person = fc.nat(2);
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('send' as const), by: person, clientId: fc.nat(8) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom('recall', 'hide', 'readUpTo'),
      by: person,
      message: fc.nat(20),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom('readAll', 'sync'), by: person }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constantFrom('add', 'remove', 'leave'),
      who: fc.constantFrom(1, 2),
    }),
  },
);

it('a device that syncs now and then holds what a fresh one reads', async () => {
  const all = await people(3);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(act, { minLength: 1, maxLength: 4 }), { maxLength: 14 }),
      async (rounds) => {
        const [owner, ...others] = all;
        if (!owner) throw new Error('nobody');
        const id = await group(owner, others);
        const devices = all.map((one) => new SyncDevice(one));
        const messageIds: string[] = [];
        const perform = async (given: Act): Promise<void> => {
          const who = all['who' in given ? given.who : given.by];
          if (!who) throw new Error('nobody');
          const messageId =
            'message' in given
              ? messageIds[given.message % Math.max(1, messageIds.length)]
              : undefined;
          switch (given.kind) {
            case 'send': {
              const sent = await who.post(`/api/v1/conversations/${id}/messages`, {
                type: 'TEXT',
                content: `${given.clientId}`,
                clientId: `c${given.clientId}`,
              });
              if (sent.status === 201) messageIds.push(sent.body.data.id);
              break;
            }
            case 'recall':
              if (messageId) await who.put(`/api/v1/messages/${messageId}/recall`);
              break;
            case 'hide':
              if (messageId) await who.delete(`/api/v1/messages/${messageId}`);
              break;
            case 'readUpTo':
              if (messageId)
                await who.post(`/api/v1/conversations/${id}/read`, { upToMessageId: messageId });
              break;
            case 'readAll':
              await who.post(`/api/v1/conversations/${id}/read`);
              break;
            case 'sync':
              await devices[given.by]?.sync();
              break;
            case 'add':
              await owner.post(`/api/v1/conversations/${id}/members`, { userIds: [who.id] });
              break;
            case 'remove':
              await owner.delete(`/api/v1/conversations/${id}/members/${who.id}`);
              break;
            case 'leave':
              await who.post(`/api/v1/conversations/${id}/leave`);
              break;
          }
        };
        // What stands in one round happens at once.
        for (const round of rounds) await Promise.all(round.map(perform));

        const seqs = (await readAllRows(id)).map(({ seq }) => seq);
        expect(seqs).toEqual(Array.from({ length: seqs.length }, (_, index) => index + 1));
        for (const [index, one] of all.entries()) {
          const fresh = new SyncDevice(one);
          await fresh.sync();
          const device = devices[index];
          await device?.sync();
          expect(device?.state()).toEqual(fresh.state());
          await expectUnreadExact(one, id, fresh);
        }
      },
    ),
    { numRuns: 25, seed: 20_261_120 },
  );
}, 60_000);

async function readAllRows(id: string): Promise<{ seq: number; sender_id: string }[]> {
  const { rows } = await server.pool.query<{ seq: number; sender_id: string }>(
    'select seq, sender_id from messages where conversation_id = $1 order by seq',
    [id],
  );
  return rows;
}

/** The O(1) count against a count of the rows: the others' messages since they joined, above what they read. */
async function expectUnreadExact(one: TestPerson, id: string, fresh: SyncDevice): Promise<void> {
  const { rows } = await server.pool.query<{ unread: number }>(
    `select count(*) as unread from messages m
     join conversation_members me on me.conversation_id = m.conversation_id and me.user_id = $2
     where m.conversation_id = $1 and m.sender_id <> $2 and m.seq > greatest(me.joined_seq, me.read_seq)`,
    [id, one.id],
  );
  const mine = await one.get(`/api/v1/conversations/${id}`);
  if (mine.status === 403) {
    expect(fresh.messagesOf(id)).toEqual([]);
    return;
  }
  expect(mine.body.data.unreadCount).toBe(rows[0]?.unread);
  expect((await readAll(one, id)).map((message) => message.id)).toEqual(
    fresh.messagesOf(id).map((message) => message.id),
  );
}

it('syncs a long history page by page, also while more arrives', async () => {
  const [lan, minh] = await people(2);
  if (!lan || !minh) throw new Error('nobody');
  const id = await group(lan, [minh]);
  const send = (count: number) =>
    Promise.all(
      Array.from({ length: count }, (_, index) =>
        lan.post(`/api/v1/conversations/${id}/messages`, { type: 'TEXT', content: `${index}` }),
      ),
    );
  await send(1100);
  const device = new SyncDevice(minh);
  await Promise.all([device.sync(), send(100), minh.post(`/api/v1/conversations/${id}/read`)]);
  expect(device.pages).toBeGreaterThan(2);
  await device.sync();
  const fresh = new SyncDevice(minh);
  await fresh.sync();
  expect(device.state()).toEqual(fresh.state());
  expect(fresh.messagesOf(id)).toHaveLength(1200);
  expect(await readAll(minh, id)).toEqual(fresh.messagesOf(id));
});

it('syncs many conversations, and those that are gone', async () => {
  const [lan, minh] = await people(2);
  if (!lan || !minh) throw new Error('nobody');
  const ids = await Promise.all(Array.from({ length: 120 }, () => group(lan, [minh])));
  const device = new SyncDevice(minh);
  await device.sync();
  expect(device.pages).toBe(3);
  expect(device.state().conversations).toHaveLength(120);
  await minh.post(`/api/v1/conversations/${ids[7]}/leave`);
  await lan.post(`/api/v1/conversations/${ids[9]}/messages`, { type: 'TEXT', content: 'mới' });
  await device.sync();
  const fresh = new SyncDevice(minh);
  await fresh.sync();
  expect(device.state()).toEqual(fresh.state());
  expect(device.state().conversations).toHaveLength(119);
});

it('sends once and in one order through every door at once, with retries', async () => {
  const all = await people(6);
  const [owner, ...others] = all;
  if (!owner) throw new Error('nobody');
  const id = await group(owner, others);
  const orders = await Promise.all(
    all.map(async (one) => {
      const [native, chat] = await Promise.all([one.connect('/v1'), one.chat()]);
      await emit(chat, 'open', { profileId: one.id, groupId: id });
      const seen: { v1: number[]; chat: number[] } = { v1: [], chat: [] };
      native.on('message.created', (message: { seq: number }) => seen.v1.push(message.seq));
      chat.on('newMessage', (message: { seq: number }) => seen.chat.push(message.seq));
      return { native, chat, seen, one };
    }),
  );
  const answers = await Promise.all(
    orders.flatMap(({ native, one }) =>
      Array.from({ length: 50 }, (_, index) => index).flatMap((index) => {
        const message = { type: 'TEXT', content: `${index}`, clientId: `c${index}` };
        return [
          one
            .post('/chat/send', {
              groupId: id,
              message: `${index}`,
              type: 'TEXT',
              clientId: `c${index}`,
            })
            .then(({ body }) => body.data.messageId),
          emit(native, 'messages.send', { conversationId: id, ...message }).then((ack) => ack.id),
          one
            .post(`/api/v1/conversations/${id}/messages`, message)
            .then(({ body }) => body.data.id),
        ];
      }),
    ),
  );
  expect(new Set(answers).size).toBe(300);
  expect(new Set(answers)).not.toContain(undefined);
  const expected = Array.from({ length: 300 }, (_, index) => index + 1);
  expect((await readAllRows(id)).map(({ seq }) => seq)).toEqual(expected);
  await settle(...orders.flatMap(({ native, chat }) => [native, chat]));
  for (const { seen, one } of orders) {
    expect(seen).toEqual({ v1: expected, chat: expected });
    one.disconnect();
  }
});

it('keeps the order of one sender who does not wait for answers', async () => {
  const [lan, minh] = await people(2);
  if (!lan || !minh) throw new Error('nobody');
  const id = await group(lan, [minh]);
  const socket = await lan.connect('/v1');
  await Promise.all(
    Array.from({ length: 200 }, (_, index) =>
      emit(socket, 'messages.send', { conversationId: id, type: 'TEXT', content: `${index}` }),
    ),
  );
  const contents = (await readAll(minh, id)).map((message) => Reflect.get(message, 'content'));
  expect(contents.toReversed()).toEqual(Array.from({ length: 200 }, (_, index) => `${index}`));
  lan.disconnect();
});

it('makes one direct conversation of a pair, however many ask at once', async () => {
  const [lan, minh] = await people(2);
  if (!lan || !minh) throw new Error('nobody');
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) => {
      const [by, to] = index % 2 ? [lan, minh] : [minh, lan];
      return by.post('/api/v1/conversations', { isGroup: false, memberIds: [to.id] });
    }),
  );
  expect(new Set(answers.map(({ status, body }) => `${status} ${body.data.id}`)).size).toBe(1);
});
