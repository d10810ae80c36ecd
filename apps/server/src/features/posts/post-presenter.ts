import type { MediaId, Person, PostId, UserId } from '@xom/contract/fields';
import type { Post, PostMedia, QuotedPost } from '@xom/contract/posts';
import { Failure } from '../../platform/failure.ts';
import type { Queries } from '../../tables.ts';
import { type PersonSummaries, personOf } from '../accounts/person-summaries.ts';
import { mediaView, type ShownMedia } from '../media/media-view.ts';
import type { MediaUrls } from '../media/media.urls.ts';
import type { ListedPost } from './post-lists.queries.ts';
import {
  findFiles,
  findQuotedPosts,
  findSeenPosts,
  type SeenPost,
} from './post-presenter.queries.ts';
import type { PostRow } from './posts.tables.ts';

/** A post to show, in a feed perhaps by a repost. */
export interface PostToShow extends ListedPost {
  reposterId?: UserId | null;
  repostedAt?: Date | null;
}

/** What posts are shown with. */
interface Surroundings {
  viewerId: UserId;
  people: ReadonlyMap<UserId, Person>;
  files: ReadonlyMap<MediaId, ShownMedia>;
  quoted: ReadonlyMap<PostId, PostRow>;
}

/** Makes posts as a viewer sees them: a few queries for a whole page. */
export class PostPresenter {
  readonly #summaries: PersonSummaries;
  readonly #urls: MediaUrls;

  constructor({ summaries, urls }: { summaries: PersonSummaries; urls: MediaUrls }) {
    this.#summaries = summaries;
    this.#urls = urls;
  }

  /** In the order given, without those that the viewer may not see. */
  async of(queries: Queries, viewerId: UserId, wanted: readonly PostToShow[]): Promise<Post[]> {
    const rows = await findSeenPosts(queries, viewerId, wanted);
    const byId = new Map(rows.map((row) => [row.id, row]));
    const around = await this.#surroundings(queries, viewerId, rows, wanted);
    return wanted.flatMap((place) => {
      const row = byId.get(place.postId);
      return row ? [this.#view(row, place, around)] : [];
    });
  }

  /** @throws Failure `not_found` */
  async one(queries: Queries, viewerId: UserId, wanted: ListedPost): Promise<Post> {
    const [post] = await this.of(queries, viewerId, [wanted]);
    if (!post) throw new Failure('not_found');
    return post;
  }

  async #surroundings(
    queries: Queries,
    viewerId: UserId,
    rows: readonly SeenPost[],
    wanted: readonly PostToShow[],
  ): Promise<Surroundings> {
    const quotes = rows.flatMap(({ quote_author_id: authorId, quote_of: postId }) =>
      authorId && postId ? [{ authorId, postId }] : [],
    );
    const quoted = await findQuotedPosts(queries, viewerId, quotes);
    const shown = [...rows, ...quoted];
    const named = rows.flatMap((row) => [...row.taggedIds, ...row.mentionedIds]);
    const files = shown.flatMap((row) =>
      row.media.map(({ mediaId }) => ({ ownerId: row.author_id, mediaId })),
    );
    return {
      viewerId,
      quoted: new Map(quoted.map((row) => [row.id, row])),
      files: await findFiles(queries, files),
      people: await this.#summaries.of([
        ...shown.map((row) => row.author_id),
        ...named,
        ...wanted.flatMap(({ reposterId }) => reposterId ?? []),
      ]),
    };
  }

  #view(row: SeenPost, place: PostToShow, around: Surroundings): Post {
    const isMine = row.author_id === around.viewerId;
    const named = (userIds: readonly UserId[]) =>
      userIds.map((userId) => personOf(around.people, userId));
    const quoted = row.quote_of && around.quoted.get(row.quote_of);
    return {
      ...this.#content(row, around),
      taggedUsers: named(row.taggedIds),
      mentions: named(row.mentionedIds),
      tags: row.tags,
      likeCount: row.likeCount,
      commentCount: row.commentCount,
      repostCount: row.repostCount,
      quoteCount: row.quoteCount,
      saveCount: isMine ? row.saveCount : null,
      likedByMe: row.likedByMe,
      savedByMe: row.savedByMe,
      repostedByMe: row.repostedByMe,
      quoteOf: row.quote_of,
      quoted: quoted ? this.#content(quoted, around) : null,
      repostedBy: place.reposterId ? personOf(around.people, place.reposterId) : null,
      repostedAt: place.repostedAt?.toISOString() ?? null,
      archivedAt: row.archived_at?.toISOString() ?? null,
      clientId: isMine ? row.client_id : null,
    };
  }

  #content(row: PostRow, around: Surroundings): QuotedPost {
    return {
      id: row.id,
      kind: row.kind,
      author: personOf(around.people, row.author_id),
      text: row.text,
      media: this.#media(row, around),
      visibility: row.visibility,
      createdAt: row.created_at.toISOString(),
      editedAt: row.edited_at?.toISOString() ?? null,
    };
  }

  #media(row: PostRow, { files }: Surroundings): PostMedia[] {
    return row.media.flatMap(({ mediaId, altText }) => {
      const file = files.get(mediaId);
      return file ? [{ ...mediaView(file, this.#urls), altText }] : [];
    });
  }
}
