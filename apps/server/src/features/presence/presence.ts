import type { FastifyBaseLogger } from 'fastify';
import type { DomainBus } from '../../domain-events.ts';
import type { Connections } from '../../platform/connections.ts';
import type { Database } from '../../tables.ts';
import { peopleTopic } from '../../topics.ts';
import type { Conversations } from '../conversations/conversations.ts';
import { deliverPresence } from './presence.delivery.ts';
import { PresenceService } from './presence.service.ts';
import type { PresenceStore } from './presence-store.ts';

/** The feature, put together. */
export function createPresence(dependencies: {
  database: Database;
  bus: DomainBus;
  connections: Connections;
  conversations: Conversations;
  store: PresenceStore;
  logger: FastifyBaseLogger;
}): PresenceService {
  const { database, bus, connections, store, logger } = dependencies;
  const { roster, views: openViews } = dependencies.conversations;
  const presence = new PresenceService({
    database,
    bus,
    connections,
    openViews,
    store,
    logger,
  });
  connections.listen(presence);
  const deliver = deliverPresence({
    roster,
    connections,
    watchersOf: (userId) => presence.watchersOf(userId),
    isBlockedWith: (viewerId, userId) => presence.isBlockedWith(viewerId, userId),
  });
  presence.addDeliverer(deliver);
  roster.addDeliverer(deliver);
  roster.addDeliverer((event) => {
    if (event.type === 'conversation.removed') presence.lookedAway(event.userId);
  });
  // The two of a new direct conversation see each other from its first moment.
  roster.addDeliverer((event) => {
    if (event.type !== 'conversation.joined' || event.conversation.isGroup) return;
    for (const { user } of event.conversation.members) {
      if (user.id !== event.userId) presence.watch(event.userId, user.id);
    }
  });
  bus.subscribe(peopleTopic, (event) => {
    if (event.type === 'person.sight-changed') presence.sightChanged(event.userId);
  });
  return presence;
}
