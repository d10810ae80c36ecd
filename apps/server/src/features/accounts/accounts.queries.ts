import type { AccountState } from '@xom/contract/accounts';
import type { UserId } from '@xom/contract/fields';
import { sql } from 'kysely';
import type { Queries } from '../../tables.ts';

/** A new row of `users`; the rest has defaults. */
export interface NewAccount {
  id: UserId;
  username: string;
  email: string;
  phone: string | null;
  passwordHash: string;
  displayName: string;
  name: string | null;
  family: string | null;
}

/** @throws on a name or an e-mail that is taken, by the unique indexes `users_username` and `users_email` */
export async function insertAccount(queries: Queries, account: NewAccount): Promise<void> {
  const { passwordHash, displayName, ...same } = account;
  await queries
    .insertInto('users')
    .values({
      ...same,
      password_hash: passwordHash,
      display_name: displayName,
      links: '[]',
      settings: '{}',
    })
    .execute();
}

export interface Credentials {
  id: UserId;
  username: string;
  email: string;
  passwordHash: string;
}

const credentialColumns = ['id', 'username', 'email', 'password_hash as passwordHash'] as const;

/** By username, or by e-mail: only the latter holds an `@`. `name` is in lower case. */
export async function findCredentials(queries: Queries, name: string): Promise<Credentials | null> {
  const found = await queries
    .selectFrom('users')
    .select(credentialColumns)
    .where(name.includes('@') ? 'email' : 'username', '=', name)
    .executeTakeFirst();
  return found ?? null;
}

export async function getCredentials(
  queries: Queries,
  userId: UserId,
): Promise<Credentials | null> {
  const found = await queries
    .selectFrom('users')
    .select(credentialColumns)
    .where('id', '=', userId)
    .where('erased_at', 'is', null)
    .executeTakeFirst();
  return found ?? null;
}

export interface LockedAccount extends Credentials {
  state: AccountState;
  isDeactivated: boolean;
}

/** Locks the row of somebody who is not erased until the transaction ends: sign-in, new passwords and deactivation take turns. */
export async function lockAccount(queries: Queries, userId: UserId): Promise<LockedAccount | null> {
  const found = await queries
    .selectFrom('users')
    .select([
      ...credentialColumns,
      'state',
      sql<boolean>`deactivated_at is not null`.as('isDeactivated'),
    ])
    .where('id', '=', userId)
    .where('erased_at', 'is', null)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return found ?? null;
}

export async function setPasswordHash(
  queries: Queries,
  userId: UserId,
  passwordHash: string,
): Promise<void> {
  await queries
    .updateTable('users')
    .set({ password_hash: passwordHash })
    .where('id', '=', userId)
    .execute();
}

/** Hides somebody, or brings them back; the counters follow after the commit (features/hiding). */
export async function setDeactivated(
  queries: Queries,
  userId: UserId,
  isDeactivated: boolean,
): Promise<void> {
  await queries
    .updateTable('users')
    .set({
      deactivated_at: isDeactivated ? sql<Date>`now()` : null,
      hiding_version: sql<number>`hiding_version + 1`,
    })
    .where('id', '=', userId)
    .execute();
}

/** They are here now, with a socket or without; a socket tells the same as it goes. */
export async function setSeenNow(queries: Queries, userId: UserId): Promise<void> {
  await queries
    .updateTable('users')
    .set({ last_seen_at: sql<Date>`greatest(last_seen_at, now())` })
    .where('id', '=', userId)
    .execute();
}

export async function setEmailVerified(queries: Queries, userId: UserId): Promise<void> {
  await queries
    .updateTable('users')
    .set({ email_verified_at: sql<Date>`coalesce(email_verified_at, now())` })
    .where('id', '=', userId)
    .execute();
}
