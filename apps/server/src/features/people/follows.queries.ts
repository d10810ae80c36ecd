import type { UserId } from '@xom/contract/fields';
import { type Selectable, sql } from 'kysely';
import type { Queries } from '../../tables.ts';
import type { PeopleTables } from './people.tables.ts';

/** What stands of one following another, from the follower's side. */
export type FollowRow = Selectable<PeopleTables['followings']>;

/** Who follows, or asks to, and whom. */
export interface FollowEdge {
  from: UserId;
  to: UserId;
}

/** What stands between two people, both ways. */
export interface FollowsBetween {
  /** The first follows the second. */
  forth: FollowRow | null;
  back: FollowRow | null;
}

export async function findFollowsBetween(
  queries: Queries,
  one: UserId,
  other: UserId,
): Promise<FollowsBetween> {
  const { rows } = await sql<FollowRow>`
    select * from followings
    where (user_id, followed_id) in ((${one}::uuid, ${other}::uuid), (${other}::uuid, ${one}::uuid))`.execute(
    queries,
  );
  return {
    forth: rows.find((row) => row.user_id === one) ?? null,
    back: rows.find((row) => row.user_id === other) ?? null,
  };
}

/** Whether a person follows as many as one may, requests included. Reads no more than that. */
export async function followsAtLeast(
  queries: Queries,
  userId: UserId,
  count: number,
): Promise<boolean> {
  const { rows } = await sql`
    select from followings where user_id = ${userId} offset ${count - 1} limit 1`.execute(queries);
  return rows.length > 0;
}

/** Writes both rows of a follow or request. The caller holds the lock of the pair, and both are there. */
export async function insertFollow(
  queries: Queries,
  { from, to }: FollowEdge,
  { status, since }: Pick<FollowRow, 'status' | 'since'>,
): Promise<void> {
  const isCounted = status === 'accepted';
  await queries
    .insertInto('followings')
    .values({ user_id: from, followed_id: to, status, since, is_counted: isCounted })
    .execute();
  await queries
    .insertInto('followers')
    .values({ user_id: to, follower_id: from, status, since })
    .execute();
  if (isCounted) await countFollow(queries, { from, to }, 1);
}

/** Makes a request a follow. The caller holds the lock of the pair, and both are there. */
export async function acceptRequest(
  queries: Queries,
  { from, to }: FollowEdge,
  since: Date,
): Promise<void> {
  await queries
    .updateTable('followings')
    .set({ status: 'accepted', since, is_counted: true })
    .where('user_id', '=', from)
    .where('followed_id', '=', to)
    .execute();
  await queries
    .updateTable('followers')
    .set({ status: 'accepted', since })
    .where('user_id', '=', to)
    .where('follower_id', '=', from)
    .execute();
  await countFollow(queries, { from, to }, 1);
}

/** Ends a follow or request, if there is one. The caller holds the lock of the pair. */
export async function deleteFollow(queries: Queries, { from, to }: FollowEdge): Promise<void> {
  const gone = await queries
    .deleteFrom('followings')
    .where('user_id', '=', from)
    .where('followed_id', '=', to)
    .returning('is_counted')
    .executeTakeFirst();
  await queries
    .deleteFrom('followers')
    .where('user_id', '=', to)
    .where('follower_id', '=', from)
    .execute();
  if (gone?.is_counted) await countFollow(queries, { from, to }, -1);
}

async function countFollow(queries: Queries, { from, to }: FollowEdge, by: 1 | -1): Promise<void> {
  await sql`
    update users set
      following_count = following_count + case when id = ${from} then ${by}::int else 0 end,
      follower_count = follower_count + case when id = ${to} then ${by}::int else 0 end
    where id in (${from}::uuid, ${to}::uuid)`.execute(queries);
}
