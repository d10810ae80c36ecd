import type { MediaId, UserId } from '@xom/contract/fields';
import { type ExpressionBuilder, type Selectable, sql } from 'kysely';
import type { Queries, Tables } from '../../tables.ts';

const publicColumns = [
  'users.id',
  'users.username',
  'users.display_name',
  'users.name',
  'users.family',
  'users.photo_media_id',
  'users.biography',
  'users.links',
  'users.is_private',
  'users.follower_count',
  'users.following_count',
  'users.post_count',
  'users.last_seen_at',
] as const;

const ownColumns = [
  ...publicColumns,
  'users.email',
  'users.email_verified_at',
  'users.phone',
  'users.role',
  'users.settings',
  'users.created_at',
] as const;

type ColumnOf<Columns extends readonly string[]> =
  Columns[number] extends `users.${infer Column extends keyof Tables['users']}` ? Column : never;
type UserRow = Selectable<Tables['users']>;
export type ProfileRow = Pick<UserRow, ColumnOf<typeof publicColumns>>;
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

/** A person, if `viewerId` may see them. */
export async function findProfile(
  queries: Queries,
  viewerId: UserId,
  by: { id: UserId } | { username: string },
): Promise<(ProfileRow & { isFriend: boolean }) | null> {
  const found = await queries
    .selectFrom('users')
    .leftJoin('friendships', (join) =>
      join
        .on('friendships.user_id', '=', viewerId)
        .onRef('friendships.friend_id', '=', 'users.id')
        .on('friendships.status', '=', 'accepted'),
    )
    .select([...publicColumns, sql<boolean>`friendships.user_id is not null`.as('isFriend')])
    .where((eb) =>
      'id' in by ? eb('users.id', '=', by.id) : eb('users.username', '=', by.username),
    )
    .where((eb) => isVisibleTo(eb, viewerId))
    .executeTakeFirst();
  return found ?? null;
}

/** Of those whom `viewerId` may see. */
export async function listLastSeen(
  queries: Queries,
  viewerId: UserId,
  ids: readonly UserId[],
): Promise<Pick<UserRow, 'id' | 'last_seen_at'>[]> {
  return queries
    .selectFrom('users')
    .select(['users.id', 'users.last_seen_at'])
    .where('users.id', '=', sql<UserId>`any(${ids}::uuid[])`)
    .where((eb) => isVisibleTo(eb, viewerId))
    .execute();
}

/** Not hidden, and neither has blocked the other. */
function isVisibleTo(eb: ExpressionBuilder<Tables, 'users'>, viewerId: UserId) {
  return eb.and([
    eb('users.state', '=', 'active'),
    eb('users.deactivated_at', 'is', null),
    eb.not(isBlockedEitherWay(eb, viewerId)),
  ]);
}

function isBlockedEitherWay(eb: ExpressionBuilder<Tables, 'users'>, viewerId: UserId) {
  const block = eb.selectFrom('blocks').select('blocks.user_id');
  return eb.or([
    eb.exists(
      block.where('blocks.user_id', '=', viewerId).whereRef('blocks.blocked_id', '=', 'users.id'),
    ),
    eb.exists(
      block.whereRef('blocks.user_id', '=', 'users.id').where('blocks.blocked_id', '=', viewerId),
    ),
  ]);
}

/** Locks a person's row until the transaction ends. @returns what others know them by */
export async function lockFace(
  queries: Queries,
  userId: UserId,
): Promise<{ display_name: string; photo_media_id: MediaId | null } | null> {
  const found = await queries
    .selectFrom('users')
    .select(['display_name', 'photo_media_id'])
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
    .where('id', '=', sql<UserId>`any(${ids}::uuid[])`)
    .execute();
}
