import type { PostId, UserId } from '@xom/contract/fields';
import { sql } from 'kysely';
import type { Queries } from '../../tables.ts';
import { lockPosts, moveCountersOfPosts } from './post-counter-batches.queries.ts';
import type { PostKey } from './posts.tables.ts';

/** Where a person's acts on posts are listed, and which rows say whether they count. */
const places = {
  likes: { list: 'liked_posts', rows: 'post_likes' },
  saves: { list: 'saved_posts', rows: 'saved_posts' },
  reposts: { list: 'reposts', rows: 'reposts' },
} as const;

/** A part of what a person did, in the order of the posts' ids. */
export interface PostBatch {
  after: PostId | null;
  limit: number;
}

/**
 * What counts the likes, saves or reposts of a person in again, or leaves them out, when they come back or are
 * hidden: batch by batch, each in a transaction that has begun with their row of `users`. It answers where the
 * next batch begins, null at the end; done again, it changes nothing.
 */
export function setActsCounted(act: keyof typeof places) {
  return async (
    queries: Queries,
    userId: UserId,
    isCounted: boolean,
    batch: PostBatch,
  ): Promise<PostId | null> => {
    const posts = await listActedOn(queries, userId, act, batch);
    if (posts.length === 0) return null;
    await lockPosts(queries, posts);
    const changed = await setCounted(queries, userId, act, { posts, isCounted });
    await moveCountersOfPosts(queries, act, changed, isCounted ? 1 : -1);
    return posts.length < batch.limit ? null : (posts.at(-1)?.id ?? null);
  };
}

async function listActedOn(
  queries: Queries,
  userId: UserId,
  act: keyof typeof places,
  { after, limit }: PostBatch,
): Promise<PostKey[]> {
  const { rows } = await sql<PostKey>`
    select author_id, post_id as id from ${sql.table(places[act].list)}
    where user_id = ${userId} ${after === null ? sql`` : sql`and post_id > ${after}`}
    order by post_id limit ${limit}`.execute(queries);
  return rows;
}

/** @returns the posts of which that was not so yet; the caller holds their locks */
async function setCounted(
  queries: Queries,
  userId: UserId,
  act: keyof typeof places,
  { posts, isCounted }: { posts: readonly PostKey[]; isCounted: boolean },
): Promise<PostKey[]> {
  const { rows } = await sql<PostKey>`
    update ${sql.table(places[act].rows)} act set is_counted = ${isCounted}
    from unnest(${posts.map((post) => post.author_id)}::uuid[], ${posts.map((post) => post.id)}::uuid[])
      as named(author_id, id)
    where act.author_id = named.author_id and act.post_id = named.id and act.user_id = ${userId}
      and act.is_counted <> ${isCounted}
    returning act.author_id, act.post_id as id`.execute(queries);
  return rows;
}
