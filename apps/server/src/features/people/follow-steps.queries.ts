import type { UserId } from '@xom/contract/fields';
import { sql } from 'kysely';
import type { Queries } from '../../tables.ts';
import { isThere } from './visibility.ts';

/**
 * What changes many follows of one person: in steps, each a transaction of its own that locks the person and
 * those at the other ends in the order of their ids, as pairs.ts does, and only then looks at what it changes.
 */

/** Locks people. @returns of those who are there at all, whether others may see them and who has a private account */
async function lockPeople(
  queries: Queries,
  ids: readonly UserId[],
): Promise<Map<UserId, { isThere: boolean; isPrivate: boolean }>> {
  const { rows } = await sql<{ id: UserId; isThere: boolean; isPrivate: boolean }>`
    select id, ${isThere('users')} as "isThere", is_private as "isPrivate"
    from users where id = any(${[...ids]}::uuid[]) order by id for no key update`.execute(queries);
  return new Map(rows.map((row) => [row.id, row]));
}

/** What a step of accepting did. */
export interface AcceptedStep {
  followerIds: UserId[];
  /** Whether nobody waits any more, or the account is private again. */
  isDone: boolean;
  isPublic: boolean;
}

/** Somebody whose account became public, and whose waiting requests are not all accepted. */
export async function findAcceptingPerson(queries: Queries): Promise<UserId | null> {
  const found = await queries
    .selectFrom('users')
    .where('accepts_waiting', '=', true)
    .select('id')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  return found?.id ?? null;
}

/** Accepts the eldest requests to follow a person whose account became public; with the last, that is over. */
export async function acceptWaiting(
  queries: Queries,
  userId: UserId,
  { since, limit }: { since: Date; limit: number },
): Promise<AcceptedStep> {
  const waiting = await queries
    .selectFrom('followers')
    .where('user_id', '=', userId)
    .where('status', '=', 'requested')
    .orderBy('since')
    .orderBy('follower_id')
    .select('follower_id')
    .limit(limit)
    .execute();
  const ids = waiting.map((row) => row.follower_id);
  const locked = await lockPeople(queries, [...ids, userId]);
  const me = locked.get(userId);
  const isPublic = me !== undefined && !me.isPrivate;
  const there = ids.filter((id) => me?.isThere && locked.get(id)?.isThere);
  const followerIds = isPublic ? await acceptAll(queries, userId, { ids, there, since }) : [];
  const isDone = !isPublic || ids.length < limit;
  if (isDone) {
    await queries
      .updateTable('users')
      .set({ accepts_waiting: false })
      .where('id', '=', userId)
      .where('accepts_waiting', '=', true)
      .execute();
  }
  return { followerIds, isDone, isPublic };
}

/** @returns those who still waited */
async function acceptAll(
  queries: Queries,
  userId: UserId,
  { ids, there, since }: { ids: readonly UserId[]; there: readonly UserId[]; since: Date },
): Promise<UserId[]> {
  const { rows } = await sql<{ id: UserId }>`
    with accepted as (
      update followings set status = 'accepted', since = ${since},
        is_counted = user_id = any(${[...there]}::uuid[])
      where user_id = any(${[...ids]}::uuid[]) and followed_id = ${userId} and status = 'requested'
      returning user_id as id, is_counted
    ), mirrored as (
      update followers set status = 'accepted', since = ${since}
      where user_id = ${userId} and follower_id in (select id from accepted)
    ), theirs as (
      update users set following_count = following_count + 1
      where id in (select id from accepted where is_counted)
    ), mine as (
      update users set follower_count = follower_count + (select count(*) from accepted where is_counted)
      where id = ${userId}
    )
    select id from accepted`.execute(queries);
  return rows.map((row) => row.id);
}

/** How far a walk over a person's follows has come: which side, and behind whom. */
export interface FollowWalk {
  side: 'followings' | 'followers';
  after: UserId | null;
}

export const followWalkStart: FollowWalk = { side: 'followings', after: null };

