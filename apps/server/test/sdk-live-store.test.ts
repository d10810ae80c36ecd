import type { Conversation } from '@xom/contract/conversations';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Act, act, type History, memberAct, perform } from './exactness-acts.ts';
import { Course, loss, LossyBus, type Luck } from './loss.ts';
import { register, type TestPerson } from './people.ts';
import {
  conversationId,
  loadAll,
  startStore,
  storedMessages,
  type TestStore,
} from './sdk-stores.ts';
import { startTestServer, type TestServer } from './server.ts';

const runs = Number(process.env['EXACTNESS_RUNS'] ?? 3);
const patience = { timeout: 15_000, interval: 20 };

const bus = new LossyBus();
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ VERSIONS_SECONDS: '0.2', DELIVERY_RECEIPTS: 'on' });
});
afterAll(() => server.stop());

type StoreAct =
  | { kind: 'breakOff'; by: number }
  | { kind: 'open'; by: number }
  | { kind: 'say'; by: number; text: string };
const storeAct: fc.Arbitrary<StoreAct> = fc.oneof(
  fc.record({ kind: fc.constant('breakOff' as const), by: fc.nat(2) }),
  fc.record({ kind: fc.constant('open' as const), by: fc.nat(2) }),
  fc.record({ kind: fc.constant('say' as const), by: fc.nat(2), text: fc.constant('chào') }),
);
const round = fc.array(fc.oneof<fc.Arbitrary<Act | StoreAct>[]>(act, act, storeAct, memberAct), {
  minLength: 1,
  maxLength: 6,
});

async function group(...people: TestPerson[]): Promise<string> {
  const [owner, ...others] = people;
  const memberIds = others.map(({ id }) => id);
  const made = await owner?.post('/api/v1/conversations', {
    isGroup: true,
    name: 'Xóm',
    memberIds,
  });
  if (made?.status !== 201) throw new Error(JSON.stringify(made?.body));
  return made.body.data.id;
}

async function say(person: TestPerson, id: string, content: string): Promise<void> {
  const answer = await person.post(`/api/v1/conversations/${id}/messages`, { content });
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
}

/** What a store shows is what somebody reads who has just come. */
async function expectExact({ store }: TestStore, person: TestPerson, id: string): Promise<void> {
  const read = async () => {
    const list: Conversation[] = (await person.get('/api/v1/conversations?limit=100')).body.data
      .items;
    const isIn = list.some((one) => one.id === id);
    return { list, messages: isIn ? await storedMessages(person, id) : [] };
  };
  const show = () => ({
    list: store.conversations().items,
    messages: store.timeline(conversationId(id)).messages,
  });
  await expect.poll(async () => difference(show(), await read()), patience).toEqual([]);
  const total = show().list.reduce((sum, { unreadCount }) => sum + unreadCount, 0);
  expect(store.totalUnread).toBe(total);
}

/** Both sides of what is not the same. */
function difference(shown: object, read: object): unknown[] {
  return JSON.stringify(shown) === JSON.stringify(read) ? [] : [{ shown, read }];
}

