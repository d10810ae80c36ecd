import { closeCodes, type IncomingType } from '@xom/contract/room-socket';
import { describe, expect, it } from 'vitest';
import { callers, type CallerName, isInsider, isPerson } from './caller-matrix-callers.ts';
import { endings } from './caller-matrix-handshakes.ts';
import { describeRoomAudiences } from './caller-matrix-room-audiences.ts';
import { sent } from './caller-matrix-rows-media.ts';
import { type Caller, done, secret, signIn, type World } from './caller-matrix-world.ts';
import type { Verdict } from './contract-calls.ts';
import { register } from './people.ts';
import { answered, RoomClient, roomClient } from './room-client.ts';

/** Where a client may put its token. */
const carriers: Record<string, (world: World, path: string, token: string) => RoomClient> = {
  '?token=': ({ server }, path, token) => new RoomClient(server, `${path}?token=${token}`),
  Authorization: ({ server }, path, token) =>
    new RoomClient(server, path, [], { Authorization: `Bearer ${token}` }),
  subprotocol: ({ server }, path, token) => new RoomClient(server, path, ['bearer', token]),
};

/** By what the socket of a caller is closed who comes to the group under their own id. */
function closeCodeFor(name: CallerName): number | null {
  if (!isPerson(name)) return closeCodes.unauthenticated;
  return isInsider(name) ? null : closeCodes.forbidden;
}

/** One frame that a caller sends into the group. */
interface Case {
  readonly what?: string;
  data(world: World, caller: Caller): Promise<object>;
  /** What comes of it where nothing stands against it: seen on the caller's socket, or a bystander's. */
  shows?(own: RoomClient, bystander: RoomClient, world: World): Promise<unknown>;
  /** Who is told something else than those inside are. */
  readonly but?: Partial<Record<CallerName, Verdict>>;
}

const emoji = '👍🏽';
const insideAll = (verdict: Verdict): Partial<Record<CallerName, Verdict>> => ({
  member: verdict,
  sender: verdict,
  'group admin': verdict,
  owner: verdict,
});

const frames: Record<IncomingType, readonly Case[]> = {
  send_message: [
    { data: async () => ({ content: secret }), shows: (own) => own.frame('ack') },
    {
      what: 'a file of the group',
      data: async (world) => ({ file_url: `/api/v1/media/${await sent(world)}` }),
      shows: (own) => own.frame('ack'),
    },
    {
      what: 'a file that is none',
      data: async () => ({ file_url: `/api/v1/media/${crypto.randomUUID()}` }),
      but: insideAll('not_found'),
    },
  ],
  reaction: [
    {
      data: async (world, caller) => ({ message_id: await world.messageFor(caller), emoji }),
      shows: (own) => own.frame('reaction', ({ removed }) => !removed),
    },
    {
      what: 'taken back',
      data: async (world, caller) => {
        const id = await world.messageFor(caller);
        if (caller.person && isInsider(caller.name)) {
          done(await caller.person.put(`/api/v1/messages/${id}/reactions/${emoji}`));
        }
        return { message_id: id, emoji, remove: true };
      },
      shows: (own) => own.frame('reaction', ({ removed }) => removed === true),
    },
    {
      what: 'to a message of another conversation, where only the owner is',
      data: async (world) => ({
        message_id: await world.send('owner', world.direct, 'for the two'),
        emoji,
      }),
      // The owner is in both: it is told in the other room.
      but: { ...insideAll('not_a_member'), owner: 'ok' },
      shows: async (_own, _bystander, { cast, direct }) => {
        const path = `/api/v1/conversations/${direct}/messages?limit=1`;
        const newest = async () => JSON.stringify((await cast.owner.get(path)).body.data.items);
        await expect.poll(newest).toContain(emoji);
      },
    },
  ],
  typing: [
    {
      data: async () => ({}),
      shows: (_own, bystander) => bystander.frame('typing'),
    },
  ],
};

/** The raw WebSocket: who may enter, what each frame does for each caller, whom each reaches, and its end. */
export function describeRooms(world: () => World): void {
  describe('the raw WebSocket', () => {
    describeDoor(world);
    for (const [type, cases] of Object.entries(frames)) {
      for (const one of cases) {
        for (const name of callers) {
          const expected = closeCodeFor(name) ?? one.but?.[name] ?? 'ok';
          const title = ['/ws', type, one.what, name].filter(Boolean).join(' · ');
          it(`${title} → ${expected}`, () => holdFrame(world(), { type, one, name }));
        }
      }
    }
    describeBlock(world);
    describeRoomAudiences(world);
    describeEndings(world);
  });
}

function describeDoor(world: () => World): void {
  for (const [carrier, open] of Object.entries(carriers)) {
    for (const name of callers) {
      const expected = closeCodeFor(name);
      it(`/ws by ${carrier} · ${name} → ${expected ?? 'let in'}`, async () => {
        const { id, token = '' } = world().caller(name);
        // A header that is absent is what no token means there, and an empty subprotocol is none at all.
        if (!token && carrier === 'subprotocol') return;
        const client = await open(world(), `/ws/${world().group}/${id}`, token).open();
        await holdEntered(client, expected);
      });
    }
  }

  it.each(callers.filter(isPerson))('/ws under another’s id · %s → 4403', async (name) => {
    const { cast, group, server } = world();
    const other = name === 'owner' ? cast.sender : cast.owner;
    const client = await roomClient(server, group, { id: other.id, token: cast[name].token });
    await holdEntered(client, closeCodes.forbidden);
  });
}

