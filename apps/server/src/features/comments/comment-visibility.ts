import { type RawBuilder, sql } from 'kysely';

/**
 * Whether what a comment or a reply says may be shown, to whoever may see its post and its writer: not while
 * there is a block between the writer and the post's author, who would not see what all others read there.
 * `comment` names what a query calls the row of `comments`. By `union all` this is looked up row by row, as a
 * list is read; the planner would read all blocks at once for two conditions.
 */
export function isSaid(comment: string): RawBuilder<boolean> {
  const [poster, writer] = [sql.ref(`${comment}.post_author_id`), sql.ref(`${comment}.author_id`)];
  return sql<boolean>`not exists (
    select from blocks where blocks.user_id = ${poster} and blocks.blocked_id = ${writer}
    union all select from blocks where blocks.user_id = ${writer} and blocks.blocked_id = ${poster})`;
}

/** The same of a comment or reply that an expression names by its id, if it is there; null names none. */
export function isCommentSaid(commentId: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`(${commentId} is null or exists (
    select from comments said where said.id = ${commentId} and said.deleted_at is null
      and ${isSaid('said')}))`;
}
