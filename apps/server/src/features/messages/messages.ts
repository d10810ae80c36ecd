import type { Pool } from 'pg';
import type { DomainBus } from '../../domain-events.ts';
import type { Binding } from '../../platform/call.ts';
import type { Connections } from '../../platform/connections.ts';
import type { Database } from '../../tables.ts';
import type { PersonSummaries } from '../accounts/person-summaries.ts';
import type { Conversations } from '../conversations/conversations.ts';
import type { MediaUrls } from '../media/media.urls.ts';
import { Ingest } from './ingest.ts';
import { deliverMessages } from './messages.delivery.ts';
import { messageBindings } from './messages.operations.ts';
import { messagePolicies } from './messages.policies.ts';
import { announceStored, type MessageFiles, MessageService } from './messages.service.ts';
import { RemovalService } from './removal.service.ts';
import { SyncService } from './sync.service.ts';

export interface Messages {
  bindings: Binding[];
  policies: ReturnType<typeof messagePolicies>;
  /** Resolves when every message on its way is stored and told. */
  drained(): Promise<void>;
}

/** The feature, put together. */
export function createMessages(dependencies: {
  database: Database;
  pool: Pool;
  bus: DomainBus;
  connections: Connections;
  summaries: PersonSummaries;
  urls: MediaUrls;
  files: MessageFiles;
  conversations: Conversations;
}): Messages {
  const { database, pool, bus, summaries, urls, files, connections } = dependencies;
  const { roster, presenter } = dependencies.conversations;
  const ingest = new Ingest({ pool, onStored: announceStored({ bus, summaries, urls }) });
  roster.addDeliverer(deliverMessages(roster, connections));
  return {
    bindings: messageBindings({
      messages: new MessageService({ database, bus, ingest, files, summaries, urls }),
      removal: new RemovalService({ database, bus, files, summaries, urls }),
      sync: new SyncService({ database, presenter, summaries, urls }),
    }),
    policies: messagePolicies(database),
    drained: () => ingest.drained(),
  };
}
