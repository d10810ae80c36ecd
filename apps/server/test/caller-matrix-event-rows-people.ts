import { type EventKey, type EventRow, isOf, type Scene } from './caller-matrix-events.ts';
import type { Stage } from './caller-matrix-stage.ts';
import { done } from './caller-matrix-world.ts';

export const theTwo = isOf('joiner', 'outsider');

export async function joinerAsks({ cast }: Stage): Promise<unknown> {
  return done(await cast.joiner.post('/api/v1/friends/requests', { userId: cast.outsider.id }));
}
async function blocks({ cast }: Stage): Promise<unknown> {
  return done(await cast.joiner.put(`/api/v1/users/${cast.outsider.id}/block`));
}
async function unblocks({ cast }: Stage): Promise<unknown> {
  return done(await cast.joiner.delete(`/api/v1/users/${cast.outsider.id}/block`));
}

/** Something between the joiner and the outsider, who are nothing to each other before and after. */
export function between(
  prepare: (stage: Stage) => Promise<unknown> = async () => {},
): Pick<Scene, 'before' | 'concerns' | 'after'> {
  const clear = async (stage: Stage) => {
    await unblocks(stage);
    // Refused where there is nothing to end, which is as good.
    await stage.cast.joiner.delete(`/api/v1/friends/${stage.cast.outsider.id}`);
    done(await stage.cast.joiner.delete(`/api/v1/users/${stage.cast.outsider.id}/follow`));
    await joinerUnmutes(stage);
  };
  return {
    before: async (stage) => {
      await clear(stage);
      await prepare(stage);
    },
    concerns: ['joiner', 'outsider'],
    after: clear,
  };
}

async function joinerFollows({ cast }: Stage): Promise<unknown> {
  return done(await cast.joiner.put(`/api/v1/users/${cast.outsider.id}/follow`));
}
async function joinerMutes({ cast }: Stage): Promise<unknown> {
  return done(await cast.joiner.put(`/api/v1/users/${cast.outsider.id}/mute`));
}
async function joinerUnmutes({ cast }: Stage): Promise<unknown> {
  return done(await cast.joiner.delete(`/api/v1/users/${cast.outsider.id}/mute`));
}

type PeopleEventKey = Extract<
  EventKey,
  `/v1 friend.${string}` | `/v1 person.${string}` | `/v1 follow.${string}`
>;

/** Whom the events of what is between two people reach. */
export const peopleEventRows: Record<PeopleEventKey, EventRow> = {
  '/v1 friend.requested': {
    audience: 'who asked, and who was asked',
    scenes: [
      { what: 'the joiner asks the outsider', ...between(), act: joinerAsks, hears: theTwo },
    ],
  },
  '/v1 friend.accepted': {
    audience: 'the two',
    scenes: [
      {
        what: 'the outsider accepts',
        ...between(joinerAsks),
        act: async ({ cast }) =>
          done(await cast.outsider.post(`/api/v1/friends/requests/${cast.joiner.id}/accept`)),
        hears: theTwo,
      },
    ],
  },
  '/v1 friend.removed': {
    audience: 'the two',
    scenes: [
      {
        what: 'the outsider declines',
        ...between(joinerAsks),
        act: async ({ cast }) =>
          done(await cast.outsider.post(`/api/v1/friends/requests/${cast.joiner.id}/decline`)),
        hears: theTwo,
      },
      {
        what: 'the joiner blocks the outsider',
        ...between(joinerAsks),
        act: blocks,
        hears: theTwo,
      },
    ],
  },
  '/v1 follow.updated': {
    audience: 'the two',
    scenes: [
      { what: 'the joiner follows the outsider', ...between(), act: joinerFollows, hears: theTwo },
      {
        what: 'the outsider removes the joiner',
        ...between(joinerFollows),
        act: async ({ cast }) =>
          done(await cast.outsider.delete(`/api/v1/users/${cast.joiner.id}/follower`)),
        hears: theTwo,
      },
      {
        what: 'the joiner blocks the outsider',
        ...between(joinerFollows),
        act: blocks,
        hears: theTwo,
      },
    ],
  },
  '/v1 person.muted': {
    audience: 'who muted',
    scenes: [
      {
        what: 'the joiner mutes the outsider',
        ...between(),
        act: joinerMutes,
        hears: isOf('joiner'),
        concerns: ['joiner'],
      },
    ],
  },
  '/v1 person.unmuted': {
    audience: 'who took it back',
    scenes: [
      {
        what: 'the joiner hears the outsider again',
        ...between(joinerMutes),
        act: joinerUnmutes,
        hears: isOf('joiner'),
        concerns: ['joiner'],
      },
    ],
  },
  '/v1 person.blocked': {
    audience: 'who blocked',
    scenes: [
      {
        what: 'the joiner blocks the outsider',
        ...between(),
        act: blocks,
        hears: isOf('joiner'),
        concerns: ['joiner'],
      },
    ],
  },
  '/v1 person.unblocked': {
    audience: 'who took it back',
    scenes: [
      {
        what: 'the joiner takes the block back',
        ...between(blocks),
        act: unblocks,
        hears: isOf('joiner'),
        concerns: ['joiner'],
      },
    ],
  },
};
