import type { UserId } from '@xom/contract/fields';
import { sql } from 'kysely';
import type { Queries } from '../../tables.ts';
import type { CommentPlace } from './comment-locks.queries.ts';

/** All of these are called under the lock of the comment or reply. */
type Place = Pick<CommentPlace, 'postAuthorId' | 'id'>;

/** Likes it, and counts that. @returns whether that is new */
export async function insertLike(
  queries: Queries,
  { postAuthorId, id }: Place,
  userId: UserId,
  at: Date,
): Promise<boolean> {
  const made = await queries
    .insertInto('comment_likes')
    .values({ post_author_id: postAuthorId, comment_id: id, user_id: userId, created_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .returning('user_id')
    .executeTakeFirst();
  if (made) await changeLikeCount(queries, { postAuthorId, id }, 1);
  return made !== undefined;
}

/** Takes the like back, out of the counter too. @returns whether there was one */
export async function deleteLike(
  queries: Queries,
  { postAuthorId, id }: Place,
  userId: UserId,
): Promise<boolean> {
  const gone = await queries
    .deleteFrom('comment_likes')
    .where('post_author_id', '=', postAuthorId)
    .where('comment_id', '=', id)
    .where('user_id', '=', userId)
    .returning('is_counted')
    .executeTakeFirst();
  if (gone?.is_counted) await changeLikeCount(queries, { postAuthorId, id }, -1);
  return gone !== undefined;
}

async function changeLikeCount(
  queries: Queries,
  { postAuthorId, id }: Place,
  by: number,
): Promise<void> {
  await sql`
    update comments set like_count = like_count + ${by}
    where post_author_id = ${postAuthorId} and id = ${id}`.execute(queries);
}