describe('a store', () => {
  it('shows what a fresh read shows, whatever is lost, late, or breaks off', async () => {
    const play = async (luck: Luck, rounds: readonly (Act | StoreAct)[][]) => {
      const people = await Promise.all([1, 2, 3].map(() => register(server)));
      const wire = new Course();
      const stores = await Promise.all(
        people.map((person) => startStore({ server, person, wire })),
      );
      try {
        const id = await group(...people);
        const history: History = { id, people, devices: [], messageIds: [] };
        bus.takes(luck.bus);
        wire.takes(luck.wire);
        for (const acts of rounds) {
          await Promise.all(
            acts.map(async (one) => {
              const by = stores['by' in one ? one.by : 0];
              if (one.kind === 'breakOff') by?.breakOff();
              else if (one.kind === 'open')
                await by?.store.open(conversationId(id)).catch(() => {});
              else if (one.kind === 'say')
                by?.store.send({
                  conversationId: conversationId(id),
                  type: 'TEXT',
                  content: one.text,
                });
              else await perform(history, one);
            }),
          );
        }
        bus.takes([]);
        wire.takes([]);
        await bus.settled();
        for (const [index, person] of people.entries()) {
          const one = stores[index];
          if (!one) throw new Error('nobody');
          const isIn = (await person.get(`/api/v1/conversations/${id}`)).status === 200;
          if (isIn)
            await expect.poll(() => one.store.open(conversationId(id)), patience).toBe(undefined);
          if (isIn) await loadAll(one.store, conversationId(id));
          await expectExact(one, person, id);
        }
      } finally {
        bus.takes([]);
        for (const one of stores) await one.stop();
      }
    };
    const holds = fc.asyncProperty(loss, fc.array(round, { maxLength: 8, size: 'max' }), play);
    await fc.assert(holds, { numRuns: runs, endOnFailure: true });
  }, 3_600_000);

  it('opens a long conversation without its history, and goes through it both ways', async () => {
    const [lan, minh] = [await register(server), await register(server)];
    const id = await group(lan, minh);
    for (let count = 1; count <= 230; count += 1) await say(lan, id, `${count}`);
    const one = await startStore({ server, person: minh });
    const { store } = one;
    const shown = () => store.timeline(conversationId(id)).messages.map(({ seq }) => seq);
    const seqs = (from: number, to: number) =>
      Array.from({ length: to - from + 1 }, (_, index) => from + index);
    expect(store.conversation(conversationId(id))).toMatchObject({
      lastSeq: 230,
      unreadCount: 230,
    });
    expect(shown()).toEqual([]);
    await store.open(conversationId(id));
    expect(shown()).toEqual(seqs(181, 230));
    await store.loadOlder(conversationId(id));
    expect(shown()).toEqual(seqs(131, 230));
    expect(store.timeline(conversationId(id))).toMatchObject({ hasOlder: true, hasNewer: false });

    const third = (await storedMessages(minh, id))[39];
    if (!third) throw new Error('none');
    await store.jumpTo(conversationId(id), third.id);
    expect(shown()).toEqual(seqs(15, 64));
    // What is written meanwhile does not make the stretches one.
    await say(lan, id, '231');
    await expect.poll(() => store.conversation(conversationId(id))?.lastSeq).toBe(231);
    expect(shown()).toEqual(seqs(15, 64));
    expect(store.timeline(conversationId(id))).toMatchObject({ hasOlder: true, hasNewer: true });
    await store.loadNewer(conversationId(id));
    expect(shown()).toEqual(seqs(15, 114));
    await store.loadNewer(conversationId(id));
    expect(shown()).toEqual(seqs(15, 231));
    await store.loadOlder(conversationId(id));
    expect(shown()).toEqual(seqs(1, 231));
    expect(store.timeline(conversationId(id))).toMatchObject({ hasOlder: false, hasNewer: false });
    await store.jumpTo(conversationId(id), 3);
    await store.jumpToNewest(conversationId(id));
    expect(shown().at(-1)).toBe(231);
    await expectExact(one, minh, id);
    await one.stop();
  });

  it('lets go of what is older once there is much, and has it again when it is asked for', async () => {
    const [lan, minh] = [await register(server), await register(server)];
    const id = conversationId(await group(lan, minh));
    const sayUpTo = async (first: number, last: number) => {
      for (let count = first; count <= last; count += 1) await say(lan, id, `${count}`);
      await expect.poll(() => store.conversation(id)?.lastSeq, patience).toBe(last);
    };
    const one = await startStore({ server, person: minh });
    const { store } = one;
    await expect.poll(() => store.conversation(id), patience).not.toBeNull();
    await store.open(id);
    const hide = store.subscribe(`timeline:${id}`, () => {});
    const reach = () => store.timeline(id).messages.map(({ seq }) => seq);
    await sayUpTo(1, 401);
    // What is in sight nobody takes away.
    expect(reach()).toHaveLength(401);
    await expect
      .poll(() => {
        store.keepNewest(id);
        return [reach()[0], reach().at(-1), store.timeline(id).hasOlder];
      }, patience)
      .toEqual([202, 401, true]);
    store.keepNewest(id);
    expect(reach()).toHaveLength(200);

    const [gone] = await storedMessages(minh, id);
    await lan.patch(`/api/v1/messages/${gone?.id}`, { content: 'khác' });
    one.breakOff();
    await sayUpTo(402, 403);
    await loadAll(store, id);
    expect(reach()).toHaveLength(403);
    await expectExact(one, minh, id);

    // Elsewhere, it goes by itself.
    hide();
    await sayUpTo(404, 410);
    await expect.poll(() => reach().length, patience).toBeLessThan(250);
    await loadAll(store, id);
    await expectExact(one, minh, id);
    await one.stop();
  });

  it('keeps the same objects while nothing of them changes', async () => {
    const [lan, minh] = [await register(server), await register(server)];
    const id = await group(lan, minh);
    await say(lan, id, 'một');
    const one = await startStore({ server, person: minh });
    await one.store.open(conversationId(id));
    const before = one.store.timeline(conversationId(id));
    expect(one.store.timeline(conversationId(id))).toBe(before);
    expect(one.store.conversations()).toBe(one.store.conversations());
    let told = 0;
    one.store.subscribe(`timeline:${id}`, () => (told += 1));
    await say(lan, id, 'hai');
    await expect.poll(() => one.store.timeline(conversationId(id)).messages.length).toBe(2);
    expect(one.store.timeline(conversationId(id)).messages[0]).toBe(before.messages[0]);
    expect(told).toBeGreaterThan(0);
    await one.stop();
  });

  it('shows a reaction at once, and takes it back when it is refused', async () => {
    const [lan, minh] = [await register(server), await register(server)];
    const id = await group(lan, minh);
    await say(lan, id, 'một');
    const { store, stop } = await startStore({ server, person: minh });
    await store.open(conversationId(id));
    const emoji = () =>
      store.timeline(conversationId(id)).messages[0]?.reactions.map((one) => one.emoji);
    const [message] = store.timeline(conversationId(id)).messages;
    if (!message) throw new Error('none');
    const reacting = store.react(message, '👍');
    expect(emoji()).toEqual(['👍']);
    await reacting;
    expect(emoji()).toEqual(['👍']);
    const refused = store.react(message, 'no emoji');
    expect(emoji()).toEqual(['👍', 'no emoji']);
    await expect(refused).rejects.toMatchObject({ code: 'invalid_input' });
    expect(emoji()).toEqual(['👍']);
    const undoing = store.unreact(message, '👍');
    expect(emoji()).toEqual([]);
    await undoing;
    expect(emoji()).toEqual([]);
    await stop();
  });

  it('shows preferences and reading at once', async () => {
    const [lan, minh] = [await register(server), await register(server)];
    const id = await group(lan, minh);
    await say(lan, id, `chào @${minh.username}`);
    const { store, stop } = await startStore({ server, person: minh });
    const shown = () => store.conversation(conversationId(id));
    expect(store.totalUnread).toBe(1);
    const reading = store.markRead(conversationId(id));
    expect([store.totalUnread, shown()?.unreadMentionCount]).toEqual([0, 0]);
    await reading;
    const setting = store.setPreferences(conversationId(id), { archived: true, draft: 'mai' });
    expect(shown()).toMatchObject({ archived: true, draft: 'mai' });
    expect(store.conversations().items).toEqual([]);
    await setting;
    expect(store.conversations({ archived: true }).items).toMatchObject([{ id, unreadCount: 0 }]);
    await expect(
      store.setPreferences(conversationId(id), { draft: 'x'.repeat(10_001) }),
    ).rejects.toMatchObject({ code: 'invalid_input' });
    expect(shown()?.draft).toBe('mai');
    await stop();
  });

  it('tells how far my messages are', async () => {
    const [lan, minh] = [await register(server), await register(server)];
    const id = await group(lan, minh);
    const mine = await startStore({ server, person: lan });
    await mine.store.open(conversationId(id));
    mine.store.send({ conversationId: conversationId(id), type: 'TEXT', content: 'một' });
    const timeline = () => mine.store.timeline(conversationId(id));
    await expect.poll(() => timeline().messages.length).toBe(1);
    expect(timeline()).toMatchObject({ deliveredUpToSeq: 0, seenUpToSeq: 0, pending: [] });
    const theirs = await startStore({ server, person: minh });
    await theirs.store.open(conversationId(id));
    await expect.poll(() => timeline().deliveredUpToSeq, patience).toBe(1);
    expect(timeline().seenUpToSeq).toBe(0);
    theirs.store.type(conversationId(id));
    await expect.poll(() => mine.store.typing(conversationId(id))).toEqual([minh.id]);
    await theirs.store.markRead(conversationId(id));
    await expect.poll(() => timeline().seenUpToSeq, patience).toBe(1);
    expect(mine.store.readers(conversationId(id), 1)).toEqual([minh.id]);
    await mine.stop();
    await theirs.stop();
  });

  it('asks of a list who is here, and how far what is not open came', async () => {
    const [lan, minh] = [await register(server), await register(server)];
    const id = conversationId(await group(lan, minh));
    const theirs = await startStore({ server, person: minh });
    theirs.store.send({ conversationId: id, type: 'TEXT', content: 'một' });
    await expect.poll(() => theirs.store.conversation(id)?.lastSeq).toBe(1);
    // Who comes later is not told of those who are here already.
    const mine = await startStore({ server, person: lan });
    expect(mine.store.presence(theirs.userId)).toBe(null);
    await mine.store.loadPresence([theirs.userId]);
    expect(mine.store.presence(theirs.userId)).toMatchObject({ isOnline: true });
    await mine.store.markRead(id);
    await theirs.store.loadPositions([id]);
    expect(theirs.store.timeline(id)).toMatchObject({ seenUpToSeq: 1, messages: [] });
    await mine.stop();
    await theirs.stop();
  });
});
