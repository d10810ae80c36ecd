import type { UserId } from '@xom/contract/fields';
import { sql } from 'kysely';
import type { Queries } from '../../tables.ts';
import type { Line } from './notices.queries.ts';

/**
 * Counts a person in again in the lines of others that they are in, or leaves them out, when they come back or
 * are hidden: batch by batch, each in a transaction that has begun with their row of `users`.
 * @returns where the next batch begins, null at the end; done again, it changes nothing
 */
export async function setNoticesCounted(
  queries: Queries,
  actorId: UserId,
  isCounted: boolean,
  { after, limit }: { after: Line | null; limit: number },
): Promise<Line | null> {
  const lines = await listLinesWith(queries, actorId, { after, limit });
  if (lines.length === 0) return null;
  await lockLines(queries, lines);
  await setCounted(queries, actorId, lines, isCounted);
  return lines.length < limit ? null : (lines.at(-1) ?? null);
}

async function listLinesWith(
  queries: Queries,
  actorId: UserId,
  { after, limit }: { after: Line | null; limit: number },
): Promise<Line[]> {
  const from = sql`and (user_id, notification_id) > (${after?.userId}::uuid, ${after?.notificationId}::uuid)`;
  const { rows } = await sql<Line>`
    select distinct user_id as "userId", notification_id as "notificationId" from notification_acts
    where actor_id = ${actorId} ${after === null ? sql`` : from}
    order by 1, 2 limit ${limit}`.execute(queries);
  return rows;
}

async function lockLines(queries: Queries, lines: readonly Line[]): Promise<void> {
  await sql`
    select from notifications n join ${namedBy(lines)} on named.user_id = n.user_id and named.id = n.id
    order by n.user_id, n.id for update of n`.execute(queries);
}

/** Somebody is counted once in a line, however often they are in it: as long as one of these acts counts. */
async function setCounted(
  queries: Queries,
  actorId: UserId,
  lines: readonly Line[],
  isCounted: boolean,
): Promise<void> {
  // As the statement's snapshot has it, in which nothing has changed yet.
  const wasCounted = sql`exists (
    select from notification_acts a where a.user_id = n.user_id and a.notification_id = n.id
      and a.actor_id = ${actorId} and a.is_counted)`;
  await sql`
    with changed as (
      update notification_acts a set is_counted = ${isCounted} from ${namedBy(lines)}
      where a.user_id = named.user_id and a.notification_id = named.id and a.actor_id = ${actorId}
        and a.is_counted <> ${isCounted}
      returning a.user_id, a.notification_id
    )
    update notifications n set actor_count = n.actor_count + ${isCounted ? 1 : -1}
    from (select distinct user_id, notification_id from changed) line
    where n.user_id = line.user_id and n.id = line.notification_id
      and ${wasCounted} <> ${isCounted}`.execute(queries);
}

function namedBy(lines: readonly Line[]) {
  return sql`unnest(
    ${lines.map(({ userId }) => userId)}::uuid[], ${lines.map((line) => line.notificationId)}::uuid[]
  ) named(user_id, id)`;
}
