import { between, joinerAsks } from './caller-matrix-event-rows-people.ts';
import { type EventKey, type EventRow, isOf } from './caller-matrix-events.ts';
import type { Stage } from './caller-matrix-stage.ts';
import { done } from './caller-matrix-world.ts';

const toTheOutsider = { hears: isOf('outsider') };

async function joinerTakesItBack({ cast }: Stage): Promise<unknown> {
  return done(await cast.joiner.delete(`/api/v1/friends/${cast.outsider.id}`));
}

/** Whom the events of notifications reach. */
export const notificationEventRows: Record<
  Extract<EventKey, `/v1 notification.${string}`>,
  EventRow
> = {
  '/v1 notification.created': {
    audience: 'whom it concerns',
    scenes: [
      {
        what: 'the joiner asks the outsider',
        ...between(),
        act: joinerAsks,
        ...toTheOutsider,
      },
    ],
  },
  '/v1 notification.updated': {
    audience: 'whom it concerns',
    scenes: [
      {
        what: 'the joiner, one of two, takes back that they asked the outsider',
        ...between(async (stage) => {
          const { owner, outsider } = stage.cast;
          await owner.delete(`/api/v1/friends/${outsider.id}`);
          done(await owner.post('/api/v1/friends/requests', { userId: outsider.id }));
          await joinerAsks(stage);
        }),
        act: joinerTakesItBack,
        ...toTheOutsider,
      },
    ],
  },
  '/v1 notification.removed': {
    audience: 'whom it concerns',
    scenes: [
      {
        what: 'the joiner, the only one, takes back that they asked the outsider',
        ...between(async (stage) => {
          await stage.cast.owner.delete(`/api/v1/friends/${stage.cast.outsider.id}`);
          await joinerAsks(stage);
        }),
        act: joinerTakesItBack,
        ...toTheOutsider,
      },
    ],
  },
  '/v1 notification.read': {
    audience: 'who read',
    scenes: [
      {
        what: 'the outsider reads what the joiner did',
        ...between(joinerAsks),
        act: async ({ cast }) => done(await cast.outsider.post('/api/v1/notifications/read')),
        ...toTheOutsider,
      },
    ],
  },
};
