import type { Comment, CommentLike, Reply } from '@xom/contract/comments';
import type { UserId } from '@xom/contract/fields';
import { type PersonSummaries, personOf } from '../accounts/person-summaries.ts';
import type { LikePosition, ShownComment } from './comment-view.queries.ts';

/** How comments, replies and likes look in answers. */
export class CommentPresenter {
  readonly #summaries: PersonSummaries;

  constructor(summaries: PersonSummaries) {
    this.#summaries = summaries;
  }

  async comments(rows: readonly ShownComment[]): Promise<Comment[]> {
    return this.#each(rows, (row, shared) => ({ ...shared, replyCount: row.replyCount }));
  }

  async replies(rows: readonly ShownComment[]): Promise<Reply[]> {
    return this.#each(rows, (row, shared) => {
      if (!row.parentId) throw new Error(`comment ${row.id} was taken for a reply`);
      return { ...shared, commentId: row.parentId };
    });
  }

  async likes(rows: readonly LikePosition[]): Promise<CommentLike[]> {
    const people = await this.#summaries.of(rows.map((row) => row.userId));
    return rows.map(({ userId, at }) => ({
      user: personOf(people, userId),
      likedAt: at.toISOString(),
    }));
  }

  async #each<Shown>(
    rows: readonly ShownComment[],
    show: (row: ShownComment, shared: Omit<Comment, 'replyCount'>) => Shown,
  ): Promise<Shown[]> {
    const ids = new Set<UserId>();
    for (const { authorId, mentionedIds } of rows) {
      for (const id of [authorId, ...mentionedIds]) ids.add(id);
    }
    const people = await this.#summaries.of(ids);
    return rows.map((row) =>
      show(row, {
        id: row.id,
        postId: row.postId,
        author: personOf(people, row.authorId),
        text: row.text,
        mentions: row.mentionedIds.map((id) => personOf(people, id)),
        likeCount: row.likeCount,
        likedByMe: row.isLiked,
        createdAt: row.createdAt.toISOString(),
        editedAt: row.editedAt?.toISOString() ?? null,
      }),
    );
  }
}
