import type { RepostId, UserId } from '@xom/contract/fields';
import type { Queries } from '../../tables.ts';
import { movePostCounters } from './post-counters.queries.ts';
import type { PostKey } from './posts.tables.ts';

/**
 * What people do to posts: each act's rows and the counter that they are in, together. The caller holds the
 * lock of the post. Each answers whether something changed.
 */

/** Both sides of a like come and go together. */
export async function insertLike(
  queries: Queries,
  post: PostKey,
  userId: UserId,
  at: Date,
): Promise<boolean> {
  const made = await queries
    .insertInto('post_likes')
    .values({ author_id: post.author_id, post_id: post.id, user_id: userId, created_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .returning('user_id')
    .executeTakeFirst();
  if (!made) return false;
  await queries
    .insertInto('liked_posts')
    .values({ user_id: userId, post_id: post.id, author_id: post.author_id, created_at: at })
    .execute();
  await movePostCounters(queries, post, { likes: 1 });
  return true;
}

/** Whether the person likes the post. */
export async function hasLiked(queries: Queries, post: PostKey, userId: UserId): Promise<boolean> {
  const found = await queries
    .selectFrom('post_likes')
    .where('author_id', '=', post.author_id)
    .where('post_id', '=', post.id)
    .where('user_id', '=', userId)
    .select('user_id')
    .executeTakeFirst();
  return found !== undefined;
}

export async function deleteLike(
  queries: Queries,
  post: PostKey,
  userId: UserId,
): Promise<boolean> {
  const gone = await queries
    .deleteFrom('post_likes')
    .where('author_id', '=', post.author_id)
    .where('post_id', '=', post.id)
    .where('user_id', '=', userId)
    .returning('is_counted')
    .executeTakeFirst();
  if (!gone) return false;
  await queries
    .deleteFrom('liked_posts')
    .where('user_id', '=', userId)
    .where('post_id', '=', post.id)
    .execute();
  if (gone.is_counted) await movePostCounters(queries, post, { likes: -1 });
  return true;
}

export async function insertSave(
  queries: Queries,
  post: PostKey,
  userId: UserId,
  at: Date,
): Promise<boolean> {
  const made = await queries
    .insertInto('saved_posts')
    .values({ user_id: userId, post_id: post.id, author_id: post.author_id, created_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .returning('post_id')
    .executeTakeFirst();
  if (made) await movePostCounters(queries, post, { saves: 1 });
  return made !== undefined;
}

export async function deleteSave(
  queries: Queries,
  post: PostKey,
  userId: UserId,
): Promise<boolean> {
  const gone = await queries
    .deleteFrom('saved_posts')
    .where('user_id', '=', userId)
    .where('post_id', '=', post.id)
    .returning('is_counted')
    .executeTakeFirst();
  if (gone?.is_counted) await movePostCounters(queries, post, { saves: -1 });
  return gone !== undefined;
}

export async function insertRepost(
  queries: Queries,
  post: PostKey,
  { id, userId, at }: { id: RepostId; userId: UserId; at: Date },
): Promise<boolean> {
  const made = await queries
    .insertInto('reposts')
    .values({ user_id: userId, id, post_id: post.id, author_id: post.author_id, created_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (made) await movePostCounters(queries, post, { reposts: 1 });
  return made !== undefined;
}

export async function deleteRepost(
  queries: Queries,
  post: PostKey,
  userId: UserId,
): Promise<boolean> {
  const gone = await queries
    .deleteFrom('reposts')
    .where('user_id', '=', userId)
    .where('post_id', '=', post.id)
    .returning('is_counted')
    .executeTakeFirst();
  if (gone?.is_counted) await movePostCounters(queries, post, { reposts: -1 });
  return gone !== undefined;
}
