import type { CommentId, PostId, UserId } from '@xom/contract/fields';
import type { Database } from '../../tables.ts';
import { requireVisiblePost } from '../posts/post-locks.queries.ts';
import type { PostPlace } from './comment-locks.queries.ts';
import { type Level, requirePlace, requireShown } from './comment-places.ts';
import {
  type CommentPage,
  type LikePosition,
  listCommentsOf,
  listLikesOf,
  listRepliesOf,
  type ShownComment,
} from './comment-view.queries.ts';

const perNumberedPage = 20;

/** A part of a list, and where the next one begins; null on the last. */
export interface Part<Row, Position> {
  rows: Row[];
  next: Position | null;
}

/** Reading comments, replies and who likes them. All throw Failure `not_found` for what is not for the viewer. */
export class CommentListService {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async one(
    viewerId: UserId,
    { id, level }: { id: CommentId; level: Level },
  ): Promise<ShownComment> {
    const place = await requirePlace(this.#database, id, level);
    return requireShown(this.#database, viewerId, place);
  }

  async comments(
    viewerId: UserId,
    postId: PostId,
    page: CommentPage,
  ): Promise<Part<ShownComment, CommentId>> {
    const post = await this.#requirePost(viewerId, postId);
    const wanted = { ...page, limit: page.limit + 1 };
    return partOf(
      await listCommentsOf(this.#database, viewerId, post, wanted),
      page.limit,
      (row) => row.id,
    );
  }

  /** One of the pages of 20 that the newest comments make, from 0. */
  async numberedPage(viewerId: UserId, postId: PostId, page: number): Promise<ShownComment[]> {
    const post = await this.#requirePost(viewerId, postId);
    return listCommentsOf(this.#database, viewerId, post, {
      after: null,
      order: 'newest',
      limit: perNumberedPage,
      skip: page * perNumberedPage,
    });
  }

  async replies(
    viewerId: UserId,
    commentId: CommentId,
    page: CommentPage,
  ): Promise<Part<ShownComment, CommentId>> {
    const place = await requirePlace(this.#database, commentId, 'comment');
    await requireShown(this.#database, viewerId, place);
    const wanted = { ...page, limit: page.limit + 1 };
    return partOf(
      await listRepliesOf(this.#database, viewerId, place, wanted),
      page.limit,
      (row) => row.id,
    );
  }

  async likes(
    viewerId: UserId,
    { id, level }: { id: CommentId; level: Level },
    { after, limit }: { after: LikePosition | null; limit: number },
  ): Promise<Part<LikePosition, LikePosition>> {
    const place = await requirePlace(this.#database, id, level);
    await requireShown(this.#database, viewerId, place);
    const rows = await listLikesOf(this.#database, viewerId, place, { after, limit: limit + 1 });
    return partOf(rows, limit, (row) => row);
  }

  async #requirePost(viewerId: UserId, postId: PostId): Promise<PostPlace> {
    const postAuthorId = await requireVisiblePost(this.#database, viewerId, postId);
    return { postAuthorId, postId };
  }
}

/** Of rows of which there is one more than `limit` where a next part is. */
function partOf<Row, Position>(
  rows: readonly Row[],
  limit: number,
  positionOf: (row: Row) => Position,
): Part<Row, Position> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { rows: shown, next: rows.length > limit && last ? positionOf(last) : null };
}
