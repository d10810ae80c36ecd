import type { User } from '@xom/contract/accounts';
import type { ConversationId, UserId } from '@xom/contract/fields';
import type { Message } from '@xom/contract/message-shape';
import type { Post } from '@xom/contract/posts';
import type { FoundTag } from '@xom/contract/search';
import type { Database } from '../../tables.ts';
import type { ProfileViews } from '../people/profiles.service.ts';
import type { MessagePresenter } from '../messages/message-presenter.ts';
import type { PostPresenter } from '../posts/post-presenter.ts';
import type { SearchIndex } from './search-index.ts';
import { findReadable } from './search-messages.queries.ts';
import type { PlaceTable } from './search-places.queries.ts';
import { countSeenPosts } from './search-tags.queries.ts';
import { messageStream, peopleStream, postStream, tagStream } from './search-streams.ts';
import type { Query } from './search-text.ts';
import { type Place, readPage } from './search-window.ts';
import type { MessagePosition } from './search-messages.queries.ts';

/** A place in the results of one kind. */
export interface PlaceIn<Position, Top> {
  /** What came later does not count: a place, or a time. */
  top: Top;
  place: Place<Position>;
}
export type NumberedPlace = PlaceIn<number, number>;
export type MessagePlace = PlaceIn<MessagePosition, Date>;

export interface Results<Item, Next> {
  items: Item[];
  next: Next | null;
}

export interface Wanted<Next> {
  query: Query;
  from: Next | null;
  limit: number;
}

/** Of people, posts and tags, where what is searched ends. */
export type Ends = Record<PlaceTable, number>;

const nothing = { items: [], next: null };

/** Finds people, posts, tags and messages, and never what the viewer may not see. */
export class SearchService {
  readonly #database: Database;
  readonly #shelves: Database;
  readonly #index: Pick<SearchIndex, 'catchUp'>;
  readonly #profiles: Pick<ProfileViews, 'list'>;
  readonly #posts: PostPresenter;
  readonly #messages: MessagePresenter;

  /** @param parts `shelves`: the database, in sessions with `shelfSettings` */
  constructor(parts: {
    database: Database;
    shelves: Database;
    index: Pick<SearchIndex, 'catchUp'>;
    profiles: Pick<ProfileViews, 'list'>;
    posts: PostPresenter;
    messages: MessagePresenter;
  }) {
    this.#database = parts.database;
    this.#shelves = parts.shelves;
    this.#index = parts.index;
    this.#profiles = parts.profiles;
    this.#posts = parts.posts;
    this.#messages = parts.messages;
  }

  /** To be called before a search: what was written just now is found then. */
  catchUp(viewerId: UserId): Promise<Ends> {
    return this.#index.catchUp(viewerId);
  }

  async users(
    viewerId: UserId,
    wanted: Wanted<NumberedPlace>,
    ends: Ends,
  ): Promise<Results<User, NumberedPlace>> {
    const { items, next } = await this.#numbered(wanted, ends.user_search, (top) =>
      peopleStream(this.#shelves, viewerId, wanted.query, top),
    );
    return { items: await this.#profiles.list(viewerId, items), next };
  }

  async posts(
    viewerId: UserId,
    wanted: Wanted<NumberedPlace>,
    ends: Ends,
  ): Promise<Results<Post, NumberedPlace>> {
    const { items, next } = await this.#numbered(wanted, ends.post_search, (top) =>
      postStream(this.#shelves, viewerId, wanted.query, top),
    );
    return { items: await this.#posts.of(this.#database, viewerId, items), next };
  }

  async tags(
    viewerId: UserId,
    wanted: Wanted<NumberedPlace>,
    ends: Ends,
  ): Promise<Results<FoundTag, NumberedPlace>> {
    const { items, next } = await this.#numbered(wanted, ends.tag_search, (top) =>
      tagStream(this.#shelves, wanted.query, top),
    );
    const tags = items.map(({ tag }) => tag);
    const counts = await countSeenPosts(this.#database, viewerId, tags);
    const seen = items.map((item) => ({ ...item, postCount: counts.get(item.tag) ?? 0 }));
    return { items: seen.filter(({ postCount }) => postCount > 0), next };
  }

  /** @param conversationId null: of all the viewer's conversations */
  async messages(
    viewerId: UserId,
    conversationId: ConversationId | null,
    { query, from, limit }: Wanted<MessagePlace>,
  ): Promise<Results<Message, MessagePlace>> {
    if (query.terms.length === 0) return nothing;
    const pin = { asOf: from?.top ?? null };
    const { items, next } = await readPage(
      messageStream(this.#shelves, viewerId, { query, conversationId, pin }),
      from?.place ?? null,
      limit,
    );
    const rows = await findReadable(this.#database, viewerId, items);
    const byId = new Map(rows.map((row) => [row.id, row]));
    const readable = items.flatMap(({ id }) => byId.get(id) ?? []);
    return {
      items: await this.#messages.of(this.#database, viewerId, readable),
      next: next && pin.asOf && { top: pin.asOf, place: next },
    };
  }

  async #numbered<Item>(
    { query, from, limit }: Wanted<NumberedPlace>,
    end: number,
    open: (top: number) => Parameters<typeof readPage<number, Item>>[0],
  ): Promise<Results<Item, NumberedPlace>> {
    if (query.terms.length === 0) return nothing;
    // Never beyond what there is: a search goes through every shelf below.
    const top = Math.min(from?.top ?? end, end);
    const { items, next } = await readPage(open(top), from?.place ?? null, limit);
    return { items, next: next && { top, place: next } };
  }
}
