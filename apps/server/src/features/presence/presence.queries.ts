import type { UserId } from '@xom/contract/fields';
import { sql } from 'kysely';
import type { Database } from '../../tables.ts';

/**
 * Whose presence a person may see wherever they are: the other one of each direct conversation, and
 * friends; nobody with a block between them.
 */
export async function listWatched(database: Database, userId: UserId): Promise<UserId[]> {
  const { rows } = await sql<{ id: UserId }>`
    select id from (
      select high_user_id as id from direct_conversations where low_user_id = ${userId}
      union
      select low_user_id from direct_conversations where high_user_id = ${userId}
      union
      select friend_id from friendships where user_id = ${userId} and status = 'accepted'
    ) watched
    where id <> ${userId}
      and not exists (select from blocks where user_id = ${userId} and blocked_id = id)
      and not exists (select from blocks where user_id = id and blocked_id = ${userId})`.execute(
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
