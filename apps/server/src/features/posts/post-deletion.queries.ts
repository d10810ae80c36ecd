import type { CommentId } from '@xom/contract/fields';
import { type RawBuilder, sql } from 'kysely';
import type { Queries } from '../../tables.ts';
import type { PostKey } from './posts.tables.ts';

/**
 * The end of a post, table by table: what lies under it, in the order in which it goes. A step removes up to
 * so many rows and says how many; what is done by these goes by each table's own key.
 */
const steps: readonly ((queries: Queries, post: PostKey, limit: number) => Promise<number>)[] = [
  deleteComments,
  // Both sides of a like go together.
  async (queries, { author_id, id }, limit) =>
    2 *
    (await run(
      queries,
      sql`
      with gone as (
        delete from post_likes where ctid = any(array(
          select ctid from post_likes where author_id = ${author_id} and post_id = ${id}
          limit ${Math.ceil(limit / 2)}))
        returning user_id
      )
      delete from liked_posts mine using gone
      where mine.user_id = gone.user_id and mine.post_id = ${id}`,
    )),
  async (queries, { id }, limit) =>
    run(
      queries,
      sql`delete from saved_posts where ctid = any(array(
        select ctid from saved_posts where post_id = ${id} limit ${limit}))`,
    ),
  async (queries, { id }, limit) =>
    run(
      queries,
      sql`delete from reposts where ctid = any(array(
        select ctid from reposts where post_id = ${id} limit ${limit}))`,
    ),
  async (queries, { id }, limit) =>
    run(
      queries,
      sql`delete from tagged_posts where ctid = any(array(
        select ctid from tagged_posts where post_id = ${id} limit ${limit}))`,
    ),
  async (queries, { author_id, id }, limit) =>
    run(
      queries,
      sql`delete from post_tags where ctid = any(array(
        select ctid from post_tags where author_id = ${author_id} and post_id = ${id} limit ${limit}))`,
    ),
  async (queries, { author_id, id }, limit) =>
    run(
      queries,
      sql`delete from post_edits where ctid = any(array(
        select ctid from post_edits where author_id = ${author_id} and post_id = ${id} limit ${limit}))`,
    ),
];

async function run(queries: Queries, statement: RawBuilder<unknown>): Promise<number> {
  const { numAffectedRows = 0n } = await statement.execute(queries);
  return Number(numAffectedRows);
}

/**
 * Removes up to `limit` rows (a little more at most) of what lies under a post, and when nothing is left the
 * post itself. The caller holds its lock.
 * @returns whether all is gone
 */
export async function deleteSomeOfPost(
  queries: Queries,
  post: PostKey,
  limit: number,
): Promise<boolean> {
  let left = limit;
  for (const step of steps) {
    for (let gone = Infinity; gone > 0;) {
      if (left <= 0) return false;
      gone = await step(queries, post, left);
      left -= gone;
    }
  }
  await queries
    .deleteFrom('posts')
    .where('author_id', '=', post.author_id)
    .where('id', '=', post.id)
    .execute();
  return true;
}

/** Replies before the comments that they answer, the likes of either before it. @returns how many rows went */
async function deleteComments(queries: Queries, post: PostKey, limit: number): Promise<number> {
  const comments = await listComments(queries, post, limit);
  if (comments.length === 0) return 0;
  const ofPost = { author: post.author_id, ids: comments };
  const likes = await run(
    queries,
    sql`delete from comment_likes where ctid = any(array(
      select ctid from comment_likes
      where post_author_id = ${ofPost.author} and comment_id = any(${ofPost.ids}::uuid[])
      limit ${limit}))`,
  );
  if (likes >= limit) return likes;
  const gone = await run(
    queries,
    sql`delete from comments
      where post_author_id = ${ofPost.author} and id = any(${ofPost.ids}::uuid[])`,
  );
  return likes + gone;
}

/** Locked, so that nobody likes one meanwhile: some that nothing answers any more. */
async function listComments(
  queries: Queries,
  { author_id, id }: PostKey,
  limit: number,
): Promise<CommentId[]> {
  const { rows } = await sql<{ id: CommentId }>`
    select c.id from comments c
    where c.post_author_id = ${author_id} and c.post_id = ${id} and not exists (
      select from comments reply where reply.post_author_id = c.post_author_id and reply.parent_id = c.id)
    limit ${limit} for update`.execute(queries);
  return rows.map((row) => row.id);
}

/** From now on nobody finds it; its `clientId` is free again. */
export async function markPostDeleted(queries: Queries, post: PostKey): Promise<void> {
  await queries
    .updateTable('posts')
    .where('author_id', '=', post.author_id)
    .where('id', '=', post.id)
    .set({ deleted_at: new Date(), client_id: null })
    .execute();
}

/** Locks one of the deleted posts of which something is left; those that others lock are passed by. */
export async function lockDeletedPost(queries: Queries): Promise<PostKey | null> {
  const row = await queries
    .selectFrom('posts')
    .where('deleted_at', 'is not', null)
    .orderBy('deleted_at')
    .select(['author_id', 'id'])
    .limit(1)
    .forNoKeyUpdate()
    .skipLocked()
    .executeTakeFirst();
  return row ?? null;
}
