import type { UserId } from '@xom/contract/fields';
import { sql } from 'kysely';
import type { Queries } from '../../tables.ts';
import { isThere } from '../people/visibility.ts';

/** The next one in the order of ids whose counters have not followed all that became of them. */
export async function findToRecount(
  queries: Queries,
  after: UserId | null,
): Promise<UserId | null> {
  const { rows } = await sql<{ id: UserId }>`
    select id from users
    where counted_version <> hiding_version ${after === null ? sql`` : sql`and id > ${after}`}
    order by id limit 1`.execute(queries);
  return rows[0]?.id ?? null;
}

/** @returns null: the counters have followed, or nobody is there any more */
export async function findVersionToFollow(
  queries: Queries,
  userId: UserId,
): Promise<number | null> {
  const row = await queries
    .selectFrom('users')
    .where('id', '=', userId)
    .whereRef('counted_version', '<>', 'hiding_version')
    .select('hiding_version')
    .executeTakeFirst();
  return row?.hiding_version ?? null;
}

/** All counters have followed this version: what counts, if there is no newer one. */
export async function setCounted(queries: Queries, userId: UserId, version: number): Promise<void> {
  await queries
    .updateTable('users')
    .set({ counted_version: version })
    .where('id', '=', userId)
    .where('hiding_version', '=', version)
    .execute();
}

/**
 * Keeps somebody as they are, hidden or not, until the transaction ends.
 * @returns whether others may see them; null: nobody is there any more
 */
export async function shareStanding(queries: Queries, userId: UserId): Promise<boolean | null> {
  const { rows } = await sql<{ isThere: boolean }>`
    select ${isThere('u')} as "isThere" from users u where u.id = ${userId} for share`.execute(
    queries,
  );
  return rows[0]?.isThere ?? null;
}

/**
 * A step rather gives up than lets others wait: sooner than the database, which looks for rings of those who
 * wait for each other after a second and ends one of them.
 */
export async function giveWay(queries: Queries): Promise<void> {
  await sql`select set_config('lock_timeout', '300ms', true)`.execute(queries);
}
