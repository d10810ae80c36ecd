import type { CommentId, UserId } from '@xom/contract/fields';
import { sql } from 'kysely';
import type { Queries } from '../../tables.ts';
import type { CommentPlace, PostPlace } from './comment-locks.queries.ts';

/** A part of all that a person wrote or liked, in the order of the comments' ids. */
export interface Batch {
  after: CommentId | null;
  limit: number;
}

/** A person's comments and replies; of those that are not on their way out. */
export async function listWrittenBy(
  queries: Queries,
  userId: UserId,
  { after, limit }: Batch,
): Promise<CommentPlace[]> {
  return queries
    .selectFrom('comments')
    .where('author_id', '=', userId)
    .where('deleted_at', 'is', null)
    .$if(after !== null, (query) => query.where('id', '>', after))
    .orderBy('id')
    .select([
      'post_author_id as postAuthorId',
      'post_id as postId',
      'id',
      'parent_id as parentId',
      'author_id as authorId',
    ])
    .limit(limit)
    .execute();
}

/** The comments and replies that a person likes. */
export async function listLikedBy(
  queries: Queries,
  userId: UserId,
  { after, limit }: Batch,
): Promise<CommentPlace[]> {
  const { rows } = await sql<CommentPlace>`
    select c.post_author_id as "postAuthorId", c.post_id as "postId", c.id,
      c.parent_id as "parentId", c.author_id as "authorId"
    from (
      select post_author_id, comment_id from comment_likes
      where user_id = ${userId} ${after === null ? sql`` : sql`and comment_id > ${after}`}
      order by comment_id limit ${limit}
    ) l join comments c on c.post_author_id = l.post_author_id and c.id = l.comment_id
    order by c.id`.execute(queries);
  return rows;
}

/** Locks these posts, each once and the newest first, as posts/post-counter-batches.queries.ts: alone, or shared. */
export async function lockPosts(
  queries: Queries,
  posts: readonly PostPlace[],
  { whole }: { whole: boolean },
): Promise<void> {
  await sql`
    select p.id from posts p
    join (select distinct * from unnest(
      ${posts.map((post) => post.postAuthorId)}::uuid[], ${posts.map((post) => post.postId)}::uuid[])
    ) wanted(author_id, id) on wanted.author_id = p.author_id and wanted.id = p.id
    order by p.id desc ${whole ? sql`for no key update of p` : sql`for share of p`}`.execute(
    queries,
  );
}

/** Counts these of a person in, or leaves them out. @returns those of which that was not so yet */
export async function setCounted(
  queries: Queries,
  comments: readonly CommentPlace[],
  isCounted: boolean,
): Promise<CommentPlace[]> {
  const { rows } = await sql<CommentPlace>`
    update comments c set is_counted = ${isCounted}
    from unnest(
      ${comments.map((one) => one.postAuthorId)}::uuid[], ${comments.map((one) => one.id)}::uuid[]
    ) wanted(author_id, id)
    where c.post_author_id = wanted.author_id and c.id = wanted.id
      and c.is_counted <> ${isCounted} and c.deleted_at is null
    returning c.post_author_id as "postAuthorId", c.post_id as "postId", c.id,
      c.parent_id as "parentId", c.author_id as "authorId"`.execute(queries);
  return rows;
}

/** Counts replies into the counters of these comments, each as often as it is named, or out of them. */
export async function changeReplyCounts(
  queries: Queries,
  comments: readonly { postAuthorId: UserId; id: CommentId }[],
  by: 1 | -1,
): Promise<void> {
  await sql`
    update comments c set reply_count = c.reply_count + replies.by
    from (
      select author_id, id, count(*) * ${by}::bigint as by
      from unnest(
        ${comments.map((one) => one.postAuthorId)}::uuid[], ${comments.map((one) => one.id)}::uuid[]
      ) named(author_id, id) group by author_id, id
    ) replies
    where c.post_author_id = replies.author_id and c.id = replies.id`.execute(queries);
}

/** Locks comments in the order of their ids. */
export async function lockComments(
  queries: Queries,
  comments: readonly CommentPlace[],
): Promise<void> {
  await sql`
    select c.id from comments c
    join unnest(
      ${comments.map((one) => one.postAuthorId)}::uuid[], ${comments.map((one) => one.id)}::uuid[]
    ) wanted(author_id, id) on wanted.author_id = c.post_author_id and wanted.id = c.id
    order by c.id for no key update of c`.execute(queries);
}

/** Counts a person's likes of these in, or leaves them out; the caller holds the locks of the comments. */
export async function setLikesCounted(
  queries: Queries,
  userId: UserId,
  comments: readonly CommentPlace[],
  isCounted: boolean,
): Promise<void> {
  await sql`
    with changed as (
      update comment_likes l set is_counted = ${isCounted}
      from unnest(
        ${comments.map((one) => one.postAuthorId)}::uuid[], ${comments.map((one) => one.id)}::uuid[]
      ) wanted(author_id, id)
      where l.post_author_id = wanted.author_id and l.comment_id = wanted.id
        and l.user_id = ${userId} and l.is_counted <> ${isCounted}
      returning l.post_author_id, l.comment_id
    )
    update comments c set like_count = c.like_count + ${isCounted ? 1 : -1}
    from changed
    where c.post_author_id = changed.post_author_id and c.id = changed.comment_id`.execute(queries);
}

/** Takes a person's likes of these away; the caller holds the locks of the comments. */
export async function deleteLikes(
  queries: Queries,
  userId: UserId,
  comments: readonly CommentPlace[],
): Promise<void> {
  await sql`
    with gone as (
      delete from comment_likes l using unnest(
        ${comments.map((one) => one.postAuthorId)}::uuid[], ${comments.map((one) => one.id)}::uuid[]
      ) wanted(author_id, id)
      where l.post_author_id = wanted.author_id and l.comment_id = wanted.id and l.user_id = ${userId}
      returning l.post_author_id, l.comment_id, l.is_counted
    )
    update comments c set like_count = c.like_count - 1
    from gone
    where c.post_author_id = gone.post_author_id and c.id = gone.comment_id and gone.is_counted`.execute(
    queries,
  );
}
