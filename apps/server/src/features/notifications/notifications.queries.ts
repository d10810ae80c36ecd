import type { CommentId, MediaId, NotificationId, PostId, UserId } from '@xom/contract/fields';
import type { NotificationKind } from '@xom/contract/notifications';
import { type RawBuilder, sql } from 'kysely';
import type { Queries } from '../../tables.ts';
import { isCommentSaid } from '../comments/comment-visibility.ts';
import { isPersonVisible, isMutedBy, unseenPeople } from '../people/visibility.ts';
import { isPostSeen } from '../posts/post-visibility.ts';

/** A place in the list. */
export interface Position {
  updatedAt: Date;
  id: NotificationId;
}

export interface NotificationRow {
  id: NotificationId;
  kind: NotificationKind;
  actorIds: UserId[];
  actorCount: number;
  postId: PostId | null;
  postText: string | null;
  postImageId: MediaId | null;
  commentId: CommentId | null;
  commentText: string | null;
  createdAt: Date;
  updatedAt: Date;
  readAt: Date | null;
}

/** How many letters of a post or comment are shown, and how many unread ones are counted. */
const excerptLength = 140;
const maxCounted = 1000;
/** Among this many of the latest acts, the latest different people are found, and what was written last. */
const actsLookedAt = 30;
const actorsShown = 3;

/** What a person's list shows: with an act in it that it shows, about what they may see. */
function isShown(userId: UserId): RawBuilder<boolean> {
  return sql<boolean>`(
    exists (
      select from notification_acts a join users actor on actor.id = a.actor_id
      where a.user_id = n.user_id and a.notification_id = n.id and ${isActShown(userId)})
    and ${isPostSeen(userId, sql.ref('n.post_id'))} and ${isCommentSaid(sql.ref('n.comment_id'))})`;
}

/** Whether the act `a` by `actor` is shown: by somebody whom they may see and did not mute, as is what it wrote. */
function isActShown(userId: UserId): RawBuilder<boolean> {
  return sql<boolean>`(${isPersonVisible(userId, 'actor')} and not ${isMutedBy(userId, 'actor.id')}
    and ${isPostSeen(userId, sql.ref('a.post_id'))} and ${isCommentSaid(sql.ref('a.comment_id'))})`;
}

/** Those of a page, the latest first. */
export async function listNotifications(
  queries: Queries,
  userId: UserId,
  { after, limit }: { after: Position | null; limit: number },
): Promise<NotificationRow[]> {
  return load(
    queries,
    userId,
    after
      ? sql`(n.updated_at, n.id) < (${after.updatedAt}::timestamptz, ${after.id}::uuid)`
      : sql`true`,
    limit,
  );
}

/** One of a person's, if it is there to be shown. */
export async function findNotification(
  queries: Queries,
  userId: UserId,
  id: NotificationId,
): Promise<NotificationRow | null> {
  const [row] = await load(queries, userId, sql`n.id = ${id}`, 1);
  return row ?? null;
}

async function load(
  queries: Queries,
  userId: UserId,
  which: RawBuilder<unknown>,
  limit: number,
): Promise<NotificationRow[]> {
  const { rows } = await sql<NotificationRow>`
    with line as materialized (
      select n.* from notifications n
      where n.user_id = ${userId} and ${which} and ${isShown(userId)}
      order by n.updated_at desc, n.id desc limit ${sql.lit(limit)}
    )
    select line.id, line.kind, line.created_at as "createdAt", line.updated_at as "updatedAt",
      line.read_at as "readAt", shown.ids as "actorIds",
      greatest(line.actor_count - (
        select count(distinct a.actor_id) from ${unseenPeople(userId)} unseen
        join notification_acts a on a.user_id = line.user_id and a.notification_id = line.id
          and a.actor_id = unseen.id and a.is_counted
      ), array_length(shown.ids, 1))::int as "actorCount",
      p.id as "postId", left(p.text, ${excerptLength}) as "postText",
      image.id as "postImageId",
      c.id as "commentId", left(c.text, ${excerptLength}) as "commentText"
    from line
    cross join lateral (
      select (array_agg(latest.actor_id order by latest.created_at desc))[1:${sql.lit(actorsShown)}] as ids,
        (array_agg(latest.post_id order by latest.created_at desc))[1] as post_id,
        (array_agg(latest.comment_id order by latest.created_at desc))[1] as comment_id
      from (
        select distinct on (recent.actor_id) recent.* from (
          select a.actor_id, a.created_at, a.post_id, a.comment_id from notification_acts a
          join users actor on actor.id = a.actor_id
          where a.user_id = line.user_id and a.notification_id = line.id and ${isActShown(userId)}
          order by a.created_at desc limit ${sql.lit(actsLookedAt)}
        ) recent order by recent.actor_id, recent.created_at desc
      ) latest
    ) shown
    left join posts p on p.id = coalesce(shown.post_id, line.post_id) and p.deleted_at is null
    left join media image on image.owner_id = p.author_id and image.kind = 'IMAGE'
      and image.id = (p.media -> 0 ->> 'mediaId')::uuid
    left join comments c on c.id = coalesce(shown.comment_id, line.comment_id) and c.deleted_at is null
    order by line.updated_at desc, line.id desc`.execute(queries);
  return rows;
}

export async function countUnread(queries: Queries, userId: UserId): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (
      select from notifications n
      where n.user_id = ${userId} and n.read_at is null and ${isShown(userId)}
      limit ${maxCounted}
    ) unread`.execute(queries);
  return rows[0]?.count ?? 0;
}

/** In the order in which others lock lines. @param ids null: all. @returns how many were unread */
export async function markRead(
  queries: Queries,
  userId: UserId,
  ids: readonly NotificationId[] | null,
): Promise<number> {
  const { numAffectedRows } = await sql`
    with line as materialized (
      select user_id, id from notifications
      where user_id = ${userId} and read_at is null
        and (${ids === null} or id = any(${ids ? [...ids] : []}::uuid[]))
      order by id for no key update
    )
    update notifications n set read_at = ${new Date()} from line
    where n.user_id = line.user_id and n.id = line.id`.execute(queries);
  return Number(numAffectedRows ?? 0n);
}

export async function listKindsOff(queries: Queries, userId: UserId): Promise<NotificationKind[]> {
  const row = await queries
    .selectFrom('notification_settings')
    .where('user_id', '=', userId)
    .select('kinds_off')
    .executeTakeFirst();
  return row?.kinds_off ?? [];
}

/** Changes some kinds and leaves the others; two devices at once lose nothing of each other's. */
export async function changeKindsOff(
  queries: Queries,
  userId: UserId,
  { off, on }: { off: readonly NotificationKind[]; on: readonly NotificationKind[] },
): Promise<NotificationKind[]> {
  const { rows } = await sql<{ kindsOff: NotificationKind[] }>`
    insert into notification_settings as s (user_id, kinds_off) values (${userId}, ${[...off]}::text[])
    on conflict (user_id) do update set kinds_off = array(
      select unnest(s.kinds_off) except select unnest(${[...on]}::text[])
      union select unnest(${[...off]}::text[]))
    returning kinds_off as "kindsOff"`.execute(queries);
  return rows[0]?.kindsOff ?? [];
}

/** Deletes some of the lines that are older, but for those that others lock. @returns how many */
export async function deleteOlder(queries: Queries, than: Date, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from notifications where (user_id, id) in (
      select user_id, id from notifications where updated_at < ${than}
      order by updated_at limit ${limit} for update skip locked)`.execute(queries);
  return Number(numAffectedRows ?? 0n);
}