/** Let in, and answered; or closed by that code without a word. */
async function holdEntered(client: RoomClient, expected: number | null): Promise<void> {
  if (expected === null) {
    await answered(client);
    expect(client.socket.readyState).toBe(client.socket.OPEN);
    client.socket.close();
    return;
  }
  expect((await client.closed).code).toBe(expected);
  expect(client.frames).toEqual([]);
}

async function holdFrame(
  world: World,
  { type, one, name }: { type: string; one: Case; name: CallerName },
): Promise<void> {
  const caller = world.caller(name);
  const data = await one.data(world, caller);
  const path = `/ws/${world.group}/${caller.id}`;
  const bystander = await roomClient(world.server, world.group, world.cast.bystander);
  await answered(bystander);
  bystander.frames.length = 0;
  const before = await world.fingerprint();
  const own = await new RoomClient(world.server, `${path}?token=${caller.token ?? ''}`).open();
  // At once: whoever is not let in says it before they are told so.
  own.send(type, data);
  const closeCode = closeCodeFor(name);
  try {
    if (closeCode !== null) {
      await holdEntered(own, closeCode);
      await answered(bystander);
      expect(bystander.frames.filter(({ type: heard }) => heard !== 'error')).toEqual([]);
      expect(await world.fingerprint(), 'a refusal changed something').toEqual(before);
      return;
    }
    const expected = one.but?.[name] ?? 'ok';
    if (expected !== 'ok') {
      expect(await own.frame('error')).toMatchObject({ code: expected });
      expect(await world.fingerprint(), 'a refusal changed something').toEqual(before);
      expect(own.socket.readyState).toBe(own.socket.OPEN);
      return;
    }
    await one.shows?.(own, bystander, world);
    expect(own.of('error')).toEqual([]);
  } finally {
    own.socket.close();
    bystander.socket.close();
  }
}

function describeBlock(world: () => World): void {
  it('/ws of two with a block between them: each frame of either → blocked', async () => {
    const { server } = world();
    const pair = await Promise.all([register(server), register(server)]);
    const [one, other] = pair;
    const body = { isGroup: false, memberIds: [other.id] };
    const { id } = done(await one.post('/api/v1/conversations', body));
    const path = `/api/v1/conversations/${id}/messages`;
    const message = done(await one.post(path, { content: 'before' }));
    const clients = await Promise.all(pair.map((person) => roomClient(server, id, person)));
    await Promise.all(clients.map(answered));
    done(await one.put(`/api/v1/users/${other.id}/block`));
    const given: Record<IncomingType, object> = {
      send_message: { content: 'after' },
      reaction: { message_id: message.id, emoji },
      typing: {},
    };
    for (const client of clients) {
      for (const [type, data] of Object.entries(given)) {
        client.frames.length = 0;
        client.send(type, data);
        expect(await client.frame('error'), type).toMatchObject({ code: 'blocked' });
      }
      client.socket.close();
    }
  });
}

function describeEndings(world: () => World): void {
  it.each(Object.entries(endings))(
    '%s closes the raw sockets: 4401',
    async (_, { end, isEveryone }) => {
      const { server } = world();
      const person = await register(server);
      const made = await person.post('/api/v1/conversations', { isGroup: true, memberIds: [] });
      const { id } = done(made);
      const { person: elsewhere } = await signIn(server, person);
      const people = isEveryone ? [person, elsewhere] : [person];
      const clients = await Promise.all(people.map((one) => roomClient(server, id, one)));
      await Promise.all(clients.map(answered));
      await end(person, world());
      for (const { closed } of clients) {
        expect((await closed).code).toBe(closeCodes.unauthenticated);
      }
    },
  );

  it('ending one session leaves the raw sockets of the others open', async () => {
    const { server } = world();
    const person = await register(server);
    const made = await person.post('/api/v1/conversations', { isGroup: true, memberIds: [] });
    const other = await signIn(server, person);
    const [mine, theirs] = [
      await roomClient(server, done(made).id, person),
      await roomClient(server, done(made).id, other.person),
    ];
    done(await person.delete(`/api/v1/auth/sessions/${other.sessionId}`));
    expect((await theirs.closed).code).toBe(closeCodes.unauthenticated);
    await answered(mine);
    mine.socket.close();
  });

  const departures: Record<string, (world: World, group: string) => Promise<unknown>> = {
    leaving: async ({ cast }, group) =>
      done(await cast.member.post(`/api/v1/conversations/${group}/leave`)),
    'being removed': async ({ cast }, group) =>
      done(await cast.owner.delete(`/api/v1/conversations/${group}/members/${cast.member.id}`)),
    'the end of the group': async ({ cast }, group) =>
      done(await cast.owner.delete(`/api/v1/conversations/${group}`)),
  };
  it.each(Object.entries(departures))('%s closes the raw sockets: 4403', async (_, depart) => {
    const { server, cast } = world();
    const group = await world().groupFor(world().caller('member'));
    const client = await roomClient(server, group, cast.member);
    await answered(client);
    await depart(world(), group);
    expect((await client.closed).code).toBe(closeCodes.forbidden);
    const again = await roomClient(server, group, cast.member);
    expect((await again.closed).code).toBe(closeCodes.forbidden);
  });
}
