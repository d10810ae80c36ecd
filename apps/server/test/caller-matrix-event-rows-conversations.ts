import type { memberEvents } from '@xom/contract/members';
import { type EventRow, inside, isInside, isOf, type Scene } from './caller-matrix-events.ts';
import type { Stage } from './caller-matrix-stage.ts';
import { done } from './caller-matrix-world.ts';

type Names =
  | `conversation.${'created' | 'updated' | 'removed' | 'preferences'}`
  | (typeof memberEvents)[number]['name'];

const withJoiner = [...inside, 'joiner'] as const;

const ownerAdds: Pick<Scene, 'before' | 'act' | 'concerns'> = {
  before: (stage) => stage.setJoined(false),
  act: (stage) => stage.setJoined(true),
  concerns: withJoiner,
};
const ownerRemoves: Pick<Scene, 'before' | 'act' | 'concerns'> = {
  before: (stage) => stage.setJoined(true),
  act: (stage) => stage.setJoined(false),
  concerns: withJoiner,
};
/** Does something with a new group of the owner and the sender. */
function withGroup(
  act: (stage: Stage, conversationId: string) => Promise<unknown>,
): Pick<Scene, 'before' | 'act' | 'concerns'> {
  let id = '';
  return {
    before: async ({ cast }) => {
      const body = { isGroup: true, memberIds: [cast.sender.id] };
      ({ id } = done(await cast.owner.post('/api/v1/conversations', body)));
    },
    act: (stage) => act(stage, id),
    concerns: ['owner', 'sender'],
  };
}

/** The direct conversation with the friend, with something unread in it; nobody else learns of it. */
export const ownerClears: Pick<Scene, 'before' | 'act' | 'concerns'> = {
  before: async (stage) => {
    const path = `/api/v1/conversations/${await directId(stage)}/messages`;
    done(await stage.cast.friend.post(path, { content: 'soon gone' }));
  },
  act: async (stage) =>
    done(await stage.cast.owner.delete(`/api/v1/conversations/${await directId(stage)}`)),
  concerns: ['owner'],
};

async function directId({ cast }: Stage): Promise<string> {
  const body = { isGroup: false, memberIds: [cast.friend.id] };
  return done(await cast.owner.post('/api/v1/conversations', body)).id;
}

/** Whom the events reach that change a conversation as a whole. */
export const conversationEventRows: Record<`/v1 ${Names}`, EventRow> = {
  '/v1 conversation.created': {
    audience: 'everybody who is in it from now on',
    scenes: [
      {
        what: 'the owner makes a group',
        act: async ({ cast }) =>
          done(
            await cast.owner.post('/api/v1/conversations', {
              isGroup: true,
              memberIds: [cast.sender.id],
            }),
          ),
        hears: isOf('owner', 'sender'),
        concerns: ['owner', 'sender'],
      },
      { what: 'the owner adds the joiner', ...ownerAdds, hears: isOf('joiner') },
    ],
  },
  '/v1 conversation.updated': {
    audience: 'its members',
    scenes: [
      {
        what: 'the owner names the group',
        act: async ({ cast, path }) => done(await cast.owner.patch(path, { name: 'a new name' })),
        hears: isInside,
        concerns: withJoiner,
        before: (stage) => stage.setJoined(false),
      },
      {
        what: 'the owner lets only admins invite',
        act: async ({ cast, path }) =>
          done(await cast.owner.patch(path, { settings: { whoMayInvite: 'admins' } })),
        hears: isInside,
        concerns: inside,
        after: async ({ cast, path }) =>
          done(await cast.owner.patch(path, { settings: { whoMayInvite: 'members' } })),
      },
    ],
  },
  '/v1 conversation.removed': {
    audience: 'whose it is no longer',
    scenes: [
      { what: 'the owner removes the joiner', ...ownerRemoves, hears: isOf('joiner') },
      {
        what: 'the owner deletes a group',
        ...withGroup(async ({ cast }, id) =>
          done(await cast.owner.delete(`/api/v1/conversations/${id}`)),
        ),
        hears: isOf('owner', 'sender'),
      },
      { what: 'the owner clears a direct conversation', ...ownerClears, hears: isOf('owner') },
    ],
  },
  '/v1 conversation.preferences': {
    audience: 'whose they are',
    scenes: [
      {
        what: 'the member mutes the group',
        act: async ({ cast, path }) =>
          done(await cast.member.patch(`${path}/preferences`, { muted: true })),
        hears: isOf('member'),
        concerns: ['member'],
        after: async ({ cast, path }) =>
          done(await cast.member.patch(`${path}/preferences`, { muted: false })),
      },
    ],
  },
  '/v1 member.joined': {
    audience: 'those who were in it before',
    scenes: [{ what: 'the owner adds the joiner', ...ownerAdds, hears: isInside }],
  },
  '/v1 member.left': {
    audience: 'those who are still in it',
    scenes: [{ what: 'the owner removes the joiner', ...ownerRemoves, hears: isInside }],
  },
  '/v1 member.updated': {
    audience: 'its members',
    scenes: [
      {
        what: 'the owner makes the member an admin',
        act: async ({ cast, path }) =>
          done(await cast.owner.patch(`${path}/members/${cast.member.id}`, { role: 'admin' })),
        hears: isInside,
        concerns: inside,
        after: async ({ cast, path }) =>
          done(await cast.owner.patch(`${path}/members/${cast.member.id}`, { role: 'member' })),
      },
    ],
  },
};