/**
 * One step of bringing a person's follows into the counters of both ends, or out of them, after the person was
 * hidden, came back, or is about to go: a follow counts when it was accepted and both are there. Again, or cut
 * off and begun anew, it changes nothing that is right.
 * @returns where the next step begins; null when all are right
 */
export async function recountFollows(
  queries: Queries,
  userId: UserId,
  { side, after }: FollowWalk,
  limit: number,
): Promise<FollowWalk | null> {
  const ids = await listOtherEnds(queries, userId, { side, after }, limit);
  const last = ids.at(-1);
  if (last !== undefined) await recountWith(queries, userId, side, ids);
  if (last !== undefined && ids.length === limit) return { side, after: last };
  return side === 'followings' ? { side: 'followers', after: null } : null;
}

async function listOtherEnds(
  queries: Queries,
  userId: UserId,
  { side, after }: FollowWalk,
  limit: number,
): Promise<UserId[]> {
  const other = sql.ref(side === 'followings' ? 'followed_id' : 'follower_id');
  const { rows } = await sql<{ id: UserId }>`
    select ${other} as id from ${sql.table(side)}
    where user_id = ${userId} and (${after}::uuid is null or ${other} > ${after}::uuid)
    order by ${other} limit ${limit}`.execute(queries);
  return rows.map((row) => row.id);
}

async function recountWith(
  queries: Queries,
  userId: UserId,
  side: FollowWalk['side'],
  ids: readonly UserId[],
): Promise<void> {
  const locked = await lockPeople(queries, [...ids, userId]);
  const isHere = locked.get(userId)?.isThere ?? false;
  const there = ids.filter((id) => isHere && locked.get(id)?.isThere);
  const { mine, theirs, myCount, theirCount } = sides[side];
  await sql`
    with changed as (
      update followings set is_counted = not is_counted
      where ${mine} = ${userId} and ${theirs} = any(${[...ids]}::uuid[])
        and is_counted <> (status = 'accepted' and ${theirs} = any(${there}::uuid[]))
      returning ${theirs} as id, case when is_counted then 1 else -1 end as moved
    ), others as (
      update users set ${theirCount} = ${theirCount} + changed.moved
      from changed where users.id = changed.id
    )
    update users set ${myCount} = ${myCount} + (select coalesce(sum(moved), 0) from changed)
    where id = ${userId}`.execute(queries);
}

/**
 * One step of ending all that a person follows, is followed by, or asked: for who is erased, and is hidden
 * already. @returns whether something may be left
 */
export async function deleteFollows(
  queries: Queries,
  userId: UserId,
  limit: number,
): Promise<boolean> {
  for (const side of ['followings', 'followers'] as const) {
    const ids = await listOtherEnds(queries, userId, { side, after: null }, limit);
    if (ids.length === 0) continue;
    await lockPeople(queries, [...ids, userId]);
    const { mine, theirs, myCount, theirCount } = sides[side];
    await sql`
      with gone as (
        delete from followings
        where ${mine} = ${userId} and ${theirs} = any(${ids}::uuid[])
        returning user_id, followed_id, ${theirs} as id, is_counted
      ), mirrored as (
        delete from followers using gone
        where followers.user_id = gone.followed_id and followers.follower_id = gone.user_id
      ), others as (
        update users set ${theirCount} = ${theirCount} - 1
        where id in (select id from gone where is_counted)
      )
      update users set ${myCount} = ${myCount} - (select count(*) from gone where is_counted)
      where id = ${userId}`.execute(queries);
    return true;
  }
  return false;
}

/** Of a walk along either side: the columns of `followings` and the counters of both ends. */
const sides = {
  followings: {
    mine: sql.ref('user_id'),
    theirs: sql.ref('followed_id'),
    myCount: sql.ref('following_count'),
    theirCount: sql.ref('follower_count'),
  },
  followers: {
    mine: sql.ref('followed_id'),
    theirs: sql.ref('user_id'),
    myCount: sql.ref('follower_count'),
    theirCount: sql.ref('following_count'),
  },
};
