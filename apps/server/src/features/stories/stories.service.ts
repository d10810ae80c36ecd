import type { MediaId, StoryId, UserId } from '@xom/contract/fields';
import type { BriefReel, Story, StoryReel, StoryVisibility } from '@xom/contract/stories';
import type { DomainBus } from '../../domain-events.ts';
import { Failure } from '../../platform/failure.ts';
import { newId } from '../../platform/identifiers.ts';
import type { Database, Queries } from '../../tables.ts';
import { storiesTopic, userTopic } from '../../topics.ts';
import type { NewHolder } from '../media/holders.ts';
import type { MediaKind } from '../media/media.tables.ts';
import {
  countLive,
  findByClientId,
  findStory,
  insertStory,
  isPersonSeen,
  listStoriesOf,
  listStoriesOfAll,
  lockOwner,
} from './stories.queries.ts';
import type { StoryPresenter } from './story-presenter.ts';
import { listBriefStories, listTray, type TrayOwner, type TrayPlace } from './tray.queries.ts';

/** What the making of stories needs of the files. */
export interface HoldingFiles {
  /** @throws Failure `not_found` | `unsupported_media_type` */
  holdOwn(
    queries: Queries,
    ownerId: UserId,
    holder: NewHolder,
    rules: { kinds: readonly MediaKind[]; field?: string },
  ): Promise<void>;
}

interface NewStory {
  mediaId: MediaId;
  caption?: string | undefined;
  visibility: StoryVisibility;
  clientId?: string | undefined;
}

/** So many may stand at a time; what lists all of somebody's counts on it. */
const storiesPerPerson = 100;

/** A page of a tray ends when it has so many, between two people: each comes with a file. */
const storiesPerPage = 100;
/** What is told at the start of a connection. */
const peopleInBrief = 500;
const storiesInBrief = 5000;

/** Making stories and looking them up. */
export class StoryService {
  readonly #database: Database;
  readonly #bus: DomainBus;
  readonly #files: HoldingFiles;
  readonly #presenter: StoryPresenter;

  constructor(dependencies: {
    database: Database;
    bus: DomainBus;
    files: HoldingFiles;
    presenter: StoryPresenter;
  }) {
    this.#database = dependencies.database;
    this.#bus = dependencies.bus;
    this.#files = dependencies.files;
    this.#presenter = dependencies.presenter;
  }

  /**
   * Makes a story; a known clientId answers with the first one.
   * @throws Failure `not_found` | `unsupported_media_type` (the file) | `conflict` (too many, or the one of
   *   this clientId is over) | `unauthenticated`
   */
  async create(ownerId: UserId, input: NewStory): Promise<Story> {
    const { id, isNew } = await this.#database
      .transaction()
      .execute(async (queries) => this.#store(queries, ownerId, input));
    const story = await this.get(ownerId, id);
    if (isNew) this.#tellCreated(ownerId, story);
    return story;
  }

  async #store(
    queries: Queries,
    ownerId: UserId,
    { mediaId, visibility, ...input }: NewStory,
  ): Promise<{ id: StoryId; isNew: boolean }> {
    const { caption = null, clientId = null } = input;
    if (!(await lockOwner(queries, ownerId))) throw new Failure('unauthenticated');
    const first = clientId === null ? undefined : await findByClientId(queries, ownerId, clientId);
    if (first?.isOver) throw new Failure('conflict', { clientId: 'is of a story that is over' });
    if (first) return { id: first.id, isNew: false };
    if ((await countLive(queries, ownerId)) >= storiesPerPerson) {
      throw new Failure('conflict', { mediaId: `is one too many: ${storiesPerPerson} stand` });
    }
    const id = newId<StoryId>();
    await this.#files.holdOwn(
      queries,
      ownerId,
      { mediaId, kind: 'story', holderId: id, conversationId: null },
      { kinds: ['IMAGE', 'VIDEO'], field: 'mediaId' },
    );
    await insertStory(queries, { ownerId, id, mediaId, caption, visibility, clientId });
    return { id, isNew: true };
  }

  #tellCreated(ownerId: UserId, own: Story): void {
    const story = { ...own, seen: false };
    const event = { type: 'story.created', ownerId, story } as const;
    this.#bus.publish(userTopic(ownerId), event);
    this.#bus.publish(storiesTopic, event);
  }

  /** @throws Failure `not_found` */
  async get(viewerId: UserId, storyId: StoryId): Promise<Story> {
    const row = await findStory(this.#database, viewerId, storyId);
    const [story] = row ? await this.#presenter.of([row]) : [];
    if (!story) throw new Failure('not_found');
    return story;
  }

  /**
   * A page of a person's stories, in the order of time.
   * @throws Failure `not_found` (nobody that the viewer may see)
   */
  async listOf(
    viewerId: UserId,
    { ownerId, after, limit }: { ownerId: UserId; after: StoryId | null; limit: number },
  ): Promise<{ items: Story[]; next: StoryId | null }> {
    if (!(await isPersonSeen(this.#database, viewerId, ownerId))) throw new Failure('not_found');
    const page = { ownerId, after, limit: limit + 1 };
    const rows = await listStoriesOf(this.#database, viewerId, page);
    const items = await this.#presenter.of(rows.slice(0, limit));
    return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
  }

  /** A page of the viewer's tray. What is over by the time that it is read is left out. */
  async tray(
    viewerId: UserId,
    { after, limit }: { after: TrayPlace | null; limit: number },
  ): Promise<{ items: StoryReel[]; next: TrayPlace | null }> {
    const found = await listTray(this.#database, viewerId, { after, limit: limit + 1 });
    const places = upTo(storiesPerPage, found.slice(0, limit));
    const ownerIds = places.map(({ ownerId }) => ownerId);
    const rows = await listStoriesOfAll(this.#database, viewerId, ownerIds);
    return {
      items: await this.#presenter.reels(ownerIds, rows),
      next: found.length > places.length ? (places.at(-1) ?? null) : null,
    };
  }

  /** The first people of the viewer's tray but for the viewer, with their stories; without the files. */
  async brief(viewerId: UserId): Promise<BriefReel[]> {
    const found = await listTray(this.#database, viewerId, {
      after: null,
      limit: peopleInBrief + 1,
    });
    const others = found.filter(({ ownerId }) => ownerId !== viewerId).slice(0, peopleInBrief);
    const ownerIds = upTo(storiesInBrief, others).map(({ ownerId }) => ownerId);
    const rows = await listBriefStories(this.#database, viewerId, ownerIds);
    return this.#presenter.briefs(ownerIds, rows);
  }
}

/** The first people of a tray, as long as they have no more stories than this together; the very first anyway. */
function upTo(most: number, owners: readonly TrayOwner[]): TrayOwner[] {
  let sum = 0;
  return owners.filter(({ storyCount }, index) => {
    sum += storyCount;
    return index === 0 || sum <= most;
  });
}
