import {
  conversationCreated,
  conversationRemoved,
  conversationUpdated,
  readUpdated,
  unreadUpdated,
} from '@xom/contract/conversations';
import { deliveredUpdated } from '@xom/contract/deliveries';
import { memberJoined, memberLeft, memberUpdated } from '@xom/contract/members';
import { conversationPreferences } from '@xom/contract/preferences';
import type { Connections } from '../../platform/connections.ts';
import type { Deliver, Roster } from './roster.ts';
import { unreadAfterReading } from './unread.ts';

/** Renders what happens to conversations as events of `/v1`. */
export function deliverConversations(roster: Roster, connections: Connections): Deliver {
  return (event) => {
    switch (event.type) {
      case 'conversation.joined':
        connections.send(conversationCreated, event.conversation, connections.of(event.userId));
        break;
      case 'conversation.removed': {
        const { conversationId } = event;
        connections.send(conversationRemoved, { conversationId }, connections.of(event.userId));
        break;
      }
      case 'conversation.cleared': {
        const { conversationId, userId, wasUnread } = event;
        const own = connections.of(userId);
        if (wasUnread) connections.send(unreadUpdated, [{ conversationId, unreadCount: 0 }], own);
        connections.send(conversationRemoved, { conversationId }, own);
        break;
      }
      case 'conversation.preferences': {
        const { type: _, userId, ...payload } = event;
        connections.send(conversationPreferences, payload, connections.of(userId));
        break;
      }
      case 'conversation.updated': {
        const { type: _, ...payload } = event;
        connections.send(
          conversationUpdated,
          payload,
          roster.rooms.connectionsIn(event.conversationId),
        );
        break;
      }
      case 'member.joined': {
        const { type: _, member, ...payload } = event;
        const everyone = roster.rooms.connectionsIn(event.conversationId);
        connections.send(memberJoined, { ...payload, ...member }, everyone);
        break;
      }
      case 'member.left': {
        const { type: _, ...payload } = event;
        connections.send(memberLeft, payload, roster.rooms.connectionsIn(event.conversationId));
        break;
      }
      case 'member.updated': {
        const { type: _, ...payload } = event;
        connections.send(memberUpdated, payload, roster.rooms.connectionsIn(event.conversationId));
        break;
      }
      case 'read.updated': {
        const { conversationId, userId, fromSeq, upToSeq, readAt, version } = event;
        const unreadCount = unreadAfterReading(roster, event);
        connections.send(
          readUpdated,
          { conversationId, userId, fromSeq, upToSeq, readAt, version },
          roster.rooms.connectionsIn(conversationId),
        );
        connections.send(unreadUpdated, [{ conversationId, unreadCount }], connections.of(userId));
        break;
      }
      case 'delivered.updated': {
        const { type: _, ...payload } = event;
        connections.send(
          deliveredUpdated,
          payload,
          roster.rooms.connectionsIn(event.conversationId),
        );
        break;
      }
    }
  };
}
