import type { AccountState, Role } from '@xom/contract/accounts';
import type { MediaId, SessionId, UserId } from '@xom/contract/fields';
import { sql } from 'kysely';
import type { Queries } from '../../tables.ts';
import { deleteSessions } from './sessions.queries.ts';

export interface ErasableAccount {
  passwordHash: string;
  role: Role;
  state: AccountState;
  photoMediaId: MediaId | null;
}

/** Locks a person's row until the transaction ends; null: nobody, or erased before. */
export async function lockErasable(
  queries: Queries,
  userId: UserId,
): Promise<ErasableAccount | null> {
  const found = await queries
    .selectFrom('users')
    .select(['password_hash as passwordHash', 'role', 'state', 'photo_media_id as photoMediaId'])
    .where('id', '=', userId)
    .where('erased_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  return found ?? null;
}

/**
 * From the commit on the person is nobody: without name, picture, address, password and role, signed in nowhere
 * and found by nobody; what they were called is free. The caller holds their row.
 * @returns the sessions that they had
 */
export async function markErased(queries: Queries, userId: UserId): Promise<SessionId[]> {
  await queries
    .updateTable('users')
    .where('id', '=', userId)
    .set({
      erased_at: sql<Date>`now()`,
      state: 'deleted',
      role: 'user',
      // Neither can be anybody's: a name has no dash, an address has an @.
      username: sql<string>`id::text`,
      email: sql<string>`id::text`,
      email_verified_at: null,
      phone: null,
      display_name: '',
      name: null,
      family: null,
      biography: null,
      photo_media_id: null,
      links: '[]',
      settings: '{}',
      last_seen_at: null,
      accepts_waiting: false,
      // Whatever of theirs is counted leaves the counters as it goes.
      counted_version: sql<number>`hiding_version`,
    })
    .execute();
  await queries.deleteFrom('mail_tokens').where('user_id', '=', userId).execute();
  // Refresh tokens go with their sessions.
  return deleteSessions(queries, userId);
}

/** The erased people of whom something is left, those first who wait longest. */
export async function listErased(queries: Queries, limit: number): Promise<UserId[]> {
  const rows = await queries
    .selectFrom('users')
    .where('erased_at', 'is not', null)
    .orderBy('erased_at')
    .select('id')
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}

/** Locks an erased person's row against all that refers to it. @returns whether it is still there */
export async function lockErased(queries: Queries, userId: UserId): Promise<boolean> {
  const found = await queries
    .selectFrom('users')
    .where('id', '=', userId)
    .where('erased_at', 'is not', null)
    .select('id')
    .forUpdate()
    .executeTakeFirst();
  return found !== undefined;
}

/** The last of a person. What refers to the row and is left, a few rows that only concern themselves, goes with it. */
export async function deleteErased(queries: Queries, userId: UserId): Promise<void> {
  await queries.deleteFrom('users').where('id', '=', userId).execute();
}
