import type { FastifyBaseLogger } from 'fastify';
import type { DomainBus } from '../../domain-events.ts';
import type { Binding } from '../../platform/call.ts';
import type { Connections } from '../../platform/connections.ts';
import type { JobKind } from '../../platform/jobs.ts';
import type { Database } from '../../tables.ts';
import type { PersonSummaries } from '../accounts/person-summaries.ts';
import type { MediaUrls } from '../media/media.urls.ts';
import { ConversationPresenter } from './conversation-presenter.ts';
import { deliverConversations } from './conversations.delivery.ts';
import { conversationBindings } from './conversations.operations.ts';
import { conversationPolicies } from './conversations.policies.ts';
import { ConversationService } from './conversations.service.ts';
import { Deliveries } from './deliveries.ts';
import { purgeJob } from './deletion.job.ts';
import { type ConversationFiles, DeletionService } from './deletion.service.ts';
import type { MemberSearch } from './member-search.ts';
import { MemberService } from './members.service.ts';
import { type ActivePeople, OpenViews } from './open-views.ts';
import { PreferenceService } from './preferences.service.ts';
import { ReadingService } from './reading.service.ts';
import { Roster } from './roster.ts';
import { type ConversationPictures, SettingsService } from './settings.service.ts';
import { VersionBeacon } from './version-beacon.ts';

export interface Conversations {
  bindings: Binding[];
  policies: ReturnType<typeof conversationPolicies>;
  jobs: JobKind[];
  roster: Roster;
  views: OpenViews;
  deliveries: Deliveries;
  presenter: ConversationPresenter;
  beacon: VersionBeacon;
  /** Asks and repeats nothing any more. */
  stop(): Promise<void>;
}

/** The feature, put together. */
export function createConversations(dependencies: {
  database: Database;
  bus: DomainBus;
  connections: Connections;
  summaries: PersonSummaries;
  urls: MediaUrls;
  files: ConversationPictures & ConversationFiles;
  active: ActivePeople;
  search: MemberSearch;
  logger: FastifyBaseLogger;
  /** Within which versions that moved are repeated. */
  versionsSeconds: number;
  /** Whether it is noted, and told, how far messages have reached people's devices. */
  areDeliveriesFollowed: boolean;
}): Conversations {
  const { database, bus, connections, summaries, urls, files, active, search, logger } =
    dependencies;
  const presenter = new ConversationPresenter(summaries, urls);
  const roster = new Roster({ database, bus, connections });
  connections.listen(roster);
  const views = new OpenViews({ connections, active });
  const beacon = new VersionBeacon({
    database,
    roster,
    connections,
    logger,
    everySeconds: dependencies.versionsSeconds,
  });
  beacon.start();
  const deliveries = new Deliveries({
    database,
    bus,
    connections,
    roster,
    logger,
    isOn: dependencies.areDeliveriesFollowed,
  });
  connections.listen(deliveries);
  roster.addDeliverer(deliverConversations(roster, connections));
  roster.addDeliverer(deliveries.follow);
  return {
    bindings: conversationBindings({
      conversations: new ConversationService({ database, bus, presenter }),
      members: new MemberService({ database, bus, presenter, summaries, files, search }),
      settings: new SettingsService({ database, bus, presenter, pictures: files }),
      preferences: new PreferenceService({ database, bus, presenter }),
      deletion: new DeletionService({ database, bus, files }),
      reading: new ReadingService({ database, bus }),
      deliveries,
      views,
    }),
    policies: conversationPolicies(database),
    jobs: [purgeJob(database)],
    roster,
    views,
    deliveries,
    presenter,
    beacon,
    async stop() {
      await beacon.stop();
      await roster.stop();
    },
  };
}
