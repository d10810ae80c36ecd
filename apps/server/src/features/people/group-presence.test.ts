import type { Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emit, next, register, settle, type TestPerson } from '../../../test/people.ts';
import { RedisServer } from '../../../test/redis.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { api, block, unblock } from './test-acts.ts';

/** Who of a group hears that others look at it, when there is a block between two of its members. */

describe.each([{ processes: 1 }, { processes: 2 }])('processes: $processes', ({ processes }) => {
  let redis: RedisServer | null = null;
  let here: TestServer;
  let there: TestServer;
  beforeAll(async () => {
    redis = processes > 1 ? await RedisServer.start() : null;
    const shared = redis ? { REDIS_URL: redis.url } : {};
    here = await startTestServer(shared);
    there = redis ? await startTestServer(shared, here) : here;
  });
  afterAll(async () => {
    if (there !== here) await there?.stop();
    await here?.stop();
    await redis?.stop();
  });

  /** A group that three have open on both dialects, two of whom are about to be at odds. */
  async function scene() {
    const a = await register(here);
    const b = (await register(here)).at(there);
    const witness = await register(here);
    const memberIds = [b.id, witness.id];
    const made = await a.post(`${api}/conversations`, { isGroup: true, name: 'ngõ', memberIds });
    const groupId: string = made.body.data.id;
    const views = [await look(a, groupId), await look(b, groupId), await look(witness, groupId)];
    const [byA, byB, byWitness] = views;
    if (!byA || !byB || !byWitness) throw new Error('three look');
    return {
      a,
      b,
      witness,
      byA,
      byB,
      byWitness,
      ends: () => views.forEach(({ who }) => who.disconnect()),
    };
  }

  it.each(['blocks', 'is blocked by'])(
    'ends both ways when one %s another who looks at it too, until they are unblocked',
    async (way) => {
      const { a, b, witness, byA, byB, byWitness, ends } = await scene();
      const all = [byA, byB, byWitness];
      const [blocker, other] = way === 'blocks' ? [a, b] : [b, a];
      await block(blocker, other);
      await settled(...all);
      for (const { heard } of all) heard.length = 0;

      for (const view of [byA, byB]) {
        await leave(view);
        expect(await open(view)).toEqual(new Set([view.who.id, witness.id]));
      }
      expect(await open(byWitness)).toEqual(new Set([a.id, b.id, witness.id]));
      // A socket opened after the block hears and tells as little; so does going.
      const again = await look(b, byB.groupId);
      await leave(byA);
      await settled(...all, again);
      expect([...about(a, byB), ...about(a, again)]).toEqual([]);
      b.disconnect();
      await settled(byA, byWitness);
      expect(about(b, byA)).toEqual([]);
      const wentAway = { isOnline: false, lastSeen: expect.any(String) };
      for (const event of ['presence.updated', 'userStatusUpdate']) {
        expect(about(a, byWitness)).toContainEqual([event, told({ isActive: true })]);
        expect(about(a, byWitness)).toContainEqual([event, told({ isActive: false })]);
        expect(about(b, byWitness)).toContainEqual([event, told(wentAway)]);
      }

      // The same for somebody who comes while it stands.
      const anew = await look(b, byB.groupId);
      await open(byA);
      await leave(byA);
      await settled(byA, anew);
      expect([...about(a, anew), ...about(b, byA)]).toEqual([]);
      b.disconnect();

      await open(byA);
      await unblock(blocker, other);
      await settled(byA);
      const came = hears(byA, b, true);
      const back = await look(b, byB.groupId);
      await came;
      expect(await open(back)).toEqual(new Set([a.id, b.id, witness.id]));
      const left = hears(back, a, false);
      await leave(byA);
      await left;
      ends();
    },
  );

  it('stays away while one of two blocks is left', async () => {
    const { a, b, byA, byB, ends } = await scene();
    await block(a, b);
    await block(b, a);
    await unblock(a, b);
    await settled(byA, byB);
    for (const { heard } of [byA, byB]) heard.length = 0;
    for (const view of [byA, byB]) {
      await leave(view);
      expect((await open(view)).size).toBe(2);
    }
    await settled(byA, byB);
    expect([...about(b, byA), ...about(a, byB)]).toEqual([]);
    await unblock(b, a);
    await settled(byA, byB);
    const left = hears(byB, a, false);
    await leave(byA);
    await left;
    ends();
  });
});

/** What somebody looks at on a socket of each dialect, and all that these hear. */
interface View {
  who: TestPerson;
  groupId: string;
  native: Socket;
  chat: Socket;
  heard: [string, unknown][];
}

async function look(who: TestPerson, groupId: string): Promise<View> {
  const [native, chat] = [await who.connect('/v1'), await who.chat()];
  const heard: [string, unknown][] = [];
  for (const socket of [native, chat]) {
    socket.onAny((event: string, payload: unknown) => heard.push([event, payload]));
  }
  const view = { who, groupId, native, chat, heard };
  await open(view);
  return view;
}

/** @returns who looks at it, of which both dialects say the same */
async function open({ who, groupId, native, chat }: View): Promise<Set<string>> {
  const { activeUserIds } = await emit(native, 'conversations.open', { conversationId: groupId });
  const { activeUsers } = await emit(chat, 'open', { profileId: who.id, groupId });
  expect(new Set(activeUsers)).toEqual(new Set(activeUserIds));
  return new Set(activeUserIds);
}

async function leave({ who, groupId, native, chat }: View): Promise<void> {
  await emit(native, 'conversations.close', { conversationId: groupId });
  await emit(chat, 'leave', { profileId: who.id, groupId });
}

const settled = async (...views: View[]): Promise<void> =>
  settle(...views.flatMap(({ native, chat }) => [native, chat]));

/** What an event of either dialect says, beside whom and where. */
const told = (fields: object): unknown => expect.objectContaining(fields);

/** Everything that was heard of a person, by whatever event. */
const about = (person: TestPerson, { heard }: View): [string, unknown][] =>
  heard.filter(([, payload]) => JSON.stringify(payload).includes(person.id));

/** Resolves when both dialects say that a person looks at the group, or no longer. */
async function hears({ groupId, native, chat }: View, of: TestPerson, isActive: boolean) {
  type Told = { userId?: string; profileId?: string; conversationId?: string; groupId?: string };
  const fits = (event: Told & { isActive: boolean }) =>
    (event.userId ?? event.profileId) === of.id &&
    (event.conversationId ?? event.groupId) === groupId &&
    event.isActive === isActive;
  await Promise.all([next(native, 'presence.updated', fits), next(chat, 'userStatusUpdate', fits)]);
}
