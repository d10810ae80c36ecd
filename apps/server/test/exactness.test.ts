import type { Message } from '@xom/contract/message-shape';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { act, type History, perform } from './exactness-acts.ts';
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
async function readAll(person: TestPerson, conversationId: string): Promise<Message[]> {
  const items: Message[] = [];
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

it('a device that syncs now and then holds what a fresh one reads', async () => {
  const all = await people(3);
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(act, { minLength: 1, maxLength: 4 }), { maxLength: 14, size: 'max' }),
      async (rounds) => {
        const [owner, ...others] = all;
        if (!owner) throw new Error('nobody');
        const id = await group(owner, others);
        const devices = all.map((one) => new SyncDevice(one));
        const history: History = { id, people: all, devices, messageIds: [] };
        // Something to act on: two messages, and one that answers the first.
        for (const message of [null, null, 0]) {
          const by = history.messageIds.length;
          const names = (by + 1) % 3;
          await perform(history, { kind: 'send', by, clientId: 9, names, message });
        }
        // What stands in one round happens at once; then one of the devices catches up.
        for (const [index, round] of rounds.entries()) {
          await Promise.all(round.map((given) => perform(history, given)));
          await devices[index % 3]?.sync();
        }

        const seqs = (await readAllRows(id)).map(({ seq }) => seq);
        expect(seqs).toEqual(Array.from({ length: seqs.length }, (_, index) => index + 1));
        await expectSumsExact(id);
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
  const messages = await readAll(one, id);
  expect(messages).toEqual(fresh.messagesOf(id));
  const { rows: standing } = await server.pool.query<{ seq: number }>(
    'select read_seq as seq from conversation_members where conversation_id = $1 and user_id = $2',
    [id, one.id],
  );
  const calls = messages.filter(
    ({ seq, mentions }) => seq > (standing[0]?.seq ?? 0) && mentions.some((who) => who === one.id),
  );
  expect(mine.body.data.unreadMentionCount).toBe(calls.length);
}

/** What messages say of their reactions and mentions, against the rows of these. */
async function expectSumsExact(id: string): Promise<void> {
  const { rows } = await server.pool.query<{ shown: unknown; stored: unknown }>(
    `select
       array[(select jsonb_agg(r - 'userIds' order by r->>'emoji') from jsonb_array_elements(m.reactions) r),
         to_jsonb(m.mentions)] as shown,
       array[(select jsonb_agg(r order by r.emoji) from (
           select emoji, count(*) as count from message_reactions
           where conversation_id = m.conversation_id and message_seq = m.seq group by emoji) r),
         (select jsonb_agg(user_id order by user_id) from message_mentions
           where conversation_id = m.conversation_id and message_seq = m.seq)] as stored
     from messages m where conversation_id = $1`,
    [id],
  );
  for (const { shown, stored } of rows) expect(shown).toEqual(stored);
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
