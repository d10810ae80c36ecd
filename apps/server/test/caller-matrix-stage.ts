import type { Namespace } from '@xom/contract/define';
import type { Socket } from 'socket.io-client';
import { done, grant, type World } from './caller-matrix-world.ts';
import { emit, record, register, type TestPerson } from './people.ts';

/** Those inside the group are the first three. The friend has a direct conversation with the owner, as has the visitor. */
const actors = [
  'owner',
  'sender',
  'member',
  'joiner',
  'friend',
  'visitor',
  'removed member',
  'suspended person',
  'outsider',
  'moderator',
] as const;
export type ActorName = (typeof actors)[number];

/** One open socket, and what it has heard since the scene began. */
export interface Ear {
  readonly name: string;
  readonly who: ActorName;
  readonly namespace: Namespace;
  /** It looks at the group. */
  readonly isOpen: boolean;
  /** It may receive: after `register` on `/chat`, always so elsewhere. */
  readonly isRegistered: boolean;
  readonly socket: Socket;
  readonly heard: [event: string, payload: unknown][];
}

const ears: readonly (readonly [ActorName, Ear['namespace'], ('open' | 'unregistered')?])[] = [
  ['owner', '/v1'],
  ['owner', '/chat'],
  ['sender', '/v1'],
  ['sender', '/chat'],
  ['sender', '/chat', 'open'],
  ['member', '/v1'],
  ['member', '/v1', 'open'],
  ['member', '/chat'],
  ['member', '/chat', 'open'],
  ['member', '/chat', 'unregistered'],
  ['joiner', '/v1'],
  ['joiner', '/chat'],
  ['friend', '/v1'],
  ['friend', '/chat'],
  ['removed member', '/v1', 'open'],
  ['removed member', '/chat', 'open'],
  ['suspended person', '/v1', 'open'],
  ['suspended person', '/chat', 'open'],
  ['outsider', '/v1'],
  ['outsider', '/chat'],
  ['moderator', '/v1'],
  ['moderator', '/chat'],
  ['owner', '/'],
  ['member', '/'],
  ['joiner', '/'],
  ['friend', '/'],
  ['removed member', '/'],
  ['suspended person', '/'],
  ['outsider', '/'],
];

/** People with open sockets, before whom each event is made to happen. */
export class Stage {
  readonly world: World;
  readonly cast: Record<ActorName, TestPerson>;
  readonly group: string;
  readonly ears: Ear[] = [];

  private constructor(world: World, cast: Record<ActorName, TestPerson>, group: string) {
    this.world = world;
    this.cast = cast;
    this.group = group;
  }

  static async build(world: World): Promise<Stage> {
    const entries = await Promise.all(
      actors.map(async (name) => [name, await register(world.server)] as const),
    );
    // One for each name, just above.
    const cast = Object.fromEntries(entries) as Record<ActorName, TestPerson>;
    await grant(world.server, cast.moderator, 'moderator');
    const { owner, friend, visitor } = cast;
    const inside = (['sender', 'member', 'removed member', 'suspended person'] as const).map(
      (name) => cast[name].id,
    );
    const body = { isGroup: true, name: 'on stage', memberIds: inside };
    const { id: group } = done(await owner.post('/api/v1/conversations', body));
    for (const { id } of [friend, visitor]) {
      done(await owner.post('/api/v1/conversations', { isGroup: false, memberIds: [id] }));
    }
    const stage = new Stage(world, cast, group);
    for (const [who, namespace, state] of ears) await stage.listen(who, namespace, state);
    // Only now, with sockets that were let in and look at the group.
    done(await owner.delete(`${stage.path}/members/${cast['removed member'].id}`));
    const suspended = `/api/v1/admin/users/${cast['suspended person'].id}`;
    const closed = stage.ears
      .filter(({ who }) => who === 'suspended person')
      .map(({ socket }) => new Promise((resolve) => void socket.once('disconnect', resolve)));
    done(await cast.moderator.patch(suspended, { state: 'not_active' }));
    await Promise.all(closed);
    await stage.settled();
    return stage;
  }

