import type { StoryId, UserId } from '@xom/contract/fields';
import type { DomainBus } from '../../domain-events.ts';
import { Failure } from '../../platform/failure.ts';
import { addJob } from '../../platform/jobs.ts';
import type { Database, Queries } from '../../tables.ts';
import { storiesTopic, userTopic } from '../../topics.ts';
import type { Holder } from '../media/holders.ts';
import {
  deleteSomeViews,
  deleteStories,
  end,
  lockDue,
  lockOwn,
  markReleased,
  type StandingStory,
} from './removal.queries.ts';
import { removalJobName } from './removal.job.ts';
import { findStory } from './stories.queries.ts';

/** What goes before the answer; of more views, the job removes the rest. */
const viewsAtOnce = 10_000;
/** Small enough that no transaction holds many rows for long. */
const viewsPerStep = 5000;
const storiesPerStep = 100;

/** What the removal of stories needs of the files. */
export interface ReleasingFiles {
  release(queries: Queries, ...holders: readonly Holder[]): Promise<void>;
}

/** How stories go: deleted, or over; with their owner, see erased-person.ts. */
export class StoryRemoval {
  readonly #database: Database;
  readonly #bus: DomainBus;
  readonly #files: ReleasingFiles;

  constructor(dependencies: { database: Database; bus: DomainBus; files: ReleasingFiles }) {
    this.#database = dependencies.database;
    this.#bus = dependencies.bus;
    this.#files = dependencies.files;
  }

  /**
   * Removes a story of the caller. Nobody sees it from then on; its file goes a moment later.
   * @throws Failure `not_found` | `forbidden` (somebody else's)
   */
  async delete(callerId: UserId, storyId: StoryId): Promise<void> {
    const seen = await findStory(this.#database, callerId, storyId);
    if (!seen) throw new Failure('not_found');
    if (seen.owner_id !== callerId) throw new Failure('forbidden');
    await this.#database.transaction().execute(async (queries) => {
      const story = await lockOwn(queries, callerId, storyId);
      if (!story) throw new Failure('not_found');
      await this.#end(queries, callerId, [story]);
    });
    const event = {
      type: 'story.removed',
      ownerId: callerId,
      storyId,
      visibility: seen.visibility,
    } as const;
    this.#bus.publish(userTopic(callerId), event);
    this.#bus.publish(storiesTopic, event);
  }

  /** Removes all that is over. Each step is a transaction and finds out by itself what is left. */
  async sweep(): Promise<void> {
    while (await this.#sweepSome());
  }

  async #end(queries: Queries, ownerId: UserId, stories: readonly StandingStory[]): Promise<void> {
    if (stories.length === 0) return;
    const ids = stories.map(({ id }) => id);
    await end(queries, ownerId, ids);
    await this.#files.release(queries, ...stories.flatMap(holderOf));
    if ((await deleteSomeViews(queries, stories, viewsAtOnce)) < viewsAtOnce) {
      await deleteStories(queries, stories);
    } else {
      await addJob(queries, removalJobName, {});
    }
  }

  /** @returns whether there was something to do */
  async #sweepSome(): Promise<boolean> {
    return this.#database.transaction().execute(async (queries) => {
      const due = await lockDue(queries, storiesPerStep);
      if (due.length === 0) return false;
      const holding = due.filter(({ mediaId }) => mediaId !== null);
      if (holding.length > 0) {
        // First, so that no file waits for many views to go.
        await markReleased(queries, holding);
        await this.#files.release(queries, ...holding.flatMap(holderOf));
      }
      if ((await deleteSomeViews(queries, due, viewsPerStep)) < viewsPerStep) {
        await deleteStories(queries, due);
      }
      return true;
    });
  }
}

export function holderOf({ id: holderId, mediaId }: StandingStory): Holder[] {
  return mediaId ? [{ mediaId, kind: 'story', holderId }] : [];
}
