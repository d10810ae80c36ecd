import type { UserId } from '@xom/contract/fields';
import { sql } from 'kysely';
import type { DomainBus } from '../../domain-events.ts';
import { doneUnlessFull, type PersonStep } from '../../person-steps.ts';
import type { Queries } from '../../tables.ts';
import { userTopic } from '../../topics.ts';
import { type ActRow, actColumns, type Line } from './notices.queries.ts';

/** Takes what an erased person did out of others' lists, and the lines of which nothing is left with it. */
export function withdrawActs(bus: DomainBus): PersonStep {
  return async (queries, userId, { limit }) => {
    const { rows } = await sql<ActRow>`
      select ${actColumns} from notification_acts a where a.actor_id = ${userId}
      order by a.user_id, a.notification_id limit ${limit}`.execute(queries);
    await deleteActs(queries, userId, rows);
    const told = () => {
      for (const { userId: toldId, notificationId } of rows) {
        const event = { notificationId, userId: toldId, change: 'left' } as const;
        bus.publish(userTopic(toldId), { type: 'notification.changed', ...event });
      }
    };
    return { ...doneUnlessFull(rows.length, limit), told };
  };
}

/** As `deleteAct` of notices.queries.ts, for many acts of one person. */
async function deleteActs(
  queries: Queries,
  actorId: UserId,
  acts: readonly ActRow[],
): Promise<void> {
  const lines = sql`(select distinct * from unnest(
    ${acts.map((act) => act.userId)}::uuid[], ${acts.map((act) => act.notificationId)}::uuid[])
  ) line(user_id, id)`;
  const ofLine = sql`n.user_id = line.user_id and n.id = line.id`;
  await sql`
    select from notifications n join ${lines} on ${ofLine}
    order by n.user_id, n.id for update of n`.execute(queries);
  const { rows } = await sql<Line & { isCounted: boolean }>`
    delete from notification_acts a using unnest(
      ${acts.map((act) => act.userId)}::uuid[], ${acts.map((act) => act.kind)}::text[],
      ${acts.map((act) => act.act)}::text[]
    ) given(user_id, kind, act)
    where a.user_id = given.user_id and a.kind = given.kind and a.act = given.act
    returning a.user_id as "userId", a.notification_id as "notificationId", a.is_counted as "isCounted"`.execute(
    queries,
  );
  const counted = rows.filter((row) => row.isCounted);
  // Who acted twice in a line is one of its people, until the last of these goes.
  await sql`
    update notifications n set actor_count = n.actor_count - 1
    from (select distinct * from unnest(
      ${counted.map((row) => row.userId)}::uuid[], ${counted.map((row) => row.notificationId)}::uuid[])
    ) line(user_id, id)
    where ${ofLine} and not exists (
      select from notification_acts a where a.user_id = n.user_id and a.notification_id = n.id
        and a.actor_id = ${actorId} and a.is_counted)`.execute(queries);
  await sql`
    delete from notifications n using ${lines}
    where ${ofLine} and not exists (
      select from notification_acts a
      where a.user_id = n.user_id and a.notification_id = n.id)`.execute(queries);
}

/** Removes an erased person's own list: the acts in it before its lines. */
export const deleteList: PersonStep = async (queries, userId, { limit }) => {
  for (const table of ['notification_acts', 'notifications', 'notification_settings'] as const) {
    const { numAffectedRows = 0n } = await sql`
      delete from ${sql.table(table)} where ctid = any(array(
        select ctid from ${sql.table(table)} where user_id = ${userId} limit ${limit}))`.execute(
      queries,
    );
    if (numAffectedRows > 0n) return { count: Number(numAffectedRows), next: 'more' };
  }
  return { count: 0, next: null };
};
