import type { FastifyBaseLogger } from 'fastify';
import type { Binding } from '../../platform/call.ts';
import type { Pool } from 'pg';
import { openDatabase, openPoolBeside } from '../../platform/database.ts';
import type { Database, Tables } from '../../tables.ts';
import type { PersonSummaries } from '../accounts/person-summaries.ts';
import type { IsOnline } from '../accounts/profile-view.ts';
import type { MediaUrls } from '../media/media.urls.ts';
import { MessagePresenter } from '../messages/message-presenter.ts';
import { ProfileViews } from '../people/profiles.service.ts';
import { PostPresenter } from '../posts/post-presenter.ts';
import { SearchIndex } from './search-index.ts';
import { shelfSettings } from './search-keys.ts';
import { searchBindings } from './search.operations.ts';
import { SearchService } from './search.service.ts';

export interface Search {
  bindings: Binding[];
  /** Indexes nothing any more. */
  stop(): Promise<void>;
}

/** The feature, put together; begins to index what waits. */
export function createSearch(dependencies: {
  database: Database;
  pool: Pool;
  summaries: PersonSummaries;
  urls: MediaUrls;
  isOnline: IsOnline;
  logger: FastifyBaseLogger;
}): Search {
  const { database, pool, summaries, urls, logger } = dependencies;
  const shelves = openPoolBeside(pool, shelfSettings, (error) =>
    logger.error({ err: error }, 'database'),
  );
  const index = new SearchIndex(dependencies);
  index.start();
  const service = new SearchService({
    database,
    shelves: openDatabase<Tables>(shelves),
    index,
    profiles: new ProfileViews(dependencies),
    posts: new PostPresenter({ summaries, urls }),
    messages: new MessagePresenter(summaries, urls),
  });
  return {
    bindings: searchBindings(service, database),
    async stop() {
      await index.stop();
      await shelves.end();
    },
  };
}
