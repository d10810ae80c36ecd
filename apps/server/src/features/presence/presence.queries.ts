import type { UserId } from '@xom/contract/fields';
import { type RawBuilder, sql } from 'kysely';
import { uuidList } from '../../platform/list-parameter.ts';
import type { Database } from '../../tables.ts';
import { isBlockedWith, isLastSeenShown, type Viewer } from '../people/visibility.ts';

/**
 * Whose presence each of these people may see wherever they are: the other one of each direct conversation, and
 * friends; nobody with a block between them, and nobody who keeps it from them.
 */
export async function listWatched(
  database: Database,
  userIds: readonly UserId[],
): Promise<{ userId: UserId; watchedId: UserId }[]> {
  const person = sql.ref<UserId>('person.id');
  const { rows } = await sql<{ userId: UserId; watchedId: UserId }>`
    select person.id as "userId", u.id as "watchedId"
    from unnest(${uuidList(userIds)}) person(id)
    cross join lateral (${listCompany(person)}) watched join users u on u.id = watched.id
    where not ${isBlockedWith(person, 'u.id')} and ${isLastSeenShown(person, 'u')}`.execute(
    database,
  );
  return rows;
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

function listCompany(userId: Viewer): RawBuilder<{ id: UserId }> {
  return sql<{ id: UserId }>`
    select high_user_id as id from direct_conversations where low_user_id = ${userId}
    union
    select low_user_id from direct_conversations where high_user_id = ${userId}
    union
    select friend_id from friendships where user_id = ${userId} and status = 'accepted'`;
}

/** Of these people, those who keep their presence from some of those who look at the same conversation. */
export async function listReserved(
  database: Database,
  userIds: readonly UserId[],
): Promise<UserId[]> {
  const { rows } = await sql<{ id: UserId }>`
    select id from users where id = any(${uuidList(userIds)}) and last_seen_visibility <> 'everyone'`.execute(
    database,
  );
  return rows.map((row) => row.id);
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

/**
 * Sets when people were last here. Never moves it back: two processes may say so. Locks them in the order of their
 * ids, as everybody does.
 */
export async function setLastSeen(
  database: Database,
  seen: readonly { userId: UserId; at: Date }[],
): Promise<void> {
  await sql`
    with seen as materialized (
      select id, max(at) as at
      from unnest(
        ${uuidList(seen.map(({ userId }) => userId))}, ${seen.map(({ at }) => at)}::timestamptz[]
      ) as told(id, at) group by id
    ), locked as materialized (
      select u.id from users u where u.id = any(array(select id from seen)) order by u.id for no key update
    )
    update users u set last_seen_at = seen.at from locked join seen using (id)
    where u.id = locked.id and (u.last_seen_at is null or u.last_seen_at < seen.at)`.execute(
    database,
  );
}

export async function findLastSeen(database: Database, userId: UserId): Promise<string | null> {
  const row = await database
    .selectFrom('users')
    .where('id', '=', userId)
    .select('last_seen_at')
    .executeTakeFirst();
  return row?.last_seen_at?.toISOString() ?? null;
}
