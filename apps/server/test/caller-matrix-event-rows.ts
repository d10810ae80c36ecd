import { notificationEventRows } from './caller-matrix-event-rows-notifications.ts';
import { peopleEventRows } from './caller-matrix-event-rows-people.ts';
import { postEventRows } from './caller-matrix-event-rows-posts.ts';
import { socialEventRows } from './caller-matrix-event-rows-social.ts';
import { storyEventRows } from './caller-matrix-event-rows-stories.ts';
import {
  type EventKey,
  type EventRow,
  inside,
  isInside,
  isOf,
  memberReads,
  memberRegisters,
  ownerLooks,
  type Scene,
  senderSends,
  visitorComes,
  withMessage,
} from './caller-matrix-events.ts';
import { conversationEventRows, ownerClears } from './caller-matrix-event-rows-conversations.ts';
import { done } from './caller-matrix-world.ts';
import { emit } from './people.ts';

const recalls = withMessage(async ({ cast }, id) =>
  done(await cast.sender.put(`/api/v1/messages/${id}/recall`)),
);
const hides = withMessage(async ({ cast }, id) =>
  done(await cast.member.delete(`/api/v1/messages/${id}`)),
);
/** At the end of the server: see the test. */
const closing: readonly Scene[] = [];

/** Whom each event reaches; an event that is not here fails the matrix. */
export const eventRows: Record<EventKey, EventRow> = {
  ...conversationEventRows,
  ...postEventRows,
  ...peopleEventRows,
  ...notificationEventRows,
  ...storyEventRows,
  '/v1 read.updated': {
    audience: 'its members',
    scenes: [{ what: 'the member reads', ...memberReads, hears: isInside }],
  },
  '/v1 delivered.updated': {
    audience: 'its members',
    scenes: [],
    unseen: 'comes a little later, and is off here; see deliveries.test.ts',
  },
  '/v1 unread.updated': {
    audience: 'whose count changed',
    scenes: [
      { what: 'the sender sends', ...senderSends, hears: isOf('owner', 'member') },
      { what: 'the member reads', ...memberReads, hears: isOf('member') },
    ],
  },
  '/v1 versions': {
    audience: 'each person, of the conversations that they are in',
    scenes: [],
    unseen: 'comes by the clock alone; whatever came meanwhile is looked at in the end',
  },
  '/v1 resync': { audience: 'everybody connected', scenes: closing },
  '/v1 message.created': {
    audience: 'the members of its conversation',
    scenes: [
      { what: 'the sender sends', ...senderSends, hears: isInside },
      {
        what: 'the sender sends by the dialect',
        act: async ({ cast, group }) =>
          done(await cast.sender.post('/chat/send', { groupId: group, message: 'a word' })),
        hears: isInside,
        concerns: inside,
      },
      {
        what: 'the member forwards',
        ...withMessage(async ({ cast, group }, id) =>
          done(
            await cast.member.post(`/api/v1/messages/${id}/forward`, {
              targetConversationId: group,
            }),
          ),
        ),
        hears: isInside,
      },
    ],
  },
  '/v1 message.updated': {
    audience: 'the members of its conversation',
    scenes: [
      { what: 'the sender recalls', ...recalls, hears: isInside },
      {
        what: 'the sender edits',
        ...withMessage(async ({ cast }, id) =>
          done(await cast.sender.patch(`/api/v1/messages/${id}`, { content: 'other words' })),
        ),
        hears: isInside,
      },
      {
        what: 'the member reacts',
        ...withMessage(async ({ cast }, id) =>
          done(await cast.member.put(`/api/v1/messages/${id}/reactions/❤️`)),
        ),
        hears: isInside,
      },
    ],
  },
  '/v1 typing': {
    audience: 'the other members of its conversation',
    scenes: [
      {
        what: 'the member types',
        act: async ({ cast, path }) => done(await cast.member.post(`${path}/typing`)),
        hears: isOf('owner', 'sender'),
        concerns: ['owner', 'sender'],
      },
    ],
  },
  '/v1 message.hidden': {
    audience: 'who hid it',
    scenes: [{ what: 'the member deletes for themselves', ...hides, hears: isOf('member') }],
  },
  '/v1 presence.updated': {
    audience: 'who is in a direct conversation with them, or looks at the same group',
    scenes: [ownerLooks('owner /v1'), visitorComes('/v1', true), visitorComes('/v1', false)],
  },
  '/chat initialUnreadCounts': {
    audience: 'the socket that registered',
    scenes: [memberRegisters()],
  },
  '/chat userStatusUpdate': {
    audience: 'who is in a direct conversation with them, or looks at the same group',
    scenes: [ownerLooks('owner /chat'), visitorComes('/chat', true), visitorComes('/chat', false)],
  },
  '/chat messagesRead': {
    audience: 'its members',
    scenes: [{ what: 'the member reads', ...memberReads, hears: isInside }],
  },
  '/chat unreadCountUpdated': {
    audience: 'whose count changed, but not where the group is open; who asked',
    scenes: [
      {
        what: 'the sender sends',
        ...senderSends,
        hears: (ear) => isOf('owner', 'member')(ear) && !ear.isOpen,
      },
      { what: 'the member reads', ...memberReads, hears: isOf('member') },
      { what: 'the owner clears a direct conversation', ...ownerClears, hears: isOf('owner') },
      {
        what: 'the member asks',
        act: (stage) =>
          emit(stage.ear('member /chat').socket, 'getUnreadCounts', {
            profileId: stage.cast.member.id,
          }),
        hears: ({ name }) => name === 'member /chat',
        concerns: ['member'],
      },
    ],
  },
  '/chat newMessage': {
    audience: 'where a member has the group open, the sender too',
    scenes: [
      { what: 'the sender sends', ...senderSends, hears: (ear) => isInside(ear) && ear.isOpen },
    ],
  },
  '/chat newNotification': {
    audience: "the other members' sockets that do not have it open",
    scenes: [
      {
        what: 'the sender sends',
        ...senderSends,
        hears: (ear) => isOf('owner', 'member')(ear) && !ear.isOpen,
      },
    ],
  },
  '/chat messageRecalled': {
    audience: 'its members',
    scenes: [{ what: 'the sender recalls', ...recalls, hears: isInside }],
  },
  '/chat messageDeleted': {
    audience: 'who deleted it for themselves',
    scenes: [{ what: 'the member deletes for themselves', ...hides, hears: isOf('member') }],
  },
  '/chat socketError': {
    audience: 'the socket whose event was refused',
    scenes: [
      {
        what: 'the outsider opens the group',
        act: (stage) =>
          emit(stage.ear('outsider /chat').socket, 'open', {
            profileId: stage.cast.outsider.id,
            groupId: stage.group,
          }),
        hears: ({ name }) => name === 'outsider /chat',
        concerns: ['outsider'],
      },
    ],
  },
  '/chat resync': { audience: 'everybody registered', scenes: closing },
  ...socialEventRows,
};
