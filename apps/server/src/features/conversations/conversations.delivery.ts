import {
  conversationCreated,
  conversationRemoved,
  conversationUpdated,
  readUpdated,
  unreadUpdated,
} from '@xom/contract/conversations';
import { deliveredUpdated } from '@xom/contract/deliveries';
import type { ConversationId, UserId } from '@xom/contract/fields';
import { memberJoined, memberLeft, memberUpdated } from '@xom/contract/members';
import { conversationPreferences } from '@xom/contract/preferences';
import type { Connection, Connections } from '../../platform/connections.ts';
import type { Counts } from './reading.queries.ts';
import { type Deliver, type Roster, unreadCountOf } from './roster.ts';

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
        connections.send(conversationUpdated, payload, roster.connectionsIn(event.conversationId));
        break;
      }
      case 'member.joined': {
        const { type: _, member, ...payload } = event;
        const everyone = roster.connectionsIn(event.conversationId);
        connections.send(memberJoined, { ...payload, ...member }, everyone);
        break;
      }
      case 'member.left': {
        const { type: _, ...payload } = event;
        connections.send(memberLeft, payload, roster.connectionsIn(event.conversationId));
        break;
      }
      case 'member.updated': {
        const { type: _, ...payload } = event;
        connections.send(memberUpdated, payload, roster.connectionsIn(event.conversationId));
        break;
      }
      case 'read.updated': {
        const { conversationId, userId, fromSeq, upToSeq, readAt, version, unreadCount } = event;
        connections.send(
          readUpdated,
          { conversationId, userId, fromSeq, upToSeq, readAt, version },
          roster.connectionsIn(conversationId),
        );
        connections.send(unreadUpdated, [{ conversationId, unreadCount }], connections.of(userId));
        break;
      }
      case 'delivered.updated': {
        const { type: _, ...payload } = event;
        connections.send(deliveredUpdated, payload, roster.connectionsIn(event.conversationId));
        break;
      }
      case 'message.created': {
        const { conversationId, senderId, seq } = event.message;
        const others = unreadAfter(roster, connections, { conversationId, senderId, seq });
        for (const [unreadCount, audience] of others) {
          connections.send(unreadUpdated, [{ conversationId, unreadCount }], audience);
        }
        break;
      }
    }
  };
}

/**
 * The connections of everybody but the sender, by how much is unread for them after a message: those with
 * the same count share one encoding.
 */
export function unreadAfter(
  roster: Roster,
  connections: Connections,
  message: { conversationId: ConversationId; senderId: UserId; seq: number },
  isWanted: (connection: Connection) => boolean = () => true,
): Map<number, Connection[]> {
  const audiences = new Map<number, Connection[]>();
  const add = (counts: Readonly<Counts>, connection: Connection) => {
    const unreadCount = unreadCountOf(counts, message.seq);
    const audience = audiences.get(unreadCount);
    if (audience) audience.push(connection);
    else audiences.set(unreadCount, [connection]);
  };
  for (const [userId, counts] of roster.members(message.conversationId)) {
    if (userId === message.senderId) continue;
    for (const connection of connections.of(userId)) {
      if (isWanted(connection)) add(counts, connection);
    }
  }
  return audiences;
}