  /** The group's own path. */
  get path(): string {
    return `/api/v1/conversations/${this.group}`;
  }

  /** Opens one more socket to listen on. */
  async listen(
    who: ActorName,
    namespace: Ear['namespace'],
    state?: 'open' | 'unregistered',
  ): Promise<Ear> {
    const person = this.cast[who];
    const isRegistered = namespace !== '/chat' || state !== 'unregistered';
    let heard: Ear['heard'] = [];
    // Listens from before it is connected: some events come at once.
    const socket = await person.connect(namespace, (socket) => {
      heard = record(socket);
    });
    if (isRegistered && namespace === '/chat') await person.register(socket);
    const ear: Ear = {
      name: [who, namespace, state].filter(Boolean).join(' '),
      who,
      namespace,
      isOpen: state === 'open',
      isRegistered,
      socket,
      heard,
    };
    this.ears.push(ear);
    if (ear.isOpen) await this.look(ear);
    return ear;
  }

  /** Lets a socket open the group. */
  async look({ namespace, socket, who }: Ear): Promise<void> {
    const answer =
      namespace === '/v1'
        ? await emit(socket, 'conversations.open', { conversationId: this.group })
        : await emit(socket, 'open', { profileId: this.cast[who].id, groupId: this.group });
    if (answer.status !== 'success') throw new Error(`open: ${JSON.stringify(answer)}`);
  }

  async lookAway({ namespace, socket, who }: Ear): Promise<void> {
    if (namespace === '/v1') {
      await emit(socket, 'conversations.close', { conversationId: this.group });
    } else {
      await emit(socket, 'leave', { profileId: this.cast[who].id, groupId: this.group });
    }
  }

  ear(name: string): Ear {
    const ear = this.ears.find((one) => one.name === name);
    if (!ear) throw new Error(`nobody listens as ${name}`);
    return ear;
  }

  /** Takes a socket away from the stage, and its person's presence with it. */
  async dismiss(ear: Ear): Promise<void> {
    this.ears.splice(this.ears.indexOf(ear), 1);
    ear.socket.disconnect();
    await this.settled();
  }

  /** A new message of the sender. */
  async message(): Promise<string> {
    const answer = await this.cast.sender.post(`${this.path}/messages`, { content: 'on stage' });
    return done(answer).id;
  }

  /** Lets the joiner be in the group, or not. */
  async setJoined(isIn: boolean): Promise<void> {
    const { owner, joiner } = this.cast;
    const { members } = done(await owner.get(this.path));
    const isThere = JSON.stringify(members).includes(joiner.id);
    if (isThere === isIn) return;
    if (isIn) done(await owner.post(`${this.path}/members`, { userIds: [joiner.id] }));
    else done(await owner.delete(`${this.path}/members/${joiner.id}`));
  }

  forget(): void {
    for (const { heard } of this.ears) heard.length = 0;
  }

  /**
   * Everything that was sent has arrived: a socket's answers come after its events. Twice, since what an
   * answer sets off (a presence) may still be on its way to another socket.
   */
  async settled(): Promise<void> {
    for (let round = 0; round < 2; round += 1) {
      await Promise.all(
        this.ears.map(async ({ namespace, socket, who }) => {
          if (!socket.connected) return;
          const elsewhere = '01890000-0000-7000-8000-000000000000';
          if (namespace === '/v1') {
            await emit(socket, 'conversations.close', { conversationId: elsewhere });
          } else if (namespace === '/chat') {
            await emit(socket, 'leave', { profileId: this.cast[who].id, groupId: elsewhere });
          } else {
            await emit(socket, 'getBlockListRequest');
          }
        }),
      );
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
  }

  end(): void {
    for (const person of Object.values(this.cast)) person.disconnect();
  }
}
