import type { ConversationId, UserId } from '@xom/contract/fields';
import { type Selectable, sql } from 'kysely';
import { uuidList } from '../../platform/list-parameter.ts';
import type { Queries } from '../../tables.ts';
import type { PeopleTables } from './people.tables.ts';
import {
  blockedPeople,
  isBlockedWith,
  isFriendOf,
  isLastSeenShown,
  isThere,
} from './visibility.ts';

export type TieStatus = PeopleTables['friendships']['status'];
/** One side of a friendship or request, from the first person's view. */
export type TieRow = Selectable<PeopleTables['friendships']>;

/** One of two people whose pair is locked. */
export interface LockedPerson {
  id: UserId;
  /** Whether others may see them. */
  isVisible: boolean;
  isPrivate: boolean;
}

/**
 * Takes the lock under which everything between two people changes: their rows, the smaller id first, so
 * that nobody waits in a ring.
 */
export async function lockPair(
  queries: Queries,
  pair: readonly [UserId, UserId],
): Promise<Map<UserId, LockedPerson>> {
  const { rows } = await sql<LockedPerson>`
    select id, ${isThere('users')} as "isVisible", is_private as "isPrivate"
    from users where id = any(${uuidList(pair)}) order by id for no key update`.execute(queries);
  return new Map(rows.map((row) => [row.id, row]));
}

/** What a person's own row says of them and another. */
export async function findTie(
  queries: Queries,
  userId: UserId,
  friendId: UserId,
): Promise<TieRow | null> {
  const row = await queries
    .selectFrom('friendships')
    .where('user_id', '=', userId)
    .where('friend_id', '=', friendId)
    .selectAll()
    .executeTakeFirst();
  return row ?? null;
}

