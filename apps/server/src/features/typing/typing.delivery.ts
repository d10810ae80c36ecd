import { typing } from '@xom/contract/typing';
import type { Connection, Connections } from '../../platform/connections.ts';
import type { Deliver, Roster } from '../conversations/roster.ts';

/** Renders who is writing as an event of `/v1`, to everybody else. */
export function deliverTyping(roster: Roster, connections: Connections): Deliver {
  return (event) => {
    if (event.type !== 'typing') return;
    const { type: _, ...payload } = event;
    const others: Connection[] = [];
    for (const connection of roster.rooms.connectionsIn(event.conversationId)) {
      if (connection.caller.userId !== event.userId) others.push(connection);
    }
    connections.send(typing, payload, others);
  };
}
