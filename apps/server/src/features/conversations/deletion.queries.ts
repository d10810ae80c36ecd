import type { ConversationId, UserId } from '@xom/contract/fields';
import { sql } from 'kysely';
import type { Queries } from '../../tables.ts';

/** Takes everybody out; the caller holds the conversation's lock. @returns who was in */
export async function deleteMembers(
  queries: Queries,
  conversationId: ConversationId,
): Promise<UserId[]> {
  const rows = await queries
    .deleteFrom('conversation_members')
    .where('conversation_id', '=', conversationId)
    .returning('user_id')
    .execute();
  return rows.map((row) => row.user_id);
}

/** From now on nobody finds it; what is left of it waits for the job. */
export async function markDeleted(queries: Queries, conversationId: ConversationId): Promise<void> {
  await queries
    .updateTable('conversations')
    .where('id', '=', conversationId)
    .set({ deleted_at: new Date() })
    .execute();
}

/** Removes a conversation with all that is in it. */
export async function deleteWhole(queries: Queries, conversationId: ConversationId): Promise<void> {
  await queries.deleteFrom('conversations').where('id', '=', conversationId).execute();
}

/** Locks one of the deleted conversations of which something is left; those that others purge are passed by. */
export async function lockDeleted(queries: Queries): Promise<ConversationId | null> {
  const row = await queries
    .selectFrom('conversations')
    .where('deleted_at', 'is not', null)
    .orderBy('deleted_at')
    .select('id')
    .limit(1)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  return row?.id ?? null;
}

/** What grows without a bound in a conversation; the rest goes with its row. */
const growing = [
  'read_receipts',
  'hidden_messages',
  'message_reactions',
  'message_mentions',
  'messages',
] as const;

/** Removes some of what grows, by each table's own key. @returns how many rows went */
export async function deleteSome(
  queries: Queries,
  conversationId: ConversationId,
  limit: number,
): Promise<number> {
  for (const table of growing) {
    const { numAffectedRows = 0n } = await sql`
      delete from ${sql.table(table)} where ctid = any(array(
        select ctid from ${sql.table(table)} where conversation_id = ${conversationId} limit ${limit}
      ))`.execute(queries);
    if (numAffectedRows > 0n) return Number(numAffectedRows);
  }
  return 0;
}

/** Hides all that is there from one person, and counts it as read; the caller holds the lock. */
export async function markCleared(
  queries: Queries,
  at: {
    conversationId: ConversationId;
    userId: UserId;
    seq: number;
    readCount: number;
    version: number;
  },
): Promise<void> {
  await queries
    .updateTable('conversation_members')
    .where('conversation_id', '=', at.conversationId)
    .where('user_id', '=', at.userId)
    .set({
      cleared_seq: at.seq,
      cleared_version: at.version,
      read_seq: at.seq,
      read_count: at.readCount,
      is_settled: true,
      settled_at: null,
      has_unread: false,
      is_pinned: false,
      draft: null,
    })
    .execute();
}
