import type { CommentId } from '@xom/contract/fields';
import { sql } from 'kysely';
import type { Queries } from '../../tables.ts';
import type { CommentPlace, PostPlace } from './comment-locks.queries.ts';

type Place = Pick<CommentPlace, 'postAuthorId' | 'id'>;

/** How many rows would go with a comment or a reply, counted up to a bound. */
export async function countRowsUnder(
  queries: Queries,
  { postAuthorId, id }: Place,
  bound: number,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from (
      select 1 from comments where post_author_id = ${postAuthorId} and parent_id = ${id}
      union all
      select 1 from comment_likes where post_author_id = ${postAuthorId} and comment_id = ${id}
      union all
      select 1 from comments r join comment_likes l
        on l.post_author_id = r.post_author_id and l.comment_id = r.id
      where r.post_author_id = ${postAuthorId} and r.parent_id = ${id}
      limit ${bound}
    ) under`.execute(queries);
  return rows[0]?.count ?? 0;
}

/** Removes a comment with its replies and all likes, or a reply with its likes. @returns what is gone */
export async function deleteThread(
  queries: Queries,
  { postAuthorId, id }: Place,
): Promise<CommentId[]> {
  await sql`
    delete from comment_likes where post_author_id = ${postAuthorId} and comment_id = any(array(
      select r.id from comments r where r.post_author_id = ${postAuthorId} and r.parent_id = ${id}
      union all select ${id}::uuid))`.execute(queries);
  const { rows } = await sql<{ id: CommentId }>`
    delete from comments where post_author_id = ${postAuthorId} and parent_id = ${id}
    returning id`.execute(queries);
  await sql`delete from comments where post_author_id = ${postAuthorId} and id = ${id}`.execute(
    queries,
  );
  return [id, ...rows.map((row) => row.id)];
}

/** From now on nobody finds it, nor what is under it: that waits for the job. Its `clientId` is free again. */
export async function markCommentDeleted(
  queries: Queries,
  { postAuthorId, id }: Place,
): Promise<void> {
  await queries
    .updateTable('comments')
    .where('post_author_id', '=', postAuthorId)
    .where('id', '=', id)
    .set({ deleted_at: new Date(), is_counted: false, client_id: null })
    .execute();
}

/** One of those that are marked; not locked. */
export async function findMarked(
  queries: Queries,
): Promise<(PostPlace & Pick<CommentPlace, 'id'>) | null> {
  const row = await queries
    .selectFrom('comments')
    .where('deleted_at', 'is not', null)
    .orderBy('deleted_at')
    .select(['post_author_id as postAuthorId', 'post_id as postId', 'id'])
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

/** Locks the post of a marked comment against its own deletion, then the comment. @returns whether it is still there */
export async function lockMarked(
  queries: Queries,
  { postAuthorId, postId, id }: PostPlace & Pick<CommentPlace, 'id'>,
): Promise<boolean> {
  await sql`
    select from posts where author_id = ${postAuthorId} and id = ${postId} for share`.execute(
    queries,
  );
  const { rows } = await sql`
    select id from comments where post_author_id = ${postAuthorId} and id = ${id}
      and deleted_at is not null for update`.execute(queries);
  return rows.length > 0;
}

/**
 * Removes some of what is under a marked comment: likes first, then replies.
 * @returns how many rows went, and the replies among them
 */
export async function deleteSomeUnder(
  queries: Queries,
  { postAuthorId, id }: Place,
  limit: number,
): Promise<{ count: number; replyIds: CommentId[] }> {
  const likes = [
    sql`select ctid from comment_likes
      where post_author_id = ${postAuthorId} and comment_id = ${id} limit ${limit}`,
    sql`select l.ctid from comments r join comment_likes l
        on l.post_author_id = r.post_author_id and l.comment_id = r.id
      where r.post_author_id = ${postAuthorId} and r.parent_id = ${id} limit ${limit}`,
  ];
  for (const some of likes) {
    const { numAffectedRows = 0n } = await sql`
      delete from comment_likes where ctid = any(array(${some}))`.execute(queries);
    if (numAffectedRows > 0n) return { count: Number(numAffectedRows), replyIds: [] };
  }
  const { rows } = await sql<{ id: CommentId }>`
    delete from comments where ctid = any(array(
      select ctid from comments
      where post_author_id = ${postAuthorId} and parent_id = ${id} limit ${limit}
    )) returning id`.execute(queries);
  return { count: rows.length, replyIds: rows.map((row) => row.id) };
}
