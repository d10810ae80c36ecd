import type { UserId } from '@xom/contract/fields';
import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../../tables.ts';
import { isBlockedWith, isLastSeenShown } from '../people/visibility.ts';

/**
 * Whose presence a person may see wherever they are: the other one of each direct conversation, and
 * friends; nobody with a block between them, and nobody who keeps it from them.
 */
export async function listWatched(database: Database, userId: UserId): Promise<UserId[]> {
  const { rows } = await sql<{ id: UserId }>`
    select u.id from (${listCompany(userId)}) watched join users u on u.id = watched.id
    where not ${isBlockedWith(userId, 'u.id')} and ${isLastSeenShown(userId, 'u')}`.execute(
    database,
  );
  return rows.map((row) => row.id);
}

/** The other way round: who may see a person's presence wherever they are. */
export async function listWatchers(database: Database, userId: UserId): Promise<UserId[]> {
  const watcher = sql.ref<UserId>('watcher.id');
  const { rows } = await sql<{ id: UserId }>`
    select watcher.id from (${listCompany(userId)}) watcher cross join users u
    where u.id = ${userId} and not ${isBlockedWith(watcher, 'u.id')} and ${isLastSeenShown(watcher, 'u')}`.execute(
    database,
  );
  return rows.map((row) => row.id);
}

function listCompany(userId: UserId): RawBuilder<{ id: UserId }> {
  return sql<{ id: UserId }>`
    select high_user_id as id from direct_conversations where low_user_id = ${userId}
    union
    select low_user_id from direct_conversations where high_user_id = ${userId}
    union
    select friend_id from friendships where user_id = ${userId} and status = 'accepted'`;
}

/** Whether a person keeps their presence from some of those who look at the same conversation. */
export async function isReserved(database: Database, userId: UserId): Promise<boolean> {
  const row = await database
    .selectFrom('users')
    .where('id', '=', userId)
    .select('last_seen_visibility')
    .executeTakeFirst();
  return row !== undefined && row.last_seen_visibility !== 'everyone';
}

/** Of these people, those whose presence the viewer may see where they look at the same conversation. */
export async function listShown(
  database: Database,
  viewerId: UserId,
  ids: readonly UserId[],
): Promise<UserId[]> {
  const { rows } = await sql<{ id: UserId }>`
    select u.id from users u
    where u.id = any(${[...ids]}::uuid[])
      and ${isLastSeenShown(viewerId, 'u')} and not ${isBlockedWith(viewerId, 'u.id')}`.execute(
    database,
  );
  return rows.map((row) => row.id);
}

/** Never moves it back: two processes may say so. */
export async function setLastSeen(database: Database, userId: UserId, at: Date): Promise<void> {
  await database
    .updateTable('users')
    .where('id', '=', userId)
    .where((eb) => eb.or([eb('last_seen_at', 'is', null), eb('last_seen_at', '<', at)]))
    .set({ last_seen_at: at })
    .execute();
}

export async function findLastSeen(database: Database, userId: UserId): Promise<string | null> {
  const row = await database
    .selectFrom('users')
    .where('id', '=', userId)
    .select('last_seen_at')
    .executeTakeFirst();
  return row?.last_seen_at?.toISOString() ?? null;
}
