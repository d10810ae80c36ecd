import type { ConversationId, UserId } from '@xom/contract/fields';
import { sql } from 'kysely';
import type { Queries } from '../../tables.ts';

/** Those of a person's conversations that are not settled, but for the last active ones. */
export async function listUnsettled(
  queries: Queries,
  userId: UserId,
  { keep, limit }: { keep: number; limit: number },
): Promise<ConversationId[]> {
  const { rows } = await sql<{ id: ConversationId }>`
    select c.id
    from conversation_members m
    cross join lateral (select * from conversations where id = m.conversation_id offset 0) c
    where m.user_id = ${userId} and not m.is_settled
    order by c.last_message_at desc, c.id desc offset ${keep} limit ${limit}`.execute(queries);
  return rows.map(({ id }) => id);
}

/** Locks those of the conversations that nobody holds; waits for none. */
export async function lockFree(
  queries: Queries,
  ids: readonly ConversationId[],
): Promise<ConversationId[]> {
  const rows = await queries
    .selectFrom('conversations')
    .where('id', 'in', [...ids])
    .where('deleted_at', 'is', null)
    .select('id')
    .forUpdate()
    .skipLocked()
    .execute();
  return rows.map(({ id }) => id);
}

/** Notes in a person's rows what holds until the next message; the caller holds the conversations' locks. */
export async function markSettled(
  queries: Queries,
  userId: UserId,
  ids: readonly ConversationId[],
): Promise<void> {
  await sql`
    update conversation_members m
    set is_settled = true,
      settled_at = case when m.cleared_seq is null or c.last_seq > m.cleared_seq then c.last_message_at end,
      has_unread = c.last_seq - m.joined_seq - m.sent_count - m.read_count > 0
    from conversations c
    where c.id = any(${[...ids]}::uuid[]) and m.conversation_id = c.id and m.user_id = ${userId}`.execute(
    queries,
  );
}
