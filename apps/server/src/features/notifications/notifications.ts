import type { FastifyBaseLogger } from 'fastify';
import type { DomainBus } from '../../domain-events.ts';
import type { Binding } from '../../platform/call.ts';
import type { Connections } from '../../platform/connections.ts';
import type { JobKind } from '../../platform/jobs.ts';
import type { Database } from '../../tables.ts';
import type { PersonSummaries } from '../accounts/person-summaries.ts';
import type { Roster } from '../conversations/roster.ts';
import type { MediaUrls } from '../media/media.urls.ts';
import { forgetJob } from './forgetting.job.ts';
import { NotificationDelivery } from './notifications.delivery.ts';
import { notificationBindings } from './notifications.operations.ts';
import { deleteOlder } from './notifications.queries.ts';
import { NotificationsService } from './notifications.service.ts';

const keptDays = 180;
const dayMs = 24 * 60 * 60 * 1000;
const linesPerStep = 1000;

/** The feature, put together. What writes notifications is `NoticeService`, which comes first. */
export function createNotifications(dependencies: {
  database: Database;
  bus: DomainBus;
  connections: Connections;
  summaries: PersonSummaries;
  urls: MediaUrls;
  roster: Roster;
  logger: FastifyBaseLogger;
}): { bindings: Binding[]; jobs: JobKind[]; drained(): Promise<void> } {
  const { database, bus, connections, summaries, urls, roster, logger } = dependencies;
  const notifications = new NotificationsService({
    database,
    bus,
    summaries,
    thumbnailUrl: (mediaId) => urls.of(mediaId, 'thumb'),
  });
  const delivery = new NotificationDelivery({ connections, notifications, logger });
  roster.addDeliverer(delivery.deliver);
  return {
    bindings: notificationBindings(notifications),
    jobs: [
      { name: 'notifications:purge', every: '30 3 * * *', run: async () => purge(database) },
      forgetJob(database),
    ],
    drained: () => delivery.drained(),
  };
}

async function purge(database: Database): Promise<void> {
  const oldest = new Date(Date.now() - keptDays * dayMs);
  while ((await deleteOlder(database, oldest, linesPerStep)) > 0);
}
