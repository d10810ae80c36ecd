import type { CommentId, PostId } from '@xom/contract/fields';
import { sql } from 'kysely';
import type { Queries } from '../../tables.ts';
import { type ActRow, actColumns, type Line } from './notices.queries.ts';

/** Posts and comments that are gone. */
export interface Gone {
  postIds: readonly PostId[];
  commentIds: readonly CommentId[];
}

/**
 * Locks some of the lines that are about these, and of those in which somebody wrote these: together, in the order
 * in which others lock lines. @returns those that are about these
 */
export async function lockLinesOf(
  queries: Queries,
  gone: Gone,
  limits: { rows: number; writings: number },
): Promise<Line[]> {
  const [postIds, commentIds] = [[...gone.postIds], [...gone.commentIds]];
  const { rows } = await sql<Line & { isAbout: boolean }>`
    select n.user_id as "userId", n.id as "notificationId",
      coalesce(n.post_id = any(${postIds}::uuid[]), false)
        or coalesce(n.comment_id = any(${commentIds}::uuid[]), false) as "isAbout"
    from notifications n
    where (n.user_id, n.id) in (
      (select user_id, id from notifications where post_id = any(${postIds}::uuid[])
       union all
       select user_id, id from notifications where comment_id = any(${commentIds}::uuid[])
       limit ${limits.rows})
      union all
      (select user_id, notification_id from notification_acts where post_id = any(${postIds}::uuid[])
       union all
       select user_id, notification_id from notification_acts where comment_id = any(${commentIds}::uuid[])
       limit ${limits.writings}))
    order by n.user_id, n.id for update`.execute(queries);
  return rows.filter(({ isAbout }) => isAbout);
}

/** Deletes acts of these lines, so many. @returns how many */
export async function deleteSomeActsIn(
  queries: Queries,
  lines: readonly Line[],
  limit: number,
): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    delete from notification_acts where ctid = any(array(
      select a.ctid from ${named(lines)}
      join notification_acts a on a.user_id = line.user_id and a.notification_id = line.id
      limit ${limit}))`.execute(queries);
  return Number(numAffectedRows);
}

export async function deleteLines(queries: Queries, lines: readonly Line[]): Promise<void> {
  await sql`
    delete from notifications n using ${named(lines)}
    where n.user_id = line.user_id and n.id = line.id`.execute(queries);
}

/** Some of the acts that consisted in writing these. */
export async function listActsOfWriting(
  queries: Queries,
  { postIds, commentIds }: Gone,
  limit: number,
): Promise<ActRow[]> {
  const { rows } = await sql<ActRow>`
    select * from (
      select ${actColumns} from notification_acts a where a.post_id = any(${[...postIds]}::uuid[])
      union all
      select ${actColumns} from notification_acts a where a.comment_id = any(${[...commentIds]}::uuid[])
      limit ${limit}
    ) some_acts order by 1, 2, 4`.execute(queries);
  return rows;
}

function named(lines: readonly Line[]) {
  return sql`unnest(
    ${lines.map(({ userId }) => userId)}::uuid[], ${lines.map((line) => line.notificationId)}::uuid[]
  ) line(user_id, id)`;
}
