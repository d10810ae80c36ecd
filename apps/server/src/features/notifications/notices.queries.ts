import type { NotificationId, UserId } from '@xom/contract/fields';
import { sql } from 'kysely';
import type { Notice, NoticeKind } from '../../notices.ts';
import type { Queries } from '../../tables.ts';
import { isPostSeen } from '../posts/post-visibility.ts';
import type { NoticeKeys } from './notice-keys.ts';

/** One line of somebody's list. */
export interface Line {
  userId: UserId;
  notificationId: NotificationId;
}

/**
 * Makes the line that an act belongs to, or locks the one that is there.
 * @returns null: that person is not told of this, may not see it, or was told of this very act
 */
export async function lockLine(
  queries: Queries,
  { userId, actorId, kind }: Notice,
  { subject, act, about, wrote }: NoticeKeys,
  { id, at }: { id: NotificationId; at: Date },
): Promise<NotificationId | null> {
  const { rows } = await sql<{ id: NotificationId }>`
    insert into notifications
      (user_id, id, kind, subject, post_id, comment_id, actor_count, created_at, updated_at)
    select u.id, ${id}::uuid, ${kind}, ${subject}, ${about.postId}::uuid, ${about.commentId}::uuid, 0, ${at}, ${at}
    from users u
    where u.id = ${userId}
      and not exists (
        select from notification_settings s where s.user_id = u.id and ${kind} = any(s.kinds_off))
      and ${isPostSeen(userId, sql`${about.postId}::uuid`)}
      and ${isPostSeen(userId, sql`${wrote.postId}::uuid`)}
      and not exists (select from mutes m where m.user_id = u.id and m.muted_id = ${actorId})
      and not exists (
        select from blocks b where b.user_id = u.id and b.blocked_id = ${actorId}
        union all select from blocks b where b.user_id = ${actorId} and b.blocked_id = u.id)
      and not exists (
        select from notification_acts a where a.user_id = u.id and a.kind = ${kind} and a.act = ${act})
    on conflict (user_id, kind, subject) do update set updated_at = notifications.updated_at
    returning id`.execute(queries);
  return rows[0]?.id ?? null;
}

/** Adds an act to a line that the transaction has locked; the line is new again. @returns whether it is a new act */
export async function addAct(
  queries: Queries,
  { userId, actorId, kind }: Notice,
  { act, wrote }: NoticeKeys,
  { notificationId, at }: { notificationId: NotificationId; at: Date },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    with added as (
      insert into notification_acts
        (user_id, kind, act, notification_id, actor_id, post_id, comment_id, created_at)
      values (${userId}, ${kind}, ${act}, ${notificationId}, ${actorId}, ${wrote.postId}, ${wrote.commentId}, ${at})
      on conflict do nothing returning act
    )
    update notifications n set read_at = null, updated_at = greatest(n.updated_at, ${at}),
      actor_count = n.actor_count + (not ${isInLine(userId, notificationId, actorId)})::int
    where n.user_id = ${userId} and n.id = ${notificationId} and exists (select from added)`.execute(
    queries,
  );
  return (numAffectedRows ?? 0n) > 0n;
}

/** Whether other acts of the person are counted in the line, as this statement's snapshot has it. */
function isInLine(userId: UserId, notificationId: NotificationId, actorId: UserId) {
  return sql<boolean>`exists (
    select from notification_acts a where a.user_id = ${userId}
      and a.notification_id = ${notificationId} and a.actor_id = ${actorId} and a.is_counted)`;
}

/** Some acts, by where they are. */
export interface ActRow extends Line {
  kind: string;
  act: string;
  actorId: UserId;
}

export const actColumns = sql.raw(
  'a.user_id as "userId", a.notification_id as "notificationId", a.kind, a.act, a.actor_id as "actorId"',
);

export async function findAct(
  queries: Queries,
  { userId, kind }: Notice,
  { act }: NoticeKeys,
): Promise<ActRow | null> {
  const { rows } = await sql<ActRow>`
    select ${actColumns} from notification_acts a
    where a.user_id = ${userId} and a.kind = ${kind} and a.act = ${act}`.execute(queries);
  return rows[0] ?? null;
}

/** Takes an act out of its line, and the line away with the last one. @returns whether it was there */
export async function deleteAct(queries: Queries, row: ActRow): Promise<boolean> {
  const { userId, notificationId, kind, act, actorId } = row;
  // The lock first, by a statement of its own: what another act left of the line is seen by the next.
  await sql`
    select from notifications where user_id = ${userId} and id = ${notificationId} for update`.execute(
    queries,
  );
  const { rows } = await sql<{ isCounted: boolean }>`
    delete from notification_acts where user_id = ${userId} and kind = ${kind} and act = ${act}
    returning is_counted as "isCounted"`.execute(queries);
  const [gone] = rows;
  if (!gone) return false;
  await sql`
    update notifications n set
      actor_count = n.actor_count - (${gone.isCounted} and not ${isInLine(userId, notificationId, actorId)})::int
    where n.user_id = ${userId} and n.id = ${notificationId}`.execute(queries);
  await sql`
    delete from notifications n where n.user_id = ${userId} and n.id = ${notificationId} and not exists (
      select from notification_acts a
      where a.user_id = n.user_id and a.notification_id = n.id)`.execute(queries);
  return true;
}

/** Deletes a person's lines of one kind, in the order in which others lock lines. */
export async function deleteLinesOf(
  queries: Queries,
  userId: UserId,
  kind: NoticeKind,
): Promise<Line[]> {
  const { rows } = await sql<Line>`
    with line as materialized (
      select user_id, id from notifications where user_id = ${userId} and kind = ${kind}
      order by id for update
    )
    delete from notifications n using line where n.user_id = line.user_id and n.id = line.id
    returning n.user_id as "userId", n.id as "notificationId"`.execute(queries);
  return rows;
}
