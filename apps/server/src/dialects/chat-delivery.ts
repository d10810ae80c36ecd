import {
  messageDeleted,
  messageRecalled,
  messagesRead,
  newMessage,
  newNotification,
  unreadCountUpdated,
  userStatusUpdate,
} from '@xom/contract/chat-namespace';
import type { ReadUpdated } from '../features/conversations/conversations.events.ts';
import type { Deliver, Roster } from '../features/conversations/roster.ts';
import { unreadAfterReading } from '../features/conversations/unread.ts';
import { UnreadTelling } from '../features/conversations/unread-telling.ts';
import type { ToldMessage } from '../features/messages/message-view.ts';
import { messageAudiences } from '../features/messages/messages.delivery.ts';
import { type Eyes, presenceAudiences } from '../features/presence/presence.delivery.ts';
import type { Connections } from '../platform/connections.ts';
import { messageObject } from './chat-namespace.ts';

/** The dialect of seed 004, event by event: what happened, in its names, to the sockets of `/chat`. */
export function deliverChat(eyes: Eyes): Deliver {
  const { roster, connections } = eyes;
  const unread = new UnreadTelling({
    roster,
    door: unreadCountUpdated.namespace,
    part: 'elsewhere',
    tell: (groupId, unreadCount, audience) =>
      connections.send(unreadCountUpdated, [{ groupId, unreadCount }], audience),
  });
  return (event, topic) => {
    switch (event.type) {
      case 'message.created':
        tellNewMessage(event, roster, connections);
        unread.follow(event.message);
        break;
      case 'message.updated': {
        // The document knows no edits and no reactions: `open` and `loadMessages` show them.
        if (event.change !== 'recalled') break;
        const { id: messageId, conversationId } = event.message;
        const payload = { messageId, groupId: conversationId };
        connections.send(messageRecalled, payload, roster.rooms.connectionsIn(conversationId));
        break;
      }
      case 'message.hidden': {
        const { messageId, userId } = event;
        connections.send(messageDeleted, { messageId, userId }, connections.of(userId));
        break;
      }
      case 'conversation.cleared': {
        const { conversationId: groupId, userId, wasUnread } = event;
        if (!wasUnread) break;
        connections.send(unreadCountUpdated, [{ groupId, unreadCount: 0 }], connections.of(userId));
        break;
      }
      case 'read.updated':
        tellRead(event, roster, connections);
        break;
      case 'presence.updated':
        for (const audience of presenceAudiences(event, topic, eyes)) {
          const { userId: profileId, conversationId: groupId, ...status } = audience.payload;
          const payload = { profileId, ...status, ...(groupId && { groupId }) };
          connections.send(userStatusUpdate, payload, audience.connections);
        }
        break;
    }
  };
}

/**
 * `newMessage` to every socket that has the group open; `newNotification` to the other members' other sockets, which
 * get the new count; nothing to the sender's.
 */
function tellNewMessage(told: ToldMessage, roster: Roster, connections: Connections): void {
  const groupId = told.message.conversationId;
  const door = newMessage.namespace;
  for (const audience of messageAudiences(roster, door, told, 'looking')) {
    connections.send(newMessage, messageObject(audience.message, []), audience.connections);
  }
  for (const audience of messageAudiences(roster, door, told, 'elsewhere')) {
    if (audience.isMine) continue;
    const message = messageObject(audience.message, []);
    const notice = { type: 'NEW_MESSAGE', groupId, message } as const;
    connections.send(newNotification, notice, audience.connections);
  }
}

function tellRead(event: ReadUpdated, roster: Roster, connections: Connections): void {
  const { conversationId: groupId, userId, messageIds } = event;
  const unreadCount = unreadAfterReading(roster, event);
  const [upToMessageId] = messageIds;
  if (upToMessageId) {
    const payload = { profileId: userId, groupId, messageIds, upToMessageId };
    connections.send(messagesRead, payload, roster.rooms.connectionsIn(groupId));
  }
  connections.send(unreadCountUpdated, [{ groupId, unreadCount }], connections.of(userId));
}
