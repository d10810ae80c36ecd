import type { FastifyBaseLogger } from 'fastify';
import type { DomainBus } from '../../domain-events.ts';
import type { Binding } from '../../platform/call.ts';
import type { Connections } from '../../platform/connections.ts';
import type { JobKind } from '../../platform/jobs.ts';
import type { Database } from '../../tables.ts';
import type { PersonSummaries } from '../accounts/person-summaries.ts';
import type { Roster } from '../conversations/roster.ts';
import type { MediaUrls } from '../media/media.urls.ts';
import { removalJob } from './removal.job.ts';
import { type ReleasingFiles, StoryRemoval } from './removal.service.ts';
import { deliverStories } from './stories.delivery.ts';
import { type SendStoryReply, storyBindings } from './stories.operations.ts';
import { type HoldingFiles, StoryService } from './stories.service.ts';
import { StoryAudience } from './story-audience.ts';
import { StoryPresenter } from './story-presenter.ts';
import { StoryViewService } from './story-views.service.ts';

export interface Stories {
  bindings: Binding[];
  jobs: JobKind[];
  /** Tells nothing any more. */
  stop(): Promise<void>;
}

/** The feature, put together. */
export function createStories(dependencies: {
  database: Database;
  bus: DomainBus;
  connections: Connections;
  summaries: PersonSummaries;
  urls: MediaUrls;
  files: HoldingFiles & ReleasingFiles;
  roster: Roster;
  sendReply: SendStoryReply;
  logger: FastifyBaseLogger;
}): Stories {
  const { database, bus, connections, summaries, urls, files, logger } = dependencies;
  const presenter = new StoryPresenter(summaries, urls);
  const removal = new StoryRemoval({ database, bus, files });
  const audience = new StoryAudience({ database, bus, connections, logger });
  audience.start();
  dependencies.roster.addDeliverer(deliverStories(connections));
  return {
    bindings: storyBindings({
      stories: new StoryService({ database, bus, files, presenter }),
      views: new StoryViewService({ database, bus, summaries }),
      removal,
      sendReply: dependencies.sendReply,
    }),
    jobs: [removalJob(database, removal)],
    stop: () => audience.stop(),
  };
}
