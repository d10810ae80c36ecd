import { socialStoryEventRows } from './caller-matrix-event-rows-stories.ts';
import { type EventKey, type EventRow, isOf, senderSends } from './caller-matrix-events.ts';
import type { Stage } from './caller-matrix-stage.ts';
import { done } from './caller-matrix-world.ts';
import { emit } from './people.ts';

const theOutsiderAsks = (event: string, argument: (stage: Stage) => unknown) => ({
  what: 'the outsider asks',
  act: (stage: Stage) => emit(stage.ear('outsider /').socket, event, argument(stage)),
  hears: isOf('outsider'),
  concerns: ['outsider'] as const,
});

/** Whom the events of `/` reach. */
export const socialEventRows: Record<Extract<EventKey, `/ ${string}`>, EventRow> = {
  ...socialStoryEventRows,
  '/ allUnreadMsgFromServer': {
    audience: 'the socket that came',
    scenes: [
      {
        what: 'a visitor comes',
        act: (stage) => stage.listen('visitor', '/'),
        hears: isOf('visitor'),
        concerns: ['owner', 'visitor'],
        after: (stage) => stage.dismiss(stage.ear('visitor /')),
      },
    ],
  },
  '/ singleUnreadMsgFromServer': {
    audience: 'to whom it was sent directly',
    scenes: [
      {
        what: 'the friend writes to the owner',
        act: (stage) =>
          emit(stage.ear('friend /').socket, 'newMessageFromClient', {
            to: stage.cast.owner.id,
            context: { text: 'on stage' },
          }),
        hears: isOf('owner'),
        concerns: ['owner', 'friend'],
      },
      {
        what: 'the friend writes to the owner by another door',
        act: async ({ cast }) => {
          const { friend, owner } = cast;
          const { id } = done(await friend.get(`/api/v1/conversations/direct/${owner.id}`));
          const path = `/api/v1/conversations/${id}/messages`;
          done(await friend.post(path, { content: 'on stage' }));
        },
        hears: isOf('owner'),
        concerns: ['owner', 'friend'],
      },
      { what: 'the sender sends to the group', ...senderSends, hears: () => false },
    ],
  },
  '/ sendUserProfileFromServer': {
    audience: 'the socket that asked',
    scenes: [theOutsiderAsks('receiveUserProfile', ({ cast }) => cast.owner.id)],
  },
  '/ SendFollowingListFromServer': {
    audience: 'the socket that asked',
    scenes: [theOutsiderAsks('getFollowingListRequest', ({ cast }) => cast.owner.id)],
  },
  '/ sendTweetToClientFromServer': {
    audience: 'the socket that asked',
    scenes: [theOutsiderAsks('getTweetsOfAnUser', ({ cast }) => cast.owner.id)],
  },
  '/ recieveTweetCommentsFromServer': {
    audience: 'the socket that asked',
    scenes: [
      {
        what: 'the outsider asks',
        act: async (stage) => {
          const body = { text: 'on stage' };
          const { id } = done(await stage.cast.outsider.post('/api/v1/posts', body));
          await emit(stage.ear('outsider /').socket, 'getComments', id);
        },
        hears: isOf('outsider'),
        concerns: ['outsider'],
      },
    ],
  },
  '/ sendLastSeenFromServer': {
    audience: 'the socket that asked',
    scenes: [theOutsiderAsks('requestLastSeen', ({ cast }) => [cast.owner.id, cast.friend.id])],
  },
};
