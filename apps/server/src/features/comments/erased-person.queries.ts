import type { CommentId, PostId, UserId } from '@xom/contract/fields';
import { sql } from 'kysely';
import type { Queries } from '../../tables.ts';
import type { CommentPlace } from './comment-locks.queries.ts';

/** One of a person's comments of which more was to be removed than at once; not locked. */
export async function findMarkedOf(
  queries: Queries,
  userId: UserId,
): Promise<Pick<CommentPlace, 'postAuthorId' | 'postId' | 'id'> | null> {
  const row = await queries
    .selectFrom('comments')
    .where('author_id', '=', userId)
    .where('deleted_at', 'is not', null)
    .select(['post_author_id as postAuthorId', 'post_id as postId', 'id'])
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

/** Takes a person out of those whom some comments mention. @returns how many comments */
export async function deleteMentions(
  queries: Queries,
  userId: UserId,
  limit: number,
): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    with mentioning as materialized (
      select post_author_id, id from comments
      where mentioned_user_ids @> array[${userId}::uuid] and mentioned_user_ids <> '{}'
      order by id limit ${limit} for no key update
    )
    update comments c set mentioned_user_ids = array_remove(c.mentioned_user_ids, ${userId}::uuid)
    from mentioning m where c.post_author_id = m.post_author_id and c.id = m.id`.execute(queries);
  return Number(numAffectedRows);
}

/** What lies under these comments: replies, and all likes; counted up to a bound. */
export async function countRowsUnderAll(
  queries: Queries,
  comments: readonly CommentPlace[],
  bound: number,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with victim as (${victimsOf(comments)})
    select count(*) as count from (
      select 1 from victim
      union all
      select 1 from victim v join comment_likes l on l.post_author_id = v.post_author_id and l.comment_id = v.id
      limit ${bound}
    ) under`.execute(queries);
  return rows[0]?.count ?? 0;
}

/** A comment or reply that is gone. */
export interface GoneComment {
  postAuthorId: UserId;
  postId: PostId;
  id: CommentId;
  parentId: CommentId | null;
  isCounted: boolean;
}

/** Removes comments and replies with all that lies under them; the caller holds the posts alone. */
export async function deleteThreads(
  queries: Queries,
  comments: readonly CommentPlace[],
): Promise<GoneComment[]> {
  await sql`
    delete from comment_likes l using (${victimsOf(comments)}) v
    where l.post_author_id = v.post_author_id and l.comment_id = v.id`.execute(queries);
  const { rows } = await sql<GoneComment>`
    delete from comments c using (${victimsOf(comments)}) v
    where c.post_author_id = v.post_author_id and c.id = v.id
    returning c.post_author_id as "postAuthorId", c.post_id as "postId", c.id, c.parent_id as "parentId",
      c.is_counted as "isCounted"`.execute(queries);
  return rows;
}

/** These, where they are not on their way out, and the replies to them. */
function victimsOf(comments: readonly CommentPlace[]) {
  const given = sql`unnest(
    ${comments.map((one) => one.postAuthorId)}::uuid[], ${comments.map((one) => one.id)}::uuid[]
  ) given(author_id, id)`;
  return sql`
    select c.post_author_id, c.id from ${given}
    join comments c on c.post_author_id = given.author_id and c.id = given.id and c.deleted_at is null
    union
    select r.post_author_id, r.id from ${given}
    join comments r on r.post_author_id = given.author_id and r.parent_id = given.id`;
}

/** Takes so many off the reply counters of comments, in the order of their ids. */
export async function lowerReplyCounts(
  queries: Queries,
  comments: readonly { postAuthorId: UserId; id: CommentId; count: number }[],
): Promise<void> {
  const given = sql`unnest(
    ${comments.map((one) => one.postAuthorId)}::uuid[], ${comments.map((one) => one.id)}::uuid[],
    ${comments.map((one) => one.count)}::bigint[]
  ) given(author_id, id, count)`;
  await sql`
    select from comments c join ${given} on c.post_author_id = given.author_id and c.id = given.id
    order by c.id for no key update of c`.execute(queries);
  await sql`
    update comments c set reply_count = c.reply_count - given.count from ${given}
    where c.post_author_id = given.author_id and c.id = given.id`.execute(queries);
}
