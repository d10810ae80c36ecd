import type { AnyEvent } from '@xom/contract/contract';
import type { ActorName, Ear, Stage } from './caller-matrix-stage.ts';
import { done } from './caller-matrix-world.ts';
import { emit } from './people.ts';

/** How an event is made to happen, and who hears it. */
export interface Scene {
  readonly what: string;
  /** Makes the stage ready; what is heard of this does not count. */
  before?(stage: Stage): Promise<unknown>;
  act(stage: Stage): Promise<unknown>;
  /** Which of the sockets of the event's namespace hear it: each of them, once. */
  hears(ear: Ear): boolean;
  /** Who may hear anything at all of this. */
  readonly concerns: readonly ActorName[];
  /** What else holds for what an ear heard. */
  payload?(payload: unknown, ear: Ear): void;
  after?(stage: Stage): Promise<unknown>;
}

/** Whom an event reaches, in words, and the scenes that show it. */
export interface EventRow {
  readonly audience: string;
  readonly scenes: readonly Scene[];
  /** Why no scene can show it here. */
  readonly unseen?: string;
}

type KeyOf<Event> = Event extends { namespace: infer Where; name: infer Name }
  ? `${Where & string} ${Name & string}`
  : never;
export type EventKey = KeyOf<AnyEvent>;

export const inside: readonly ActorName[] = ['owner', 'sender', 'member'];

export const isInside = ({ who, isRegistered }: Ear): boolean =>
  isRegistered && inside.includes(who);
export const isOf =
  (...names: ActorName[]) =>
  ({ who, isRegistered }: Ear): boolean =>
    isRegistered && names.includes(who);

export const memberReads: Pick<Scene, 'before' | 'act' | 'concerns'> = {
  before: (stage) => stage.message(),
  act: async ({ cast, path }) => done(await cast.member.post(`${path}/read`)),
  concerns: inside,
};

export const senderSends: Pick<Scene, 'act' | 'concerns'> = {
  act: (stage) => stage.message(),
  concerns: inside,
};

/** Sends a message first, then does something with it. */
export function withMessage(
  act: (stage: Stage, messageId: string) => Promise<unknown>,
): Pick<Scene, 'before' | 'act' | 'concerns'> {
  let messageId = '';
  return {
    before: async (stage) => {
      messageId = await stage.message();
    },
    act: (stage) => act(stage, messageId),
    concerns: inside,
  };
}

/** The owner opens the group on one of their sockets: the friend and who looks at the group too are told. */
export function ownerLooks(name: string): Scene {
  return {
    what: 'the owner opens the group',
    act: (stage) => stage.look(stage.ear(name)),
    hears: (ear) =>
      ear.isRegistered && (ear.who === 'friend' || (ear.isOpen && inside.includes(ear.who))),
    concerns: [...inside, 'friend'],
    payload: (payload, { who }) => {
      const mayName = who !== 'friend';
      const names =
        JSON.stringify(payload).includes('conversationId":"') ||
        JSON.stringify(payload).includes('groupId":"');
      if (names !== mayName) throw new Error(`the group is ${names ? '' : 'not '}named to ${who}`);
    },
    after: (stage) => stage.lookAway(stage.ear(name)),
  };
}

/** Somebody in a direct conversation with the owner comes, or goes. */
export function visitorComes(namespace: Ear['namespace'], isComing: boolean): Scene {
  let ear: Ear | undefined;
  const come = async (stage: Stage) => {
    ear = await stage.listen('visitor', namespace);
  };
  const go = async (stage: Stage) => {
    if (ear) await stage.dismiss(ear);
    ear = undefined;
  };
  return {
    what: `a visitor ${isComing ? 'comes' : 'goes'}`,
    before: isComing ? go : come,
    act: isComing ? come : go,
    hears: isOf('owner'),
    concerns: ['owner', 'visitor'],
    after: go,
  };
}

/** Registers a further socket of the member. */
export function memberRegisters(): Scene {
  const name = 'member /chat fresh';
  return {
    what: 'the member registers one more socket',
    before: async (stage) => {
      const ear = await stage.listen('member', '/chat', 'unregistered');
      stage.ears.splice(stage.ears.indexOf(ear), 1, { ...ear, name });
    },
    act: (stage) => emit(stage.ear(name).socket, 'register', { profileId: stage.cast.member.id }),
    hears: (ear) => ear.name === name,
    concerns: ['member'],
    after: (stage) => stage.dismiss(stage.ear(name)),
  };
}
