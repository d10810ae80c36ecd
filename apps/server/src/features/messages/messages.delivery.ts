import { unreadUpdated } from '@xom/contract/conversations';
import { messageCreated, messageHidden, messageUpdated } from '@xom/contract/messages';
import type { EventDefinition } from '@xom/contract/define';
import type { Message } from '@xom/contract/message-shape';
import type { Connection, Connections } from '../../platform/connections.ts';
import type { Deliver, Roster } from '../conversations/roster.ts';
import { unreadAfter } from '../conversations/unread.ts';
import { seenBy, type ToldMessage } from './message-view.ts';

/** Renders what happens to messages as events of `/v1`: once for each audience that sees them differently. */
export function deliverMessages(roster: Roster, connections: Connections): Deliver {
  const tell = (event: EventDefinition<typeof Message>, told: ToldMessage) => {
    for (const audience of messageAudiences(roster, event.namespace, told)) {
      connections.send(event, audience.message, audience.connections);
    }
  };
  return (event) => {
    switch (event.type) {
      case 'message.created':
        tell(messageCreated, event);
        tellUnread(roster, connections, event);
        break;
      case 'message.updated':
        tell(messageUpdated, event);
        break;
      case 'message.hidden': {
        const { type: _, userId, ...payload } = event;
        connections.send(messageHidden, payload, connections.of(userId));
        break;
      }
    }
  };
}

/** Right after the message: a client that catches up can tell what the count is of. */
function tellUnread(roster: Roster, connections: Connections, { message }: ToldMessage): void {
  const { conversationId } = message;
  for (const [unreadCount, audience] of unreadAfter(roster, unreadUpdated.namespace, message)) {
    connections.send(unreadUpdated, [{ conversationId, unreadCount }], audience);
  }
}

/** Those to whom a message looks the same. */
export interface MessageAudience {
  message: Message;
  /** The sender's own connections. */
  isMine: boolean;
  connections: Connection[];
}

/**
 * The receiving connections of a message's conversation by one door: its sender's and everybody else's; apart
 * from them those of members who hid the message that it answers.
 */
export function messageAudiences(
  roster: Roster,
  door: string,
  told: ToldMessage,
): Iterable<MessageAudience> {
  const { conversationId, senderId, seq } = told.message;
  const unquoted = new Set(told.quoteHiddenFrom);
  const audiences = new Map<number, MessageAudience>();
  for (const { userId, counts, connection } of roster.receivers(conversationId, door)) {
    if (seq <= counts.clearedSeq) continue;
    const isMine = userId === senderId;
    const kind = (isMine ? 1 : 0) + (unquoted.has(userId) ? 2 : 0);
    let audience = audiences.get(kind);
    if (!audience) {
      audience = { message: seenBy(told, userId), isMine, connections: [] };
      audiences.set(kind, audience);
    }
    audience.connections.push(connection);
  }
  return audiences.values();
}
