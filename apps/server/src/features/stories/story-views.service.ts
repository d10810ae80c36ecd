import type { StoryId, UserId } from '@xom/contract/fields';
import type { StoryViewer } from '@xom/contract/stories';
import type { DomainBus } from '../../domain-events.ts';
import { Failure } from '../../platform/failure.ts';
import type { Database } from '../../tables.ts';
import { userTopic } from '../../topics.ts';
import { type PersonSummaries, personOf } from '../accounts/person-summaries.ts';
import type { StoryViewed } from './stories.events.ts';
import { findStory, lockActor } from './stories.queries.ts';
import {
  countViews,
  insertView,
  listViews,
  lockVisible,
  type ViewPlace,
} from './story-views.queries.ts';

/** Who looked at what. */
export class StoryViewService {
  readonly #database: Database;
  readonly #bus: DomainBus;
  readonly #summaries: PersonSummaries;

  constructor(dependencies: { database: Database; bus: DomainBus; summaries: PersonSummaries }) {
    this.#database = dependencies.database;
    this.#bus = dependencies.bus;
    this.#summaries = dependencies.summaries;
  }

  /**
   * Notes that somebody looked at a story; a second time, or at one's own, changes nothing.
   * @throws Failure `not_found` | `unauthenticated`
   */
  async view(viewerId: UserId, storyId: StoryId): Promise<void> {
    const { ownerId, at } = await this.#database.transaction().execute(async (queries) => {
      if (!(await lockActor(queries, viewerId))) throw new Failure('unauthenticated');
      const ownerId = await lockVisible(queries, viewerId, storyId);
      if (!ownerId) throw new Failure('not_found');
      const isOwn = ownerId === viewerId;
      return {
        ownerId,
        at: isOwn ? null : await insertView(queries, { ownerId, storyId, viewerId }),
      };
    });
    if (!at) return;
    const viewer = await this.#summaries.one(viewerId);
    const viewedAt = at.toISOString();
    const event: StoryViewed = { type: 'story.viewed', ownerId, storyId, viewer, viewedAt };
    this.#bus.publish(userTopic(ownerId), event);
    this.#bus.publish(userTopic(viewerId), event);
  }

  /**
   * A page of who looked at a story of the caller, the newest first, with how many they are.
   * @throws Failure `not_found` | `forbidden` (somebody else's)
   */
  async viewers(
    callerId: UserId,
    storyId: StoryId,
    { after, limit }: { after: ViewPlace | null; limit: number },
  ): Promise<{ items: StoryViewer[]; next: ViewPlace | null; count: number }> {
    const story = await findStory(this.#database, callerId, storyId);
    if (!story) throw new Failure('not_found');
    if (story.owner_id !== callerId) throw new Failure('forbidden');
    const page = { after, limit: limit + 1 };
    const place = { ownerId: callerId, storyId };
    const [found, count] = await Promise.all([
      listViews(this.#database, place, page),
      countViews(this.#database, place),
    ]);
    const places = found.slice(0, limit);
    const people = await this.#summaries.of(places.map(({ viewerId }) => viewerId));
    return {
      items: places.map(({ viewerId, at }) => ({
        user: personOf(people, viewerId),
        viewedAt: at.toISOString(),
      })),
      next: found.length > limit ? (places.at(-1) ?? null) : null,
      count,
    };
  }
}
