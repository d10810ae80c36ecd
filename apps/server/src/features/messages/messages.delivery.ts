import { messageCreated, messageHidden, messageUpdated } from '@xom/contract/messages';
import type { EventDefinition } from '@xom/contract/define';
import type { Message } from '@xom/contract/message-shape';
import type { Connection, Connections } from '../../platform/connections.ts';
import type { Deliver, Roster } from '../conversations/roster.ts';
import { forOthers } from './message-view.ts';

/** Renders what happens to messages as events of `/v1`: once for the sender's sockets, once for the others'. */
export function deliverMessages(roster: Roster, connections: Connections): Deliver {
  const tell = (event: EventDefinition<typeof Message>, message: Message) => {
    const { mine, others } = splitBySender(roster, connections, message);
    connections.send(event, message, mine);
    connections.send(event, forOthers(message), others);
  };
  return (event) => {
    switch (event.type) {
      case 'message.created':
        tell(messageCreated, event.message);
        break;
      case 'message.updated':
        tell(messageUpdated, event.message);
        break;
      case 'message.hidden': {
        const { type: _, userId, ...payload } = event;
        connections.send(messageHidden, payload, connections.of(userId));
        break;
      }
    }
  };
}

/** The receiving connections of a message's conversation: its sender's, and everybody else's. */
export function splitBySender(
  roster: Roster,
  connections: Connections,
  { conversationId, senderId }: Message,
): { mine: Iterable<Connection>; others: Connection[] } {
  const others: Connection[] = [];
  for (const connection of roster.connectionsIn(conversationId)) {
    if (connection.caller.userId !== senderId) others.push(connection);
  }
  const isIn = roster.isIn(conversationId, senderId);
  return { mine: isIn ? connections.of(senderId) : [], others };
}