/** How many of a person's ties have this status. Bounded, as these are. */
export async function countTies(
  queries: Queries,
  userId: UserId,
  status: 'sent' | 'accepted',
): Promise<number> {
  const { count } = await queries
    .selectFrom('friendships')
    .where('user_id', '=', userId)
    .where('status', '=', status)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

/** Writes both sides of a request; the caller holds the lock of the pair. */
export async function insertRequest(
  queries: Queries,
  { from, to, at }: { from: UserId; to: UserId; at: Date },
): Promise<void> {
  await queries
    .insertInto('friendships')
    .values([
      { user_id: from, friend_id: to, status: 'sent', created_at: at, since: at },
      { user_id: to, friend_id: from, status: 'received', created_at: at, since: at },
    ])
    .execute();
}

/** Makes both sides of a request a friendship; the caller holds the lock of the pair. */
export async function acceptRequest(
  queries: Queries,
  [one, other]: readonly [UserId, UserId],
  at: Date,
): Promise<void> {
  await sql`
    update friendships set status = 'accepted', since = ${at}
    where (user_id, friend_id) in ((${one}::uuid, ${other}::uuid), (${other}::uuid, ${one}::uuid))`.execute(
    queries,
  );
}

/** Ends a friendship or request on both sides. @returns whether there was one */
export async function deleteTie(
  queries: Queries,
  [one, other]: readonly [UserId, UserId],
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    delete from friendships
    where (user_id, friend_id) in ((${one}::uuid, ${other}::uuid), (${other}::uuid, ${one}::uuid))`.execute(
    queries,
  );
  return (numAffectedRows ?? 0n) > 0n;
}

/** A place in a list of people. */
export interface Position {
  at: Date;
  userId: UserId;
}

/** Which part of a list of people is wanted. */
export interface PageRequest {
  after: Position | null;
  limit: number;
}

/** A person's ties of one status with those whom others may see, the newest first. */
export async function listTies(
  queries: Queries,
  userId: UserId,
  status: TieStatus,
  { after, limit }: PageRequest,
): Promise<TieRow[]> {
  return queries
    .selectFrom('friendships as f')
    .innerJoin('users as u', 'u.id', 'f.friend_id')
    .where('f.user_id', '=', userId)
    .where('f.status', '=', status)
    .where(isThere('u'))
    .$if(after !== null, (query) =>
      query.where(
        sql<boolean>`(f.since, f.friend_id) < (${after?.at}::timestamptz, ${after?.userId}::uuid)`,
      ),
    )
    .orderBy('f.since', 'desc')
    .orderBy('f.friend_id', 'desc')
    .selectAll('f')
    .limit(limit)
    .execute();
}

/** Whether a person blocked at least so many. Reads no more than that. */
export async function blocksAtLeast(
  queries: Queries,
  userId: UserId,
  count: number,
): Promise<boolean> {
  const { rows } = await sql`
    select from blocks where user_id = ${userId} offset ${count - 1} limit 1`.execute(queries);
  return rows.length > 0;
}

/** @returns when it was made, and whether just now */
export async function insertBlock(
  queries: Queries,
  { from, to, at }: { from: UserId; to: UserId; at: Date },
): Promise<{ at: Date; isNew: boolean }> {
  const made = await queries
    .insertInto('blocks')
    .values({ user_id: from, blocked_id: to, created_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .returning('created_at')
    .executeTakeFirst();
  if (made) return { at: made.created_at, isNew: true };
  const standing = await queries
    .selectFrom('blocks')
    .where('user_id', '=', from)
    .where('blocked_id', '=', to)
    .select('created_at')
    .executeTakeFirstOrThrow();
  return { at: standing.created_at, isNew: false };
}

/** @returns whether there was one */
export async function deleteBlock(
  queries: Queries,
  { from, to }: { from: UserId; to: UserId },
): Promise<boolean> {
  const gone = await queries
    .deleteFrom('blocks')
    .where('user_id', '=', from)
    .where('blocked_id', '=', to)
    .returning('blocked_id')
    .executeTakeFirst();
  return gone !== undefined;
}

/** Whom a person blocked, the newest first: hidden people too, or nobody could unblock them. */
export async function listBlocks(
  queries: Queries,
  userId: UserId,
  { after, limit }: PageRequest,
): Promise<Position[]> {
  const rows = await queries
    .selectFrom('blocks')
    .where('user_id', '=', userId)
    .$if(after !== null, (query) =>
      query.where(
        sql<boolean>`(created_at, blocked_id) < (${after?.at}::timestamptz, ${after?.userId}::uuid)`,
      ),
    )
    .orderBy('created_at', 'desc')
    .orderBy('blocked_id', 'desc')
    .select(['blocked_id', 'created_at'])
    .limit(limit)
    .execute();
  return rows.map((row) => ({ userId: row.blocked_id, at: row.created_at }));
}

/** What lies between a person and another whose presence they may see. */
export interface Sight {
  isBlocked: boolean;
  /** Whether the other one shows it to them, if anything gives them a reason to see it. */
  isShown: boolean;
  isFriend: boolean;
  /** Their direct conversation. */
  conversationId: ConversationId | null;
}

export async function findSight(queries: Queries, userId: UserId, otherId: UserId): Promise<Sight> {
  const { rows } = await sql<Sight>`
    select
      ${isBlockedWith(userId, 'other.id')} as "isBlocked",
      coalesce(
        (select ${isLastSeenShown(userId, 'u')} from users u where u.id = other.id), false
      ) as "isShown",
      ${isFriendOf(userId, 'other.id')} as "isFriend",
      (
        select conversation_id from direct_conversations
        where low_user_id = least(${userId}::uuid, other.id)
          and high_user_id = greatest(${userId}::uuid, other.id)
      ) as "conversationId"
    from (values (${otherId}::uuid)) other (id)`.execute(queries);
  const [sight] = rows;
  if (!sight) throw new Error('looking at two people gave no row');
  return sight;
}

/** A person, and one who blocked them or whom they blocked, with the direct conversation of the two. */
export interface BlockEitherWay {
  userId: UserId;
  otherId: UserId;
  conversationId: ConversationId | null;
}

/** Those of each of these people. */
export async function listBlocksEitherWay(
  queries: Queries,
  userIds: readonly UserId[],
): Promise<BlockEitherWay[]> {
  const { rows } = await sql<BlockEitherWay>`
    select person.id as "userId", other.id as "otherId", d.conversation_id as "conversationId"
    from unnest(${uuidList(userIds)}) person(id)
    cross join lateral ${blockedPeople(sql.ref('person.id'))} other
    left join direct_conversations d
      on d.low_user_id = least(person.id, other.id) and d.high_user_id = greatest(person.id, other.id)`.execute(
    queries,
  );
  return rows;
}
