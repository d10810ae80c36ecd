import type { CommentId, UserId } from '@xom/contract/fields';
import { sql } from 'kysely';
import type { Queries } from '../../tables.ts';
import { type Handle, namesOf } from '../messages/mentions.ts';
import { isPersonVisible } from '../people/visibility.ts';
import { isPostVisible } from '../posts/post-visibility.ts';
import type { CommentPlace, PostPlace } from './comment-locks.queries.ts';

const maxMentioned = 20;

/** Who may read a comment: who may see its post, and the author of what stands above it. */
export interface Readers extends PostPlace {
  authorAbove: UserId;
}

/** Whom the handles of a text name, but for the writer: of those who may read it, the first 20. */
export async function findMentioned(
  queries: Queries,
  writerId: UserId,
  { postAuthorId, postId, authorAbove }: Readers,
  handles: readonly Handle[],
): Promise<UserId[]> {
  if (handles.length === 0) return [];
  const given = namesOf([handles]);
  const reader = sql.ref<UserId>('u.id');
  const { rows } = await sql<{ id: UserId }>`
    select id from (
      select distinct on (n.handle) n.handle, u.id
      from unnest(${given.handles}::int[], ${given.names}::text[]) as n(handle, name)
      join users u on u.username = n.name
      join posts p on p.author_id = ${postAuthorId} and p.id = ${postId}
      join users poster on poster.id = p.author_id
      join users above on above.id = ${authorAbove}
      where u.id <> ${writerId} and ${isPersonVisible(writerId, 'u')}
        and ${isPostVisible(reader, { post: 'p', author: 'poster' })}
        and ${isPersonVisible(reader, 'above')}
      order by n.handle, length(n.name) desc
    ) mentioned
    group by id order by min(handle) limit ${maxMentioned}`.execute(queries);
  return rows.map(({ id }) => id);
}

/** What the same person made on the same post under the same `clientId` before. */
export async function findByClientId(
  queries: Queries,
  { postAuthorId, postId }: PostPlace,
  authorId: UserId,
  clientId: string,
): Promise<{ id: CommentId; parentId: CommentId | null } | null> {
  const row = await queries
    .selectFrom('comments')
    .where('post_author_id', '=', postAuthorId)
    .where('post_id', '=', postId)
    .where('author_id', '=', authorId)
    .where('client_id', '=', clientId)
    .where('deleted_at', 'is', null)
    .select(['id', 'parent_id as parentId'])
    .executeTakeFirst();
  return row ?? null;
}

export interface NewComment extends CommentPlace {
  text: string;
  mentionedUserIds: readonly UserId[];
  clientId: string | null;
  at: Date;
}

/** @returns whether it was written: not when another one has its `clientId` */
export async function insertComment(queries: Queries, comment: NewComment): Promise<boolean> {
  const written = await queries
    .insertInto('comments')
    .values({
      post_author_id: comment.postAuthorId,
      post_id: comment.postId,
      id: comment.id,
      parent_id: comment.parentId,
      author_id: comment.authorId,
      text: comment.text,
      mentioned_user_ids: [...comment.mentionedUserIds],
      client_id: comment.clientId,
      created_at: comment.at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return written !== undefined;
}

/** Counts replies into a comment's counter, or out of it; the caller holds its lock. */
export async function changeReplyCount(
  queries: Queries,
  { postAuthorId, id }: Pick<CommentPlace, 'postAuthorId' | 'id'>,
  by: number,
): Promise<void> {
  await sql`
    update comments set reply_count = reply_count + ${by}
    where post_author_id = ${postAuthorId} and id = ${id}`.execute(queries);
}

/** Writes other words; the caller holds the comment's lock. */
export async function rewriteComment(
  queries: Queries,
  { postAuthorId, id }: Pick<CommentPlace, 'postAuthorId' | 'id'>,
  edit: { text: string; mentionedUserIds: readonly UserId[]; at: Date },
): Promise<void> {
  await queries
    .updateTable('comments')
    .where('post_author_id', '=', postAuthorId)
    .where('id', '=', id)
    .set({
      text: edit.text,
      mentioned_user_ids: [...edit.mentionedUserIds],
      edited_at: edit.at,
    })
    .execute();
}
