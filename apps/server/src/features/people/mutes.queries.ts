import type { UserId } from '@xom/contract/fields';
import { sql } from 'kysely';
import type { Queries } from '../../tables.ts';
import type { PageRequest, Position } from './people.queries.ts';
import { isPersonVisible } from './visibility.ts';

/** @returns when it was made, and whether just now */
export async function insertMute(
  queries: Queries,
  { from, to, at }: { from: UserId; to: UserId; at: Date },
): Promise<{ at: Date; isNew: boolean }> {
  const made = await queries
    .insertInto('mutes')
    .values({ user_id: from, muted_id: to, created_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .returning('created_at')
    .executeTakeFirst();
  if (made) return { at: made.created_at, isNew: true };
  const standing = await queries
    .selectFrom('mutes')
    .where('user_id', '=', from)
    .where('muted_id', '=', to)
    .select('created_at')
    .executeTakeFirstOrThrow();
  return { at: standing.created_at, isNew: false };
}

/** @returns whether there was one */
export async function deleteMute(
  queries: Queries,
  { from, to }: { from: UserId; to: UserId },
): Promise<boolean> {
  const gone = await queries
    .deleteFrom('mutes')
    .where('user_id', '=', from)
    .where('muted_id', '=', to)
    .returning('muted_id')
    .executeTakeFirst();
  return gone !== undefined;
}

/** Whether a person muted at least so many. Reads no more than that. */
export async function mutesAtLeast(
  queries: Queries,
  userId: UserId,
  count: number,
): Promise<boolean> {
  const { rows } = await sql`
    select from mutes where user_id = ${userId} offset ${count - 1} limit 1`.execute(queries);
  return rows.length > 0;
}

/** Whom a person muted, the newest first, of those whom they may see. */
export async function listMutes(
  queries: Queries,
  userId: UserId,
  { after, limit }: PageRequest,
): Promise<Position[]> {
  const { rows } = await sql<Position>`
    select m.muted_id as "userId", m.created_at as at
    from mutes m join users u on u.id = m.muted_id
    where m.user_id = ${userId} and ${isPersonVisible(userId, 'u')}
      and ${after ? sql<boolean>`(m.created_at, m.muted_id) < (${after.at}::timestamptz, ${after.userId}::uuid)` : sql<boolean>`true`}
    order by m.created_at desc, m.muted_id desc
    limit ${limit}`.execute(queries);
  return rows;
}
