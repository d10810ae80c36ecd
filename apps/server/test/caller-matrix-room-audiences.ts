import type { OutgoingType } from '@xom/contract/room-socket';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { done, type World } from './caller-matrix-world.ts';
import { register, type TestPerson } from './people.ts';
import { answered, type RoomClient, roomClient } from './room-client.ts';

/** Those who listen: in the group, and in the direct conversation of its owner and the friend. */
const ears = {
  owner: ['owner', 'group'],
  sender: ['sender', 'group'],
  'sender again': ['sender', 'group'],
  member: ['member', 'group'],
  'owner with the friend': ['owner', 'direct'],
  friend: ['friend', 'direct'],
} as const;
type EarName = keyof typeof ears;
type Who = 'owner' | 'sender' | 'member' | 'friend';

const inGroup = ['owner', 'sender', 'sender again', 'member'] as const;
const inDirect = ['owner with the friend', 'friend'] as const;

/** The people of one scene and their sockets. */
class RoomStage {
  readonly cast: Record<Who, TestPerson>;
  readonly rooms: Record<'group' | 'direct', string>;
  readonly clients = new Map<EarName, RoomClient>();

  private constructor(cast: Record<Who, TestPerson>, rooms: Record<'group' | 'direct', string>) {
    this.cast = cast;
    this.rooms = rooms;
  }

  static async build({ server }: World): Promise<RoomStage> {
    const [owner, sender, member, friend] = await Promise.all([
      register(server),
      register(server),
      register(server),
      register(server),
    ]);
    const make = async (isGroup: boolean, others: readonly TestPerson[]) => {
      const body = { isGroup, memberIds: others.map(({ id }) => id) };
      return done(await owner.post('/api/v1/conversations', body)).id;
    };
    const rooms = {
      group: await make(true, [sender, member]),
      direct: await make(false, [friend]),
    };
    const stage = new RoomStage({ owner, sender, member, friend }, rooms);
    // One entry for each name, just above.
    for (const name of Object.keys(ears) as EarName[]) {
      const [who, room] = ears[name];
      const client = await roomClient(server, rooms[room], stage.cast[who]);
      await answered(client);
      stage.clients.set(name, client);
    }
    return stage;
  }

  client(name: EarName): RoomClient {
    const client = this.clients.get(name);
    if (!client) throw new Error(`nobody listens as ${name}`);
    return client;
  }

  async say(who: Who, room: 'group' | 'direct'): Promise<string> {
    const path = `/api/v1/conversations/${this.rooms[room]}/messages`;
    return done(await this.cast[who].post(path, { content: 'on stage' })).id;
  }

  forget(): void {
    for (const { frames } of this.clients.values()) frames.length = 0;
  }

  /** How often each socket heard a type; the answers that this waits for are not counted. */
  async heard(type: OutgoingType): Promise<Record<string, number>> {
    // What an answer sets off may still be on its way to another socket.
    for (let round = 0; round < 2; round += 1) {
      const asked = [...this.clients.values()].map(async (client) => {
        await answered(client);
        client.frames.splice(
          client.frames.findLastIndex(({ type: last }) => last === 'error'),
          1,
        );
      });
      await Promise.all(asked);
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
    const counts: Record<string, number> = {};
    for (const [name, client] of this.clients) {
      const count = client.of(type).length;
      if (count > 0) counts[name] = count;
    }
    return counts;
  }

  end(): void {
    for (const { socket } of this.clients.values()) socket.close();
  }
}

interface Scene {
  readonly what: string;
  act(stage: RoomStage, messageId: string): Promise<unknown>;
  readonly hears: readonly EarName[];
}

const emoji = '❤️';

/** Whom each frame reaches; a type that is not here does not compile. */
const rows: Record<OutgoingType, { audience: string; scenes: readonly Scene[] }> = {
  new_message: {
    audience: 'all in its room, the sender too',
    scenes: [
      {
        what: 'the sender says something',
        act: async (stage) => stage.client('sender').send('send_message', { content: 'a word' }),
        hears: inGroup,
      },
      {
        what: 'the sender sends by REST',
        act: (stage) => stage.say('sender', 'group'),
        hears: inGroup,
      },
      {
        what: 'the friend writes directly',
        act: (stage) => stage.say('friend', 'direct'),
        hears: inDirect,
      },
    ],
  },
  reaction: {
    audience: 'all in the room of its message',
    scenes: [
      {
        what: 'the member reacts',
        act: async (stage, id) =>
          stage.client('member').send('reaction', { message_id: id, emoji }),
        hears: inGroup,
      },
      {
        what: 'the owner reacts by REST',
        act: async ({ cast }, id) =>
          done(await cast.owner.put(`/api/v1/messages/${id}/reactions/👍`)),
        hears: inGroup,
      },
      {
        what: 'the owner reacts in the group by a socket of the direct conversation',
        act: async (stage, id) =>
          stage.client('owner with the friend').send('reaction', { message_id: id, emoji }),
        hears: inGroup,
      },
    ],
  },
  typing: {
    audience: 'the others in its room',
    scenes: [
      {
        what: 'the sender types',
        act: async (stage) => stage.client('sender again').send('typing', {}),
        hears: ['owner', 'member'],
      },
      {
        what: 'the member types by REST',
        act: async ({ cast, rooms }) =>
          done(await cast.member.post(`/api/v1/conversations/${rooms.group}/typing`)),
        hears: ['owner', 'sender', 'sender again'],
      },
    ],
  },
  ack: {
    audience: 'the socket that sent the message',
    scenes: [
      {
        what: 'the sender says something',
        act: async (stage) => stage.client('sender').send('send_message', { content: 'a word' }),
        hears: ['sender'],
      },
    ],
  },
  error: {
    audience: 'the socket whose frame was refused',
    scenes: [
      {
        what: 'the sender sends nothing',
        act: async (stage) => stage.client('sender').send('send_message', {}),
        hears: ['sender'],
      },
      {
        what: 'the member reacts to what is not there',
        act: async (stage) =>
          stage
            .client('member')
            .send('reaction', { message_id: '01890000-0000-7000-8000-000000000000', emoji }),
        hears: ['member'],
      },
    ],
  },
};

/** Each frame reaches exactly those concerned, each socket of theirs once, and no other room. */
export function describeRoomAudiences(world: () => World): void {
  describe('frames', () => {
    let stage: RoomStage;
    beforeAll(async () => {
      stage = await RoomStage.build(world());
    });
    afterAll(() => stage?.end());

    for (const [type, { audience, scenes }] of Object.entries(rows)) {
      for (const { what, act, hears } of scenes) {
        it(`/ws ${type} · ${what} → ${audience}`, async () => {
          const messageId = await stage.say('sender', 'group');
          await stage.heard('error');
          stage.forget();
          await act(stage, messageId);
          // One entry for each type, just above.
          const wanted = type as OutgoingType;
          await Promise.all(hears.map((name) => stage.client(name).frame(wanted)));
          const heard = await stage.heard(wanted);
          expect(heard).toEqual(Object.fromEntries(hears.map((name) => [name, 1])));
        });
      }
    }
  });
}
