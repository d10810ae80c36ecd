import type { FastifyBaseLogger } from 'fastify';
import type { DomainBus } from '../../domain-events.ts';
import type { Notices } from '../../notices.ts';
import type { Binding } from '../../platform/call.ts';
import type { Connections } from '../../platform/connections.ts';
import type { JobKind } from '../../platform/jobs.ts';
import type { Database } from '../../tables.ts';
import type { PersonSummaries } from '../accounts/person-summaries.ts';
import type { Roster } from '../conversations/roster.ts';
import type { MediaUrls } from '../media/media.urls.ts';
import { ArchiveService } from './archive.service.ts';
import { feedBindings } from './feed.operations.ts';
import { FeedService } from './feed.service.ts';
import { PostActService } from './post-acts.service.ts';
import { purgePostsJob } from './post-deletion.job.ts';
import { PostDeletionService, type PostFiles } from './post-deletion.service.ts';
import { PostListService } from './post-lists.service.ts';
import { PostPresenter } from './post-presenter.ts';
import { PostWatch } from './post-watch.ts';
import { postBindings } from './posts.operations.ts';
import { type HeldFiles, PostService } from './posts.service.ts';
import { recountPrivacyJob } from './privacy-counts.job.ts';

export interface Posts {
  bindings: Binding[];
  jobs: JobKind[];
  /** Tells nothing any more. */
  stop(): Promise<void>;
}

/** The feature, put together. */
export function createPosts(dependencies: {
  database: Database;
  bus: DomainBus;
  connections: Connections;
  summaries: PersonSummaries;
  urls: MediaUrls;
  files: HeldFiles & PostFiles;
  notices: Notices;
  roster: Roster;
  logger: FastifyBaseLogger;
}): Posts {
  const { database, connections, roster } = dependencies;
  const presenter = new PostPresenter(dependencies);
  const parts = { ...dependencies, presenter };
  const lists = new PostListService(parts);
  const watch = new PostWatch(dependencies);
  connections.listen(watch);
  roster.addDeliverer(watch.deliver);
  return {
    bindings: [
      ...postBindings({
        posts: new PostService(parts),
        acts: new PostActService(parts),
        archive: new ArchiveService(parts),
        deletion: new PostDeletionService(dependencies),
        lists,
        watch,
      }),
      ...feedBindings({ feed: new FeedService(parts), lists }),
    ],
    jobs: [purgePostsJob(database), recountPrivacyJob(database)],
    stop: () => watch.stop(),
  };
}
