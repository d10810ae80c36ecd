import type { PostId, UserId } from '@xom/contract/fields';
import type { Post } from '@xom/contract/posts';
import type { DomainBus } from '../../domain-events.ts';
import type { Database } from '../../tables.ts';
import { announcePost } from './post-announcer.ts';
import { lockAuthor, lockOwnPost, quotedBy } from './post-locks.queries.ts';
import type { PostPresenter } from './post-presenter.ts';
import { applyPost, withdrawPost } from './post-standing.queries.ts';
import { setArchived } from './posts.queries.ts';

/** Showing a post to nobody but its author, and again. */
export class ArchiveService {
  readonly #database: Database;
  readonly #bus: DomainBus;
  readonly #presenter: PostPresenter;

  constructor(dependencies: { database: Database; bus: DomainBus; presenter: PostPresenter }) {
    this.#database = dependencies.database;
    this.#bus = dependencies.bus;
    this.#presenter = dependencies.presenter;
  }

  /** Again changes nothing. @throws Failure `not_found` | `forbidden` (somebody else's) */
  async set(actorId: UserId, postId: PostId, isArchived: boolean): Promise<Post> {
    const moved = await this.#database.transaction().execute(async (queries) => {
      const { isPrivate } = await lockAuthor(queries, actorId);
      const post = await lockOwnPost(queries, actorId, postId);
      if ((post.archived_at !== null) === isArchived) return null;
      // Not yet counted where they have come back just now: then it stays so.
      if (isArchived && post.is_counted) await withdrawPost(queries, post);
      await setArchived(queries, post, isArchived ? new Date() : null);
      if (!isArchived) await applyPost(queries, { ...post, isAuthorPrivate: isPrivate });
      return post;
    });
    if (moved) {
      const change = isArchived ? 'archived' : 'unarchived';
      announcePost(this.#bus, { postId, authorId: actorId, actorId, change });
      const quoted = quotedBy(moved);
      const quoteChange = isArchived ? 'unquoted' : 'quoted';
      if (quoted) announcePost(this.#bus, { ...quoted, actorId, change: quoteChange });
    }
    return this.#presenter.one(this.#database, actorId, { authorId: actorId, postId });
  }
}
