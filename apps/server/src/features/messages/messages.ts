import type { Pool } from 'pg';
import type { DomainBus } from '../../domain-events.ts';
import type { Binding } from '../../platform/call.ts';
import type { Connections } from '../../platform/connections.ts';
import type { JobKind } from '../../platform/jobs.ts';
import type { Database } from '../../tables.ts';
import type { PersonSummaries } from '../accounts/person-summaries.ts';
import type { Conversations } from '../conversations/conversations.ts';
import type { MediaUrls } from '../media/media.urls.ts';
import { announceStored } from './announce.ts';
import { EditService } from './edit.service.ts';
import { expiryJob } from './expiry.job.ts';
import { ExpiryService } from './expiry.service.ts';
import { Ingest } from './ingest.ts';
import { MessageChanges } from './message-changes.ts';
import { MessagePresenter } from './message-presenter.ts';
import { deliverMessages } from './messages.delivery.ts';
import { messageBindings } from './messages.operations.ts';
import { messagePolicies } from './messages.policies.ts';
import { type MessageFiles, MessageService } from './messages.service.ts';
import { ReactionService } from './reactions.service.ts';
import { RemovalService } from './removal.service.ts';
import { SyncService } from './sync.service.ts';

export interface Messages {
  bindings: Binding[];
  jobs: JobKind[];
  policies: ReturnType<typeof messagePolicies>;
  send: MessageService['send'];
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
  /** For how many hours after its sending a message can be edited, or taken back; null: for good. */
  windows: { editHours: number | null; recallHours: number | null };
  /** How many are stored at once at most; undefined: as many as does good. */
  batchSize: number | undefined;
}): Messages {
  const { database, pool, bus, summaries, urls, files, connections, windows } = dependencies;
  const { roster, deliveries } = dependencies.conversations;
  const presenter = new MessagePresenter(summaries, urls);
  const changes = new MessageChanges({ database, bus, presenter });
  const ingest = new Ingest({
    pool,
    onStored: announceStored({ database, bus, presenter }),
    batchSize: dependencies.batchSize,
  });
  roster.addDeliverer(deliverMessages(roster, connections));
  const messages = new MessageService({ database, ingest, files, presenter, deliveries, urls });
  return {
    bindings: messageBindings({
      messages,
      edits: new EditService(changes, windows.editHours),
      reactions: new ReactionService(changes),
      removal: new RemovalService({
        database,
        bus,
        files,
        changes,
        recallWindowHours: windows.recallHours,
      }),
      sync: new SyncService({
        database,
        conversations: dependencies.conversations.presenter,
        messages: presenter,
        summaries,
        deliveries,
      }),
    }),
    jobs: [expiryJob(database, new ExpiryService({ database, bus, files, presenter }))],
    policies: messagePolicies(database),
    send: (senderId, input, storyId) => messages.send(senderId, input, storyId),
    drained: () => ingest.drained(),
  };
}
