import type { UserId } from '@xom/contract/fields';
import { type RawBuilder, sql } from 'kysely';
import type { Queries } from '../../tables.ts';
import type { PageRequest, Position } from './people.queries.ts';
import { isPersonVisible, isSharingWith } from './visibility.ts';

/** Whether the viewer may see who follows a person and whom they follow. */
export async function seesFollowsOf(
  queries: Queries,
  viewerId: UserId,
  userId: UserId,
): Promise<boolean> {
  const { rows } = await sql`
    select from users u
    where u.id = ${userId} and ${isPersonVisible(viewerId, 'u')} and ${isSharingWith(viewerId, 'u')}`.execute(
    queries,
  );
  return rows.length > 0;
}

/** The rows of a person's home that a list of follows is made of. */
export interface FollowList {
  viewerId: UserId;
  userId: UserId;
  side: 'followings' | 'followers';
  status: 'requested' | 'accepted';
}

/** Who is at the other end of a person's follows, the newest first, of those whom the viewer may see. */
export async function listFollows(
  queries: Queries,
  { viewerId, userId, side, status }: FollowList,
  { after, limit }: PageRequest,
): Promise<Position[]> {
  const other = side === 'followings' ? 'f.followed_id' : 'f.follower_id';
  const { rows } = await sql<Position>`
    select ${sql.ref(other)} as "userId", f.since as at
    from ${sql.table(side)} f join users u on u.id = ${sql.ref(other)}
    where f.user_id = ${userId} and f.status = ${status} and ${isPersonVisible(viewerId, 'u')}
      and ${isBehind(after, other)}
    order by f.since desc, ${sql.ref(other)} desc
    limit ${limit}`.execute(queries);
  return rows;
}

/**
 * Of those whom the viewer follows, who follows a person; in the order of the viewer's follows, of which there
 * are never more than some thousands to look at, however many follow the person.
 */
export async function listMutuals(
  queries: Queries,
  viewerId: UserId,
  userId: UserId,
  { after, limit }: PageRequest,
): Promise<Position[]> {
  // `offset 0` keeps each look a probe (not one through all followers), and that at the person behind it.
  const { rows } = await sql<Position>`
    select f.id as "userId", f.since as at
    from (
      select f.followed_id as id, f.since
      from followings f cross join lateral (
        select from followers g
        where g.user_id = ${userId} and g.follower_id = f.followed_id and g.status = 'accepted' offset 0
      ) g
      where f.user_id = ${viewerId} and f.status = 'accepted' and ${isBehind(after, 'f.followed_id')}
      order by f.since desc, f.followed_id desc
      offset 0
    ) f join users u on u.id = f.id
    where ${isPersonVisible(viewerId, 'u')}
    order by f.since desc, f.id desc
    limit ${limit}`.execute(queries);
  return rows;
}

/** Of these people, those whom the viewer follows or asked to, with which of the two. */
export async function listFollowStates(
  queries: Queries,
  viewerId: UserId,
  ids: readonly UserId[],
): Promise<Map<UserId, 'requested' | 'accepted'>> {
  const rows = await queries
    .selectFrom('followings')
    .where('user_id', '=', viewerId)
    .where('followed_id', '=', sql<UserId>`any(${[...ids]}::uuid[])`)
    .select(['followed_id', 'status'])
    .execute();
  return new Map(rows.map((row) => [row.followed_id, row.status]));
}

function isBehind(after: Position | null, other: string): RawBuilder<boolean> {
  if (!after) return sql<boolean>`true`;
  return sql<boolean>`(f.since, ${sql.ref(other)}) < (${after.at}::timestamptz, ${after.userId}::uuid)`;
}
