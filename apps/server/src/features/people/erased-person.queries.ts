import type { UserId } from '@xom/contract/fields';
import { sql } from 'kysely';
import { doneUnlessFull, type PersonStep } from '../../person-steps.ts';
import type { Queries } from '../../tables.ts';
import { deleteFollows } from './follow-steps.queries.ts';

/** Ends all that an erased person follows, is followed by, or asked for: out of both people's counters. */
export const pullFromFollows: PersonStep = async (queries, userId, { limit }) => {
  const isMore = await deleteFollows(queries, userId, limit);
  return { count: isMore ? limit : 0, next: isMore ? 'more' : null };
};

/** Ends their friendships and requests: the rows of both sides go together. */
export const deleteFriendships: PersonStep = async (queries, userId, { limit }) => {
  const { rows } = await sql<{ id: UserId }>`
    select friend_id as id from friendships where user_id = ${userId} limit ${limit}`.execute(
    queries,
  );
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return { count: 0, next: null };
  await lockPeople(queries, [userId, ...ids]);
  await sql`
    delete from friendships
    where (user_id = ${userId} and friend_id = any(${ids}::uuid[]))
      or (user_id = any(${ids}::uuid[]) and friend_id = ${userId})`.execute(queries);
  return doneUnlessFull(ids.length, limit);
};

/** Both ways: whom they blocked, and who blocked them. */
export const deleteBlocks: PersonStep = async (queries, userId, { limit }) =>
  deleteBothWays(queries, userId, { table: 'blocks', other: 'blocked_id', limit });

export const deleteMutes: PersonStep = async (queries, userId, { limit }) =>
  deleteBothWays(queries, userId, { table: 'mutes', other: 'muted_id', limit });

async function deleteBothWays(
  queries: Queries,
  userId: UserId,
  { table, other, limit }: { table: 'blocks' | 'mutes'; other: string; limit: number },
) {
  const { numAffectedRows = 0n } = await sql`
    delete from ${sql.table(table)} where ctid = any(array(
      select ctid from ${sql.table(table)} where user_id = ${userId}
      union all
      select ctid from ${sql.table(table)} where ${sql.ref(other)} = ${userId}
      limit ${limit}))`.execute(queries);
  return doneUnlessFull(Number(numAffectedRows), limit);
}

/** In the order of their ids, as pairs.ts does. */
async function lockPeople(queries: Queries, ids: readonly UserId[]): Promise<void> {
  await sql`
    select from users where id = any(${[...ids]}::uuid[]) order by id for no key update`.execute(
    queries,
  );
}
