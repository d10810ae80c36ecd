import type { PayloadOf } from '@xom/contract/define';
import type { UserId } from '@xom/contract/fields';
import { presenceUpdated } from '@xom/contract/presence';
import type { Connection, Connections } from '../../platform/connections.ts';
import { presenceTopic } from '../../topics.ts';
import type { Deliver, Roster } from '../conversations/roster.ts';
import type { PresenceEvent } from './presence.events.ts';

export type PresencePayload = PayloadOf<typeof presenceUpdated>;

export interface PresenceAudience {
  payload: PresencePayload;
  connections: Connection[];
}

/** Who is here to hear of presence, and of whom. */
export interface Eyes {
  roster: Roster;
  connections: Connections;
  /** Who sees the person wherever they are. */
  watchersOf(userId: UserId): Iterable<UserId>;
  /** Whether the viewer hears nothing of the person, whatever they share. */
  isBlockedWith(viewerId: UserId, userId: UserId): boolean;
}

/** Renders presence as events of `/v1`. */
export function deliverPresence(eyes: Eyes): Deliver {
  return (event, topic) => {
    if (event.type !== 'presence.updated') return;
    for (const { payload, connections } of presenceAudiences(event, topic, eyes)) {
      eyes.connections.send(presenceUpdated, payload, connections);
    }
  };
}

/**
 * Who hears of a change of presence, and what. On the room: the sockets that have the conversation open
 * too, unless there is a block between the two. On the person's own topic: everybody else who watches them; the conversation is named only to its
 * members.
 */
export function presenceAudiences(
  event: PresenceEvent,
  topic: string,
  { roster, connections, watchersOf, isBlockedWith }: Eyes,
): PresenceAudience[] {
  const { userId, isOnline, isActive, lastSeen, view, isQuiet, to } = event;
  const everywhere = { userId, isOnline, isActive, lastSeen };
  const inConversation = view && {
    userId,
    isOnline,
    isActive: view.isOpen,
    lastSeen,
    conversationId: view.conversationId,
  };
  if (topic !== presenceTopic(userId)) {
    if (!inConversation) return [];
    const looking: Connection[] = [];
    for (const connection of roster.rooms.connectionsIn(inConversation.conversationId)) {
      const viewerId = connection.caller.userId;
      if (viewerId === userId || !connection.views.has(inConversation.conversationId)) continue;
      if (!isBlockedWith(viewerId, userId)) looking.push(connection);
    }
    return [{ payload: inConversation, connections: looking }];
  }
  const members: Connection[] = [];
  const others: Connection[] = [];
  for (const watcherId of to ?? watchersOf(userId)) {
    const isMember = inConversation && roster.rooms.isIn(inConversation.conversationId, watcherId);
    for (const connection of connections.of(watcherId)) {
      // Told on the room already.
      if (isMember && !isQuiet && connection.views.has(inConversation.conversationId)) continue;
      (isMember ? members : others).push(connection);
    }
  }
  return [
    ...(inConversation ? [{ payload: inConversation, connections: members }] : []),
    { payload: everywhere, connections: others },
  ];
}
