import type { PostId, UserId } from '@xom/contract/fields';
import { sql } from 'kysely';
import type { Queries } from '../../tables.ts';
import { lockPosts } from './post-counter-batches.queries.ts';
import type { CounterMoves } from './post-counters.queries.ts';
import type { LockedPost } from './post-locks.queries.ts';
import type { PostKey } from './posts.tables.ts';

/** What an erased person did to posts, a part at a time. */

/** What people do to posts, in the table at the doer's home: all is found there. */
export const actsOnPosts = {
  liked_posts: 'likes',
  saved_posts: 'saves',
  reposts: 'reposts',
} as const satisfies Record<string, keyof CounterMoves>;
export type ActTable = keyof typeof actsOnPosts;

/** A post and where in the walk over them it stands. */
type ActedPost = PostKey & { isCounted: boolean };

/** Some of the posts that a person acted on, locked. */
export async function lockActedPosts(
  queries: Queries,
  table: ActTable | 'tagged_posts',
  userId: UserId,
  limit: number,
): Promise<PostKey[]> {
  const { rows } = await sql<PostKey>`
    select author_id, post_id as id from ${sql.table(table)}
    where user_id = ${userId} limit ${limit}`.execute(queries);
  await lockPosts(queries, rows);
  return rows;
}

/** Takes what a person did to locked posts away. @returns the posts, and in which of them it was counted */
export async function deleteActs(
  queries: Queries,
  table: ActTable,
  userId: UserId,
  posts: readonly PostKey[],
): Promise<ActedPost[]> {
  const ids = posts.map((post) => post.id);
  const mine = sql`delete from ${sql.table(table)} where user_id = ${userId} and post_id = any(${ids}::uuid[])`;
  const columns = sql`returning author_id, post_id as id, is_counted as "isCounted"`;
  if (table !== 'liked_posts') {
    return (await sql<ActedPost>`${mine} ${columns}`.execute(queries)).rows;
  }
  // Both sides of a like go together; the one at the post's home knows whether it is counted.
  const { rows } = await sql<ActedPost>`
    with mine as (${mine})
    delete from post_likes l using unnest(
      ${posts.map((post) => post.author_id)}::uuid[], ${ids}::uuid[]
    ) wanted(author_id, id)
    where l.author_id = wanted.author_id and l.post_id = wanted.id and l.user_id = ${userId}
    ${sql`returning l.author_id, l.post_id as id, l.is_counted as "isCounted"`}`.execute(queries);
  return rows;
}

/** Takes a person out of those whom locked posts tag. */
export async function deleteTags(
  queries: Queries,
  userId: UserId,
  posts: readonly PostKey[],
): Promise<void> {
  await sql`
    with mine as (
      delete from tagged_posts where user_id = ${userId} and post_id = any(${posts.map((post) => post.id)}::uuid[])
    )
    update posts p set tagged_user_ids = array_remove(p.tagged_user_ids, ${userId}::uuid)
    from unnest(
      ${posts.map((post) => post.author_id)}::uuid[], ${posts.map((post) => post.id)}::uuid[]
    ) wanted(author_id, id)
    where p.author_id = wanted.author_id and p.id = wanted.id`.execute(queries);
}

/** Takes a person out of those whom some posts mention. @returns how many posts */
export async function deleteMentions(
  queries: Queries,
  userId: UserId,
  limit: number,
): Promise<number> {
  const mentioning = sql`mentioned_user_ids @> array[${userId}::uuid] and mentioned_user_ids <> '{}'`;
  const { rows } = await sql<PostKey>`
    select author_id, id from posts where ${mentioning} limit ${limit}`.execute(queries);
  await lockPosts(queries, rows);
  await sql`
    update posts p set mentioned_user_ids = array_remove(p.mentioned_user_ids, ${userId}::uuid)
    from unnest(
      ${rows.map((post) => post.author_id)}::uuid[], ${rows.map((post) => post.id)}::uuid[]
    ) wanted(author_id, id)
    where p.author_id = wanted.author_id and p.id = wanted.id`.execute(queries);
  return rows.length;
}

/** Locks one of a person's own posts, after their row, whether or not somebody may see it; the newest first. */
export async function lockNextPost(queries: Queries, userId: UserId): Promise<NextPost | null> {
  await sql`select from users where id = ${userId} for no key update`.execute(queries);
  const { rows } = await sql<NextPost>`
    select p.*, author.is_private as "isAuthorPrivate"
    from posts p join users author on author.id = p.author_id
    where p.author_id = ${userId} order by p.id desc limit 1 for no key update of p`.execute(
    queries,
  );
  return rows[0] ?? null;
}

/** A post, which may have been deleted before, with what is left of it. */
export type NextPost = LockedPost & { id: PostId };
