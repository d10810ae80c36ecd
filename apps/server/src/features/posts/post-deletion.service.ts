import type { PostId, UserId } from '@xom/contract/fields';
import type { DomainBus } from '../../domain-events.ts';
import type { Notices } from '../../notices.ts';
import { Failure } from '../../platform/failure.ts';
import { addJob } from '../../platform/jobs.ts';
import type { Database, Queries } from '../../tables.ts';
import type { Holder } from '../media/holders.ts';
import { keepsOrder, noteRemoval } from '../moderation/removals.ts';
import { lockPair } from '../people/people.queries.ts';
import { announcePost } from './post-announcer.ts';
import { purgePostsJobName } from './post-deletion.job.ts';
import { deleteSomeOfPost, markPostDeleted } from './post-deletion.queries.ts';
import {
  findAuthorOf,
  lockAnyPost,
  lockAuthor,
  type LockedPost,
  lockOwnPost,
  quotedBy,
} from './post-locks.queries.ts';
import { withdrawPost } from './post-standing.queries.ts';

/** What the end of a post needs of the files. */
export interface PostFiles {
  release(queries: Queries, ...holders: readonly Holder[]): Promise<void>;
}

/** What is above is left to the job. */
const maxRowsAtOnce = 10_000;

/** Deleting posts. */
export class PostDeletionService {
  readonly #database: Database;
  readonly #bus: DomainBus;
  readonly #files: PostFiles;
  readonly #notices: Pick<Notices, 'forget'>;

  constructor(dependencies: {
    database: Database;
    bus: DomainBus;
    files: PostFiles;
    notices: Pick<Notices, 'forget'>;
  }) {
    this.#database = dependencies.database;
    this.#bus = dependencies.bus;
    this.#files = dependencies.files;
    this.#notices = dependencies.notices;
  }

  /** @throws Failure `not_found` | `forbidden` (somebody else's, and the actor is no moderator) */
  async delete(actorId: UserId, postId: PostId): Promise<void> {
    const { told, post } = await this.#database.transaction().execute(async (queries) => {
      const post = await lockRemovable(queries, actorId, postId);
      await deletePost(queries, post, this.#files);
      return { told: await this.#notices.forget(queries, { postIds: [postId] }), post };
    });
    const { author_id: authorId } = post;
    announcePost(this.#bus, { postId, authorId, actorId, change: 'deleted' });
    const quoted = quotedBy(post);
    if (quoted) announcePost(this.#bus, { ...quoted, actorId, change: 'unquoted' });
    told();
  }
}

/**
 * Locks a post that the actor may delete, and its author. That a moderator does so is noted.
 * @throws what `delete` throws
 */
async function lockRemovable(
  queries: Queries,
  actorId: UserId,
  postId: PostId,
): Promise<LockedPost> {
  const authorId = await findAuthorOf(queries, postId);
  if (authorId === null) throw new Failure('not_found');
  if (authorId === actorId || !(await keepsOrder(queries, actorId))) {
    await lockAuthor(queries, actorId);
    return lockOwnPost(queries, actorId, postId);
  }
  const people = await lockPair(queries, [actorId, authorId]);
  if (!people.get(actorId)?.isVisible) throw new Failure('unauthenticated');
  // Whoever keeps order here may need to remove what its author would not show them.
  const post = await lockAnyPost(queries, { authorId, postId });
  // Taken from them while they waited.
  if (!(await keepsOrder(queries, actorId))) throw new Failure('forbidden');
  await noteRemoval(queries, { actorId, act: 'deletePost', authorId, id: postId });
  return post;
}

/**
 * Deletes a post, in the caller's transaction, which holds its author's lock and its own: from the commit on
 * nobody finds it, it counts nowhere, and its files go. What lies under it is gone too, but where that is very
 * much: then a job removes the rest.
 */
export async function deletePost(
  queries: Queries,
  post: LockedPost,
  files: PostFiles,
): Promise<void> {
  if (post.is_counted) await withdrawPost(queries, post);
  if (!(await deleteSomeOfPost(queries, post, maxRowsAtOnce))) {
    await markPostDeleted(queries, post);
    await addJob(queries, purgePostsJobName, {});
  }
  const holders = post.media.map(({ mediaId }): Holder => {
    return { mediaId, kind: 'post', holderId: post.id };
  });
  await files.release(queries, ...holders);
}
