import type { PostId, RepostId, UserId } from '@xom/contract/fields';
import type { PostLike, PostRepost } from '@xom/contract/post-acts';
import type { Post, PostKind } from '@xom/contract/posts';
import { Failure } from '../../platform/failure.ts';
import type { Database } from '../../tables.ts';
import { type PersonSummaries, personOf } from '../accounts/person-summaries.ts';
import {
  type ActPlace,
  findPersonSeen,
  type LikePlace,
  listActedOn,
  listArchivedOf,
  type ListedPost,
  listExplored,
  listFirstLikersOf,
  listLikersOf,
  listPostsOf,
  listPostsWith,
  listRepostersOf,
  listTaggedOf,
  type RankPlace,
  type Wanted,
} from './post-lists.queries.ts';
import { requireVisiblePost } from './post-locks.queries.ts';
import type { PostPresenter } from './post-presenter.ts';
import { foldTag } from './post-text.ts';

export interface Page<Item, Place> {
  items: Item[];
  /** Where the next page begins; null on the last one. */
  next: Place | null;
}

/** So many posts make a page of the dialect that counts them. */
const numberedPage = 20;

/** The lists of posts but for the feed, and of who did something to one. */
export class PostListService {
  readonly #database: Database;
  readonly #presenter: PostPresenter;
  readonly #summaries: PersonSummaries;

  constructor(dependencies: {
    database: Database;
    presenter: PostPresenter;
    summaries: PersonSummaries;
  }) {
    this.#database = dependencies.database;
    this.#presenter = dependencies.presenter;
    this.#summaries = dependencies.summaries;
  }

  /** @throws Failure `not_found` (nobody whom they may see) */
  async of(
    viewerId: UserId,
    person: { authorId: UserId; kind: PostKind | undefined },
    wanted: Wanted<PostId>,
  ): Promise<Page<Post, PostId>> {
    await this.#requirePerson(viewerId, person.authorId);
    const rows = await listPostsOf(this.#database, viewerId, person, oneMore(wanted));
    return this.#page(viewerId, rows, wanted, placeOf);
  }

  /** A page by its number, from 0. @throws Failure `not_found` */
  async numbered(
    viewerId: UserId,
    person: { authorId: UserId; kind: PostKind | undefined },
    page: number,
  ): Promise<Post[]> {
    await this.#requirePerson(viewerId, person.authorId);
    const part = { after: null, limit: numberedPage, skip: page * numberedPage };
    const rows = await listPostsOf(this.#database, viewerId, person, part);
    return this.#presenter.of(this.#database, viewerId, rows);
  }

  /** @throws Failure `not_found` (nobody whom they may see) */
  async tagging(
    viewerId: UserId,
    userId: UserId,
    wanted: Wanted<PostId>,
  ): Promise<Page<Post, PostId>> {
    const { isSharing } = await this.#requirePerson(viewerId, userId);
    if (!isSharing) return { items: [], next: null };
    const rows = await listTaggedOf(this.#database, viewerId, userId, oneMore(wanted));
    return this.#page(viewerId, rows, wanted, placeOf);
  }

  async archived(userId: UserId, wanted: Wanted<PostId>): Promise<Page<Post, PostId>> {
    const rows = await listArchivedOf(this.#database, userId, oneMore(wanted));
    return this.#page(userId, rows, wanted, placeOf);
  }

  /** What somebody saved, or likes. */
  async actedOn(
    userId: UserId,
    table: 'saved_posts' | 'liked_posts',
    wanted: Wanted<ActPlace>,
  ): Promise<Page<Post, ActPlace>> {
    const rows = await listActedOn(this.#database, userId, table, oneMore(wanted));
    return this.#page(userId, rows, wanted, ({ at, postId }) => ({ at, id: postId }));
  }

  async withTag(
    viewerId: UserId,
    tag: string,
    wanted: Wanted<PostId>,
  ): Promise<Page<Post, PostId>> {
    const rows = await listPostsWith(this.#database, viewerId, foldTag(tag), oneMore(wanted));
    return this.#page(viewerId, rows, wanted, placeOf);
  }

  async explore(viewerId: UserId, wanted: Wanted<RankPlace>): Promise<Page<Post, RankPlace>> {
    const rows = await listExplored(this.#database, viewerId, oneMore(wanted));
    return this.#page(viewerId, rows, wanted, ({ rank, postId }) => ({ rank, id: postId }));
  }

  /** @throws Failure `not_found` */
  async likers(
    viewerId: UserId,
    postId: PostId,
    wanted: Wanted<LikePlace>,
  ): Promise<Page<PostLike, LikePlace>> {
    const authorId = await requireVisiblePost(this.#database, viewerId, postId);
    const post = { authorId, postId };
    const rows = await listLikersOf(this.#database, viewerId, post, oneMore(wanted));
    const { shown, next } = cut(rows, wanted, (row) => row);
    const people = await this.#summaries.of(shown.map(({ userId }) => userId));
    return {
      items: shown.map(({ userId, at }) => {
        return { user: personOf(people, userId), likedAt: at.toISOString() };
      }),
      next,
    };
  }

  /** Who likes each of these posts; of those that the viewer may see. */
  firstLikers(
    viewerId: UserId,
    postIds: readonly PostId[],
  ): Promise<{ postId: PostId; likerIds: UserId[] }[]> {
    return listFirstLikersOf(this.#database, viewerId, postIds);
  }

  /** @throws Failure `not_found` */
  async reposters(
    viewerId: UserId,
    postId: PostId,
    wanted: Wanted<RepostId>,
  ): Promise<Page<PostRepost, RepostId>> {
    const authorId = await requireVisiblePost(this.#database, viewerId, postId);
    const post = { authorId, postId };
    const rows = await listRepostersOf(this.#database, viewerId, post, oneMore(wanted));
    const { shown, next } = cut(rows, wanted, ({ id }) => id);
    const people = await this.#summaries.of(shown.map(({ userId }) => userId));
    return {
      items: shown.map(({ userId, at }) => {
        return { user: personOf(people, userId), repostedAt: at.toISOString() };
      }),
      next,
    };
  }

  async #requirePerson(viewerId: UserId, personId: UserId): Promise<{ isSharing: boolean }> {
    const person = await findPersonSeen(this.#database, viewerId, personId);
    if (!person) throw new Failure('not_found');
    return person;
  }

  async #page<Row extends ListedPost, Place>(
    viewerId: UserId,
    rows: readonly Row[],
    wanted: Wanted<Place>,
    place: (row: Row) => Place,
  ): Promise<Page<Post, Place>> {
    const { shown, next } = cut(rows, wanted, place);
    return { items: await this.#presenter.of(this.#database, viewerId, shown), next };
  }
}

/** One more than a page holds: whether there is a next page. */
function oneMore<Place>({ after, limit }: Wanted<Place>): Wanted<Place> {
  return { after, limit: limit + 1 };
}

function cut<Row, Place>(
  rows: readonly Row[],
  { limit }: Wanted<Place>,
  place: (row: Row) => Place,
): { shown: Row[]; next: Place | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { shown, next: rows.length > limit && last ? place(last) : null };
}

function placeOf({ postId }: ListedPost): PostId {
  return postId;
}
