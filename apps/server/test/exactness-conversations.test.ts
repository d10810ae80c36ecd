import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { register, type TestPerson } from './people.ts';
import { startTestServer, type TestServer } from './server.ts';
import { SyncDevice } from './sync-device.ts';

/** Section 5 of the wire contract where whole conversations change: preferences, settings, clearing, deleting, time. */

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

/** In the group of all three, or in the direct conversation of the first two. */
type Place = 'group' | 'direct';
type Act = { where: Place; by: number } & (
  | { kind: 'send' | 'readAll' | 'sync' | 'delete' }
  | { kind: 'recall' | 'hide' | 'expire'; message: number }
  | { kind: 'prefer' | 'set'; value: number }
);

const base = { where: fc.constantFrom<Place>('group', 'direct', 'direct'), by: fc.nat(2) };
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ ...base, kind: fc.constant('send' as const) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      ...base,
      kind: fc.constantFrom('recall', 'hide', 'expire'),
      message: fc.nat(20),
    }),
  },
  { weight: 5, arbitrary: fc.record({ ...base, kind: fc.constantFrom('readAll', 'sync') }) },
  {
    weight: 4,
    arbitrary: fc.record({ ...base, kind: fc.constantFrom('prefer', 'set'), value: fc.nat(3) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      ...base,
      where: fc.constant('direct' as const),
      kind: fc.constant('delete' as const),
    }),
  },
);

/** A history may end with the end of the group, or go on without it. */
const history = fc.array(fc.array(act, { minLength: 1, maxLength: 4 }), { maxLength: 14 });
const end = fc.option(fc.nat(14), { freq: 3 });

class Scene {
  readonly people: readonly TestPerson[];
  readonly devices: readonly SyncDevice[];
  readonly ids: Record<Place, string>;
  readonly messageIds: Record<Place, string[]> = { group: [], direct: [] };

  private constructor(people: readonly TestPerson[], ids: Record<Place, string>) {
    this.people = people;
    this.devices = people.map((person) => new SyncDevice(person));
    this.ids = ids;
  }

  static async of(people: readonly TestPerson[]): Promise<Scene> {
    const [first, second, third] = people;
    if (!first || !second || !third) throw new Error('three people are needed');
    const make = async (body: object): Promise<string> =>
      (await first.post('/api/v1/conversations', body)).body.data.id;
    const memberIds = [second.id, third.id];
    return new Scene(people, {
      group: await make({ isGroup: true, memberIds }),
      direct: await make({ isGroup: false, memberIds: [second.id] }),
    });
  }

  /** Whatever comes of it: some acts are refused. */
  async perform(given: Act): Promise<unknown> {
    const { where, by, kind } = given;
    const who = this.people[by];
    if (!who) throw new Error('nobody');
    const path = `/api/v1/conversations/${this.ids[where]}`;
    switch (kind) {
      case 'send': {
        const sent = await who.post(`${path}/messages`, { content: 'lời' });
        if (sent.status === 201) this.messageIds[where].push(sent.body.data.id);
        return sent;
      }
      case 'readAll':
        return who.post(`${path}/read`);
      case 'sync':
        return this.devices[by]?.sync();
      case 'delete':
        return who.delete(path);
      case 'prefer':
        return who.patch(`${path}/preferences`, preferences[given.value] ?? {});
      case 'set':
        return who.patch(path, { settings: settings[given.value] ?? {} });
      default:
        return this.#performOn(given, who);
    }
  }

  async #performOn(given: Act & { message: number }, who: TestPerson): Promise<unknown> {
    const ids = this.messageIds[given.where];
    const messageId = ids[given.message % Math.max(1, ids.length)];
    if (!messageId) return null;
    if (given.kind === 'recall') return who.put(`/api/v1/messages/${messageId}/recall`);
    if (given.kind === 'hide') return who.delete(`/api/v1/messages/${messageId}`);
    // Its time is over at once, and the job takes it away.
    return server.pool.query(
      `with due as (update messages set expires_at = now() where id = $1 and recalled_at is null)
       select graphile_worker.add_job('messages:expire')`,
      [messageId],
    );
  }
}

const preferences = [
  { muted: true, draft: 'dở' },
  { muted: false, draft: null },
  { pinned: true, archived: true },
  { pinned: false, archived: false },
];
const settings = [
  { disappearAfterSeconds: 60 },
  { disappearAfterSeconds: null },
  { whoMayInvite: 'admins' },
  { whoMayInvite: 'members' },
];

it('a device that syncs now and then holds what a fresh one reads', async () => {
  const people = await Promise.all([register(server), register(server), register(server)]);
  await fc.assert(
    fc.asyncProperty(history, end, async (rounds, endAt) => {
      const scene = await Scene.of(people);
      // What stands in one round happens at once.
      for (const [index, round] of rounds.entries()) {
        // Nothing may stay unseen because something else came after it.
        const isLast = index === rounds.length - 1;
        if (isLast) await Promise.all(scene.devices.map((device) => device.sync()));
        const ending = index === endAt ? [people[0].delete(pathOf(scene.ids.group))] : [];
        await Promise.all([...round.map((given) => scene.perform(given)), ...ending]);
      }
      await expect.poll(countDue, { timeout: 10_000 }).toBe(0);
      for (const [index, person] of people.entries()) {
        const fresh = new SyncDevice(person);
        await fresh.sync();
        const device = scene.devices[index];
        await device?.sync();
        expect(device?.state()).toEqual(fresh.state());
        for (const id of Object.values(scene.ids)) await expectSameAsLists(person, id, fresh);
      }
    }),
    { numRuns: 30, seed: 20_261_203 },
  );
}, 120_000);

const pathOf = (id: string): string => `/api/v1/conversations/${id}`;

async function countDue(): Promise<number> {
  const { rows } = await server.pool.query<{ count: number }>(
    'select count(*) as count from messages where expires_at <= now() and recalled_at is null',
  );
  return rows[0]?.count ?? 0;
}

/** What sync brought of one conversation is what the lists say. */
async function expectSameAsLists(person: TestPerson, id: string, fresh: SyncDevice): Promise<void> {
  const list = await person.get('/api/v1/conversations?limit=100');
  const listed = list.body.data.items.find((one: { id: string }) => one.id === id);
  const synced = new Map(fresh.state().conversations).get(id);
  expect(synced).toEqual(listed);
  if (!listed) {
    expect(fresh.messagesOf(id)).toEqual([]);
    return;
  }
  const messages = await person.get(`${pathOf(id)}/messages?limit=100`);
  expect(fresh.messagesOf(id).slice(0, 100)).toEqual(messages.body.data.items);
  const { rows } = await server.pool.query<{ unread: number }>(
    `select count(*) as unread from messages m
     join conversation_members me on me.conversation_id = m.conversation_id and me.user_id = $2
     where m.conversation_id = $1 and m.sender_id <> $2 and m.seq > greatest(me.joined_seq, me.read_seq)`,
    [id, person.id],
  );
  expect(listed.unreadCount).toBe(rows[0]?.unread);
}
