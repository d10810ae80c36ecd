import type { ConversationId } from '@xom/contract/fields';
import { sql } from 'kysely';
import type { Queries } from '../../tables.ts';
import type { MessageRow } from './message-view.ts';

/** Where some of the messages are whose time is over, by conversation; those of deleted ones go by themselves. */
export async function findDue(
  queries: Queries,
  now: Date,
  limit: number,
): Promise<{ conversationId: ConversationId; seqs: number[] }[]> {
  const { rows } = await sql<{ conversationId: ConversationId; seqs: number[] }>`
    select conversation_id as "conversationId", array_agg(seq) as seqs from (
      select m.conversation_id, m.seq from messages m
      join conversations c on c.id = m.conversation_id and c.deleted_at is null
      where m.expires_at <= ${now} and m.recalled_at is null
      order by m.expires_at limit ${limit}
    ) due group by conversation_id`.execute(queries);
  return rows.map((row) => ({ ...row, seqs: row.seqs.map(Number) }));
}

/** Those of them that are still there; the caller holds the conversation's lock. */
export async function listStanding(
  queries: Queries,
  { conversationId, seqs }: { conversationId: ConversationId; seqs: readonly number[] },
): Promise<MessageRow[]> {
  return queries
    .selectFrom('messages')
    .where('conversation_id', '=', conversationId)
    .where('seq', 'in', [...seqs])
    .where('recalled_at', 'is', null)
    .selectAll()
    .orderBy('seq')
    .execute();
}

/** When the next message is due. */
export async function findNextDue(queries: Queries): Promise<Date | null> {
  const row = await queries
    .selectFrom('messages')
    .where('expires_at', 'is not', null)
    .where('recalled_at', 'is', null)
    .orderBy('expires_at')
    .select('expires_at')
    .limit(1)
    .executeTakeFirst();
  return row?.expires_at ?? null;
}
