import type { UserId } from '@xom/contract/fields';
import type { Post } from '@xom/contract/posts';
import type { Database } from '../../tables.ts';
import { type FeedEntry, type FeedPlace, listFeedEntries } from './feed.queries.ts';
import type { Page } from './post-lists.service.ts';
import type { Wanted } from './post-lists.queries.ts';
import type { PostPresenter } from './post-presenter.ts';

/** How often one page looks further where hardly anything of what comes is to be shown. */
const maxRounds = 10;

/** The feed. */
export class FeedService {
  readonly #database: Database;
  readonly #presenter: PostPresenter;

  constructor(dependencies: { database: Database; presenter: PostPresenter }) {
    this.#database = dependencies.database;
    this.#presenter = dependencies.presenter;
  }

  /**
   * A page of the feed. Where very much in a row is not for the viewer it is shorter than asked for, though
   * there is more.
   */
  async list(
    viewerId: UserId,
    { after, limit }: Wanted<FeedPlace>,
  ): Promise<Page<Post, FeedPlace>> {
    const shown: FeedEntry[] = [];
    let reached = after;
    let hasMore = true;
    for (let round = 0; hasMore && shown.length <= limit && round < maxRounds; round += 1) {
      const part = { after: reached, limit: limit + 10 };
      const entries = await listFeedEntries(this.#database, viewerId, part);
      shown.push(...entries.filter(({ isShown }) => isShown));
      hasMore = entries.length === part.limit;
      reached = entries.at(-1)?.place ?? reached;
    }
    const page = shown.slice(0, limit);
    return {
      items: await this.#presenter.of(this.#database, viewerId, page),
      next: shown.length > limit ? (page.at(-1)?.place ?? null) : hasMore ? reached : null,
    };
  }
}
