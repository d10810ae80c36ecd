import type { AccountState } from '@xom/contract/accounts';
import type { SessionId, UserId } from '@xom/contract/fields';
import { sql } from 'kysely';
import { uuidList } from '../../platform/list-parameter.ts';
import type { Claims } from '../../platform/authenticator.ts';
import type { Caller } from '../../platform/call.ts';
import type { Queries } from '../../tables.ts';

/** Where a person signed in. */
export interface Device {
  userAgent: string | null;
  address: string;
}

const sessionDays = 30;
const expiry = sql<Date>`now() + make_interval(days => ${sql.lit(sessionDays)})`;
const isAlive = sql<boolean>`sessions.expires_at > now()`;

export async function insertSession(
  queries: Queries,
  claims: Claims,
  device: Device,
): Promise<void> {
  await queries
    .insertInto('sessions')
    .values({
      user_id: claims.userId,
      id: claims.sessionId,
      user_agent: device.userAgent,
      address: device.address,
      expires_at: expiry,
    })
    .execute();
}

export async function insertRefreshToken(
  queries: Queries,
  claims: Claims,
  hash: Buffer,
): Promise<void> {
  await queries
    .insertInto('refresh_tokens')
    .values({ user_id: claims.userId, session_id: claims.sessionId, token_hash: hash })
    .execute();
}

/** Locks a living session until the transaction ends, so that one renews it at a time. */
export async function lockSession(
  queries: Queries,
  claims: Claims,
): Promise<{ state: AccountState } | null> {
  const found = await queries
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .select('users.state')
    .where('sessions.user_id', '=', claims.userId)
    .where('sessions.id', '=', claims.sessionId)
    .where(isAlive)
    .forUpdate('sessions')
    .executeTakeFirst();
  return found ?? null;
}

/** A refresh token, and how long ago it was used; null: not yet. */
export async function findRefreshToken(
  queries: Queries,
  claims: Claims,
  hash: Buffer,
): Promise<{ usedSecondsAgo: number | null } | null> {
  const found = await queries
    .selectFrom('refresh_tokens')
    // Whoever used it may have begun later and got the lock first: that is after our `now()`.
    .select(
      sql<number | null>`case when used_at is not null
        then greatest(extract(epoch from now() - used_at), 0)::float8 end`.as('usedSecondsAgo'),
    )
    .where('user_id', '=', claims.userId)
    .where('session_id', '=', claims.sessionId)
    .where('token_hash', '=', hash)
    .executeTakeFirst();
  return found ?? null;
}

/** Called under the session's lock, which makes the use of a token and the look at it before one act. */
export async function markRefreshTokenUsed(
  queries: Queries,
  claims: Claims,
  hash: Buffer,
): Promise<void> {
  await queries
    .updateTable('refresh_tokens')
    .set({ used_at: sql<Date>`now()` })
    .where('user_id', '=', claims.userId)
    .where('session_id', '=', claims.sessionId)
    .where('token_hash', '=', hash)
    .execute();
}

export async function prolongSession(
  queries: Queries,
  claims: Claims,
  device: Device,
): Promise<void> {
  await queries
    .updateTable('sessions')
    .set({
      last_used_at: sql<Date>`now()`,
      expires_at: expiry,
      user_agent: device.userAgent,
      address: device.address,
    })
    .where('user_id', '=', claims.userId)
    .where('id', '=', claims.sessionId)
    .execute();
}

export async function listSessions(queries: Queries, userId: UserId) {
  return queries
    .selectFrom('sessions')
    .select([
      'id',
      'user_agent as userAgent',
      'address',
      'created_at as createdAt',
      'last_used_at as lastUsedAt',
    ])
    .where('user_id', '=', userId)
    .where(isAlive)
    .orderBy('last_used_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
}

/** @returns whether there was one */
export async function deleteSession(queries: Queries, claims: Claims): Promise<boolean> {
  const deleted = await queries
    .deleteFrom('sessions')
    .where('user_id', '=', claims.userId)
    .where('id', '=', claims.sessionId)
    .returning('id')
    .executeTakeFirst();
  return deleted !== undefined;
}

/** @returns those that were there; `but` stays */
export async function deleteSessions(
  queries: Queries,
  userId: UserId,
  but: SessionId | null = null,
): Promise<SessionId[]> {
  const deleted = await queries
    .deleteFrom('sessions')
    .where('user_id', '=', userId)
    .$if(but !== null, (query) => query.where('id', '<>', but))
    .returning('id')
    .execute();
  return deleted.map(({ id }) => id);
}

/** Ends the sessions that a person has beyond `limit`, those used longest ago first. */
export async function deleteSessionsBeyond(
  queries: Queries,
  userId: UserId,
  limit: number,
): Promise<SessionId[]> {
  const deleted = await queries
    .deleteFrom('sessions')
    .where('user_id', '=', userId)
    .where('id', 'in', (inner) =>
      inner
        .selectFrom('sessions')
        .select('id')
        .where('user_id', '=', userId)
        .orderBy('last_used_at', 'desc')
        .orderBy('id', 'desc')
        .offset(limit),
    )
    .returning('id')
    .execute();
  return deleted.map(({ id }) => id);
}

/** Deletes up to `limit` sessions whose time is over. */
export async function deleteExpiredSessions(queries: Queries, limit: number): Promise<Claims[]> {
  const { rows } = await sql<Claims>`
    delete from sessions where (user_id, id) in (
      select user_id, id from sessions where expires_at < now()
      order by expires_at limit ${limit} for update skip locked)
    returning user_id as "userId", id as "sessionId"`.execute(queries);
  return rows;
}

/** Deletes up to `limit` tokens used so long ago that they would have ended by themselves. */
export async function deleteOldRefreshTokens(queries: Queries, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from refresh_tokens where (user_id, session_id, token_hash) in (
      select user_id, session_id, token_hash from refresh_tokens
      where used_at < now() - make_interval(days => ${sql.lit(sessionDays)})
      order by used_at limit ${limit} for update skip locked)`.execute(queries);
  return Number(numAffectedRows ?? 0);
}

/** What somebody may do by a session. */
export interface FoundCaller {
  sessionId: SessionId;
  role: Caller['role'];
  state: AccountState;
  isDeactivated: boolean;
}

/** Of these sessions those that live, with whose they are. */
export async function findCallers(
  queries: Queries,
  sessions: readonly Claims[],
): Promise<FoundCaller[]> {
  const { rows } = await sql<FoundCaller>`
    select s.id as "sessionId", u.role, u.state, u.deactivated_at is not null as "isDeactivated"
    from unnest(
      ${uuidList(sessions.map(({ userId }) => userId))},
      ${uuidList(sessions.map(({ sessionId }) => sessionId))}
    ) as asked(user_id, id)
    join sessions s on s.user_id = asked.user_id and s.id = asked.id
    join users u on u.id = s.user_id
    where s.expires_at > now()`.execute(queries);
  return rows;
}
