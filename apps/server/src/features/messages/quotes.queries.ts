import type { ConversationId, MessageId, UserId } from '@xom/contract/fields';
import type { MessageType } from '@xom/contract/message-shape';
import { sql } from 'kysely';
import type { Queries } from '../../tables.ts';
import type { MessageRow } from './message-view.ts';

/** What is shown of a message in those that answer it. */
export interface QuoteRow {
  id: MessageId;
  senderId: UserId;
  type: MessageType;
  /** Its first 200 characters. */
  content: string | null;
  isRecalled: boolean;
  /** Of those asked for, who hid it or cleared it away. */
  hiddenFrom: UserId[];
}

/** The messages that these answer, by id. `viewerId` null: with all from whom each is hidden. */
export async function findQuotes(
  queries: Queries,
  replies: readonly Pick<MessageRow, 'conversation_id' | 'reply_to'>[],
  viewerId: UserId | null,
): Promise<Map<MessageId, QuoteRow>> {
  const ids = replies.flatMap((row) => row.reply_to ?? []);
  if (ids.length === 0) return new Map();
  const conversationIds = replies.map((row) => row.conversation_id);
  const ofViewer = viewerId ? sql`and user_id = ${viewerId}` : sql``;
  const { rows } = await sql<QuoteRow>`
    select q.id, q.sender_id as "senderId", q.type,
      case when q.expires_at <= now() then null else left(q.content, 200) end as content,
      q.recalled_at is not null or coalesce(q.expires_at <= now(), false) as "isRecalled",
      array(
        select user_id from hidden_messages
        where conversation_id = q.conversation_id and seq = q.seq ${ofViewer}
        union
        select user_id from conversation_members
        where conversation_id = q.conversation_id and cleared_seq >= q.seq ${ofViewer}
      ) as "hiddenFrom"
    from messages q
    where q.id = any(${ids}::uuid[]) and q.conversation_id = any(${conversationIds}::uuid[])`.execute(
    queries,
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** How many messages answer this one, counted up to `limit`. */
export async function countReplies(
  queries: Queries,
  message: { conversationId: ConversationId; id: MessageId },
  limit: number,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from (
      select from messages
      where conversation_id = ${message.conversationId} and reply_to = ${message.id} limit ${limit}
    ) r`.execute(queries);
  return rows[0]?.count ?? 0;
}

/**
 * Gives those that answer a message the versions after `version`, for they show it; the caller holds the
 * conversation's lock. @returns how many
 */
export async function renewReplies(
  queries: Queries,
  message: { conversationId: ConversationId; id: MessageId },
  version: number,
): Promise<number> {
  const { numAffectedRows } = await sql`
    update messages m set version = ${version}::bigint + r.position
    from (
      select seq, row_number() over (order by seq) as position from messages
      where conversation_id = ${message.conversationId} and reply_to = ${message.id}
    ) r
    where m.conversation_id = ${message.conversationId} and m.seq = r.seq`.execute(queries);
  return Number(numAffectedRows ?? 0n);
}
