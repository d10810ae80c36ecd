import type { LastSeenVisibility } from '@xom/contract/accounts';
import type { MediaId, UserId } from '@xom/contract/fields';
import { type Selectable, sql } from 'kysely';
import { uuidList } from '../../platform/list-parameter.ts';
import type { Queries, Tables } from '../../tables.ts';

/** What a profile shows to everybody, as far as its own row of `users` knows. */
export const publicColumns = [
  'users.id',
  'users.username',
  'users.display_name',
  'users.name',
  'users.family',
  'users.photo_media_id',
  'users.biography',
  'users.links',
  'users.is_private',
  'users.last_seen_at',
] as const;

/** What it counts, of all; others are told what they may see of it (people/profile-counts.ts). */
const countColumns = ['users.follower_count', 'users.following_count', 'users.post_count'] as const;

const ownColumns = [
  ...publicColumns,
  ...countColumns,
  'users.email',
  'users.email_verified_at',
  'users.phone',
  'users.role',
  'users.settings',
  'users.last_seen_visibility',
  'users.created_at',
] as const;

type ColumnOf<Columns extends readonly string[]> =
  Columns[number] extends `users.${infer Column extends keyof Tables['users']}` ? Column : never;
type UserRow = Selectable<Tables['users']>;
export type ProfileRow = Pick<
  UserRow,
  ColumnOf<typeof publicColumns> | ColumnOf<typeof countColumns>
>;
export type OwnProfileRow = Pick<UserRow, ColumnOf<typeof ownColumns>>;

export async function findOwnProfile(
  queries: Queries,
  userId: UserId,
): Promise<OwnProfileRow | null> {
  const found = await queries
    .selectFrom('users')
    .select(ownColumns)
    .where('users.id', '=', userId)
    .executeTakeFirst();
  return found ?? null;
}

/** What others know a person by, and how much of them others see. */
export type Face = Pick<
  UserRow,
  'display_name' | 'photo_media_id' | 'is_private' | 'last_seen_visibility'
>;

/** Locks a person's row until the transaction ends. */
export async function lockFace(queries: Queries, userId: UserId): Promise<Face | null> {
  const found = await queries
    .selectFrom('users')
    .select(['display_name', 'photo_media_id', 'is_private', 'last_seen_visibility'])
    .where('id', '=', userId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return found ?? null;
}

/** What is undefined stays as it is. */
export interface ProfileChanges {
  display_name?: string | undefined;
  name?: string | null | undefined;
  family?: string | null | undefined;
  biography?: string | null | undefined;
  photo_media_id?: MediaId | null | undefined;
  links?: string[] | undefined;
  is_private?: boolean | undefined;
  last_seen_visibility?: LastSeenVisibility | undefined;
  accepts_waiting?: boolean | undefined;
  settings?: Record<string, boolean | number | string | null> | undefined;
}

export async function updateProfile(
  queries: Queries,
  userId: UserId,
  { links, settings, ...same }: ProfileChanges,
): Promise<void> {
  const changes = {
    ...same,
    ...(links && { links: JSON.stringify(links) }),
    ...(settings && { settings: JSON.stringify(settings) }),
  };
  if (Object.values(changes).every((value) => value === undefined)) return;
  await queries.updateTable('users').set(changes).where('id', '=', userId).execute();
}

/** Names and pictures for lists and messages, of everybody who was not erased. */
export async function loadPeople(
  queries: Queries,
  ids: readonly UserId[],
): Promise<Pick<UserRow, 'id' | 'username' | 'display_name' | 'photo_media_id'>[]> {
  return queries
    .selectFrom('users')
    .select(['id', 'username', 'display_name', 'photo_media_id'])
    .where('id', '=', sql<UserId>`any(${uuidList(ids)})`)
    .where('erased_at', 'is', null)
    .execute();
}
