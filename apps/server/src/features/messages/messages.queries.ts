import type { MemberRole } from '@xom/contract/conversations';
import type { ConversationId, MessageId, UserId } from '@xom/contract/fields';
import { sql } from 'kysely';
import type { Database, Queries } from '../../tables.ts';
import type { MessageRow } from './message-view.ts';

export interface Placed {
  conversationId: ConversationId;
  senderId: UserId;
  isGroup: boolean;
  /** The asking person's; null: not a member. */
  role: MemberRole | null;
}

/** By the bare id: where a message is, and what the person is there. */
export async function findPlace(
  queries: Queries,
  messageId: MessageId,
  userId: UserId,
): Promise<Placed | null> {
  const row = await queries
    .selectFrom('messages as m')
    .innerJoin('conversations as c', 'c.id', 'm.conversation_id')
    .leftJoin('conversation_members as me', (join) =>
      join.onRef('me.conversation_id', '=', 'm.conversation_id').on('me.user_id', '=', userId),
    )
    .where('m.id', '=', messageId)
    .where('c.deleted_at', 'is', null)
    .select(['m.conversation_id', 'm.sender_id', 'c.is_group', 'me.role'])
    .executeTakeFirst();
  if (!row) return null;
  return {
    conversationId: row.conversation_id,
    senderId: row.sender_id,
    isGroup: row.is_group,
    role: row.role,
  };
}

/** By the bare id. */
export async function findMessage(
  queries: Queries,
  messageId: MessageId,
): Promise<MessageRow | null> {
  const row = await queries
    .selectFrom('messages')
    .where('id', '=', messageId)
    .selectAll()
    .executeTakeFirst();
  return row ?? null;
}

export async function findMessageBySeq(
  queries: Queries,
  conversationId: ConversationId,
  seq: number,
): Promise<MessageRow> {
  return queries
    .selectFrom('messages')
    .where('conversation_id', '=', conversationId)
    .where('seq', '=', seq)
    .selectAll()
    .executeTakeFirstOrThrow();
}

/** Messages before a seq that the viewer has neither hidden nor cleared, newest first. */
export async function listBefore(
  database: Database,
  conversationId: ConversationId,
  viewerId: UserId,
  { beforeSeq, limit }: { beforeSeq: number | null; limit: number },
): Promise<MessageRow[]> {
  return database
    .selectFrom('messages as m')
    .where('m.conversation_id', '=', conversationId)
    .$if(beforeSeq !== null, (query) => query.where('m.seq', '<', beforeSeq ?? 0))
    .where('m.seq', '>', ({ selectFrom }) =>
      selectFrom('conversation_members')
        .where('conversation_id', '=', conversationId)
        .where('user_id', '=', viewerId)
        .select(({ fn }) => fn.coalesce('cleared_seq', sql<number>`0`).as('seq')),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('hidden_messages as h')
            .whereRef('h.conversation_id', '=', 'm.conversation_id')
            .where('h.user_id', '=', viewerId)
            .whereRef('h.seq', '=', 'm.seq')
            .select('h.seq'),
        ),
      ),
    )
    .orderBy('m.seq', 'desc')
    .selectAll('m')
    .limit(limit)
    .execute();
}

/** Changes what a message says; the caller holds the conversation's lock. What it first said stays known. */
export async function markEdited(
  queries: Queries,
  message: { conversationId: ConversationId; seq: number },
  edit: { content: string | null; mentions: readonly UserId[]; at: Date; version: number },
): Promise<MessageRow> {
  return queries
    .updateTable('messages')
    .where('conversation_id', '=', message.conversationId)
    .where('seq', '=', message.seq)
    .set({
      original_content: sql`case when edited_at is null then content else original_content end`,
      content: edit.content,
      mentions: edit.mentions.length > 0 ? [...edit.mentions] : null,
      edited_at: edit.at,
      updated_at: edit.at,
      version: edit.version,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Empties a message for everybody; the caller holds the conversation's lock. */
export async function markRecalled(
  queries: Queries,
  message: { conversationId: ConversationId; seq: number },
  recall: { by: UserId | null; at: Date; version: number },
): Promise<MessageRow> {
  return queries
    .updateTable('messages')
    .where('conversation_id', '=', message.conversationId)
    .where('seq', '=', message.seq)
    .set({
      content: null,
      media_id: null,
      original_content: null,
      reactions: null,
      mentions: null,
      recalled_at: recall.at,
      recalled_by: recall.by,
      updated_at: recall.at,
      version: recall.version,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Whether a person hid a message, or cleared the conversation since. */
export async function isHidden(
  queries: Queries,
  message: { conversationId: ConversationId; seq: number },
  userId: UserId,
): Promise<boolean> {
  const { rows } = await sql<{ isHidden: boolean }>`
    select exists (
      select from hidden_messages
      where conversation_id = ${message.conversationId} and user_id = ${userId} and seq = ${message.seq}
      union all
      select from conversation_members
      where conversation_id = ${message.conversationId} and user_id = ${userId}
        and cleared_seq >= ${message.seq}
    ) as "isHidden"`.execute(queries);
  return rows[0]?.isHidden ?? false;
}

/** Hides a message from one person; the caller holds the conversation's lock. */
export async function insertHidden(
  queries: Queries,
  message: { conversationId: ConversationId; seq: number; id: MessageId },
  userId: UserId,
  version: number,
): Promise<void> {
  await queries
    .insertInto('hidden_messages')
    .values({
      conversation_id: message.conversationId,
      user_id: userId,
      seq: message.seq,
      message_id: message.id,
      version,
    })
    .execute();
}
