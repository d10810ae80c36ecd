import fc from 'fast-check';
import { type Act, type History, perform } from './exactness-acts.ts';
import { type Door, doors, EveryDoor, type Place } from './every-door.ts';
import { LiveClient } from './live-client.ts';
import type { Course } from './loss.ts';
import { register, type TestPerson } from './people.ts';
import type { TestServer } from './server.ts';

type Where = 'group' | 'direct';

/** What is done besides the acts of `exactness-acts.ts`. */
export type LiveAct =
  /** The same message through several doors at once, as one does who does not hear that it was sent. */
  | { kind: 'say'; by: number; where: Where; clientId: number; doors: Door[] }
  | { kind: 'look'; by: number; where: Where; door: Door }
  | { kind: 'breakOff'; client: number };

const where = fc.constantFrom<Where>('group', 'group', 'direct');
export const liveAct: fc.Arbitrary<LiveAct> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('say' as const),
      by: fc.nat(2),
      where,
      clientId: fc.nat(5),
      doors: fc.subarray([...doors], { minLength: 1, maxLength: 3 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('look' as const),
      by: fc.nat(2),
      where,
      door: fc.constantFrom(...doors),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('breakOff' as const),
      client: fc.constantFrom(0, 1, 2, 3, 3, 3, 4, 5),
    }),
  },
);

interface Options {
  /** How events fare on their way into the clients. */
  wire: Course;
  /** Whether events may be lost, so that only the repeated versions tell of some changes. */
  hearsVersions: boolean;
}

/**
 * Three people in a group, the first two in a direct conversation too, each with sockets on every door; a fourth
 * in the group, of whom nothing is there while their one client is not; and six clients that stay.
 */
export class LiveScene {
  readonly server: TestServer;
  readonly hearsVersions: boolean;
  readonly #people: readonly TestPerson[];
  readonly doors: readonly EveryDoor[];
  readonly clients: readonly LiveClient[];
  readonly #group: History;
  readonly #directId: string;
  /** Which ids were acknowledged for one `clientId` of one sender. */
  readonly acknowledged = new Map<string, Set<string>>();

  private constructor(parts: {
    server: TestServer;
    options: Options;
    people: readonly TestPerson[];
    doors: readonly EveryDoor[];
    clients: readonly LiveClient[];
    ids: { group: string; direct: string };
  }) {
    this.server = parts.server;
    this.hearsVersions = parts.options.hearsVersions;
    this.#people = parts.people;
    this.doors = parts.doors;
    this.clients = parts.clients;
    this.#group = { id: parts.ids.group, people: parts.people, devices: [], messageIds: [] };
    this.#directId = parts.ids.direct;
  }

  static async begin(server: TestServer, options: Options): Promise<LiveScene> {
    const people = await Promise.all([1, 2, 3, 4].map(async () => register(server)));
    const [first, second, third, fourth] = people;
    if (!first || !second || !third || !fourth) throw new Error('nobody');
    // Some are there before there is anything to be in.
    const early = await Promise.all(
      people.map((one) => LiveClient.start(one, server.url, options)),
    );
    const make = async (body: object): Promise<string> =>
      (await first.post('/api/v1/conversations', body)).body.data.id;
    const ids = {
      group: await make({
        isGroup: true,
        name: 'Xóm',
        memberIds: [second.id, third.id, fourth.id],
      }),
      direct: await make({ isGroup: false, memberIds: [second.id] }),
    };
    const late = await Promise.all(
      [first, second].map((one) => LiveClient.start(one, server.url, options)),
    );
    const ownDoors = await Promise.all(
      people.slice(0, 3).map((one) => EveryDoor.of(one, server.url)),
    );
    const clients = [...early, ...late];
    const scene = new LiveScene({ server, options, people, doors: ownDoors, clients, ids });
    for (const [index, door] of ownDoors.entries()) {
      await door.enter(scene.#place('group', index));
      if (index < 2) await door.enter(scene.#place('direct', index));
    }
    return scene;
  }

  /** The group and the direct conversation. */
  get conversationIds(): readonly string[] {
    return [this.#group.id, this.#directId];
  }

  async end(): Promise<void> {
    for (const client of this.clients) client.stop();
    for (const door of this.doors) door.leave();
    for (const person of this.#people) person.disconnect();
  }

  /** Acts; what is refused changes nothing. */
  async perform(given: Act | LiveAct): Promise<void> {
    switch (given.kind) {
      case 'say':
        return this.#say(given);
      case 'look':
        return this.#look(given);
      case 'breakOff':
        return this.clients[given.client]?.breakOff();
      default:
        return perform(this.#group, given);
    }
  }

  async #say(given: LiveAct & { kind: 'say' }): Promise<void> {
    const { where: place, clientId, doors: chosen } = given;
    const by = this.#whoAt(place, given.by);
    const key = `${place} ${by} ${clientId}`;
    const ids = await Promise.all(
      chosen.map(async (door) =>
        this.doors[by]?.send(door, this.#place(place, by), `${clientId} thử`, `live ${clientId}`),
      ),
    );
    const acknowledged = this.acknowledged.get(key) ?? new Set();
    this.acknowledged.set(key, acknowledged);
    for (const id of ids) {
      if (!id) continue;
      acknowledged.add(id);
      if (place === 'group' && !this.#group.messageIds.includes(id))
        this.#group.messageIds.push(id);
    }
  }

  async #look(given: LiveAct & { kind: 'look' }): Promise<void> {
    const by = this.#whoAt(given.where, given.by);
    await this.doors[by]?.read(given.door, this.#place(given.where, by));
  }

  #whoAt(place: Where, by: number): number {
    return place === 'direct' ? by % 2 : by;
  }

  #place(where: Where, by: number): Place {
    if (where === 'group') return { id: this.#group.id, partnerId: null };
    return { id: this.#directId, partnerId: this.#people[by === 0 ? 1 : 0]?.id ?? null };
  }
}
