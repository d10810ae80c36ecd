import type { ConversationId, UserId } from '@xom/contract/fields';
import { sql } from 'kysely';
import type { Queries } from '../../tables.ts';
import type { ConversationRow, MemberRow } from './conversations.tables.ts';

/** One of the conversations that a person is in. */
export async function findPlaceOf(
  queries: Queries,
  userId: UserId,
): Promise<ConversationId | null> {
  const row = await queries
    .selectFrom('conversation_members')
    .where('user_id', '=', userId)
    .orderBy('conversation_id')
    .select('conversation_id')
    .limit(1)
    .executeTakeFirst();
  return row?.conversation_id ?? null;
}

/** Whether somebody is left in a conversation; the caller holds its lock. */
export async function hasMembers(
  queries: Queries,
  conversationId: ConversationId,
): Promise<boolean> {
  const { rows } = await sql`
    select from conversation_members where conversation_id = ${conversationId} limit 1`.execute(
    queries,
  );
  return rows.length > 0;
}

/** Removes where somebody was in a conversation that is already on its way out. */
export async function deletePlace(
  queries: Queries,
  conversationId: ConversationId,
  userId: UserId,
): Promise<void> {
  await queries
    .deleteFrom('conversation_members')
    .where('conversation_id', '=', conversationId)
    .where('user_id', '=', userId)
    .execute();
}

/** Tables of what a person leaves behind in conversations that only concerns themselves. */
export type OwnTraces = 'read_receipts' | 'hidden_messages';

/** Removes some of it, in conversations that they are or were in. @returns how many rows went */
export async function deleteTraces(
  queries: Queries,
  table: OwnTraces,
  userId: UserId,
  limit: number,
): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    delete from ${sql.table(table)} where ctid = any(array(
      select t.ctid from (
        select conversation_id from conversation_departures where user_id = ${userId}
        union select conversation_id from conversation_members where user_id = ${userId}
      ) place
      cross join lateral (
        select ctid from ${sql.table(table)} trace
        where trace.conversation_id = place.conversation_id and trace.user_id = ${userId} limit ${limit}
      ) t limit ${limit}))`.execute(queries);
  return Number(numAffectedRows);
}

/**
 * Who was the other one of these direct conversations and is erased: shown as a deleted account. Nobody else
 * leaves a direct conversation.
 */
export async function findErasedMembers(
  queries: Queries,
  conversations: readonly ConversationRow[],
): Promise<MemberPlace[]> {
  if (conversations.length === 0) return [];
  const rows = await queries
    .selectFrom('conversation_departures')
    .where(
      'conversation_id',
      'in',
      conversations.map(({ id }) => id),
    )
    .select(['conversation_id', 'user_id'])
    .execute();
  const beganAt = new Map(conversations.map((row) => [row.id, row.created_at]));
  return rows.map((row) => {
    return { ...row, role: 'member', joined_at: beganAt.get(row.conversation_id) ?? new Date() };
  });
}

/** What of a member is shown to the others. */
export type MemberPlace = Pick<MemberRow, 'conversation_id' | 'user_id' | 'role' | 'joined_at'>;
