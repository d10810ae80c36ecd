import type { Bus, BusEvent } from '../../platform/bus.ts';
import type { ConnectionListener, Connections } from '../../platform/connections.ts';
import { userTopic } from '../../topics.ts';
import type { AccountEvent } from './accounts.events.ts';

type SessionEnded = Extract<AccountEvent, { type: 'session.ended' }>;

/** Ends the open sockets of sessions that end, in whatever process they ended. */
export function createSessionGuard(
  bus: Pick<Bus<BusEvent>, 'subscribe' | 'unsubscribe' | 'ready'>,
  connections: Pick<Connections, 'attachedOf'>,
): ConnectionListener {
  const onEvent = (event: BusEvent): void => {
    if (!isSessionEnded(event)) return;
    const { userId, sessionId, reason } = event;
    const ended = [...connections.attachedOf(userId)].filter(
      (connection) => sessionId === null || connection.caller.sessionId === sessionId,
    );
    // In the next turn, so that who signs out over a socket still gets the answer on it.
    setImmediate(() => {
      for (const connection of ended) connection.end(reason);
    });
  };
  return {
    async attached({ caller: { userId } }) {
      if (connections.attachedOf(userId).size === 1) bus.subscribe(userTopic(userId), onEvent);
      await bus.ready();
    },
    detached({ caller: { userId } }) {
      if (connections.attachedOf(userId).size === 0) bus.unsubscribe(userTopic(userId), onEvent);
    },
  };
}

function isSessionEnded(event: BusEvent): event is SessionEnded {
  return event.type === 'session.ended';
}
