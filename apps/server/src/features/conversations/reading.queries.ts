import type { ConversationId, MessageId, UserId } from '@xom/contract/fields';
import { sql } from 'kysely';
import { uuidList } from '../../platform/list-parameter.ts';
import type { Database, Queries } from '../../tables.ts';

/** What a person's unread counts are made of; see migrations/0002_conversations.sql. */
export interface Counts {
  joinedSeq: number;
  sentCount: number;
  readCount: number;
  /** They cleared the conversation up to here. */
  clearedSeq: number;
}

export interface UnreadConversation {
  conversationId: ConversationId;
  unreadCount: number;
}

/** A person's conversations with something unread, the last active first. */
export interface Unread {
  unread: UnreadConversation[];
  unsettledCount: number;
}

/** Those of each of these people, in their order. Looks at conversations with something unread alone where it may be. */
export async function listUnread(
  database: Database,
  userIds: readonly UserId[],
): Promise<Unread[]> {
  const { rows } = await sql<UnreadConversation & { userId: UserId; isSettled: boolean }>`
    select m.user_id as "userId", m.conversation_id as "conversationId", m.is_settled as "isSettled",
           c.last_seq - m.joined_seq - m.sent_count - m.read_count as "unreadCount"
    from unnest(${uuidList(userIds)}) person(id)
    cross join lateral (
      select * from conversation_members where user_id = person.id and not is_settled
      union all
      select * from conversation_members where user_id = person.id and is_settled and has_unread
    ) m
    -- By "offset 0" each is looked up: how few there are, the planner cannot know.
    cross join lateral (select * from conversations where id = m.conversation_id offset 0) c
    order by c.last_message_at desc, c.id desc`.execute(database);
  const byPerson = Map.groupBy(rows, ({ userId }) => userId);
  return userIds.map((userId) => {
    const own = byPerson.get(userId) ?? [];
    return {
      unread: own
        .filter(({ unreadCount }) => unreadCount > 0)
        .map(({ conversationId, unreadCount }) => ({ conversationId, unreadCount })),
      unsettledCount: own.filter(({ isSettled }) => !isSettled).length,
    };
  });
}

/** The seq of a message of this conversation; null: not in it. */
export async function findSeq(
  queries: Queries,
  conversationId: ConversationId,
  messageId: MessageId,
): Promise<number | null> {
  const row = await queries
    .selectFrom('messages')
    .where('id', '=', messageId)
    .where('conversation_id', '=', conversationId)
    .select('seq')
    .executeTakeFirst();
  return row?.seq ?? null;
}

/** How many of the messages after `afterSeq` and up to `toSeq` the person sent themselves. */
export async function countOwn(
  queries: Queries,
  conversationId: ConversationId,
  userId: UserId,
  { afterSeq, toSeq }: { afterSeq: number; toSeq: number },
): Promise<number> {
  const row = await queries
    .selectFrom('messages')
    .where('conversation_id', '=', conversationId)
    .where('sender_id', '=', userId)
    .where('seq', '>', afterSeq)
    .where('seq', '<=', toSeq)
    .orderBy('seq', 'desc')
    .select('sender_ordinal')
    .limit(1)
    .executeTakeFirst();
  return row?.sender_ordinal ?? 0;
}

/** Writes one act of reading; the caller holds the conversation's lock. */
export async function insertReceipt(
  queries: Queries,
  receipt: {
    conversationId: ConversationId;
    userId: UserId;
    fromSeq: number;
    toSeq: number;
    readCount: number;
    isAllRead: boolean;
    readAt: Date;
    version: number;
  },
): Promise<void> {
  await queries
    .updateTable('conversation_members')
    .where('conversation_id', '=', receipt.conversationId)
    .where('user_id', '=', receipt.userId)
    .set({
      read_seq: receipt.toSeq,
      read_count: receipt.readCount,
      ...(receipt.isAllRead && { has_unread: false }),
    })
    .execute();
  await queries
    .insertInto('read_receipts')
    .values({
      conversation_id: receipt.conversationId,
      user_id: receipt.userId,
      from_seq: receipt.fromSeq,
      to_seq: receipt.toSeq,
      read_at: receipt.readAt,
      version: receipt.version,
    })
    .execute();
}

/** The others' messages of an interval, newest first. */
export async function listReadMessageIds(
  queries: Queries,
  conversationId: ConversationId,
  readerId: UserId,
  { fromSeq, toSeq, limit }: { fromSeq: number; toSeq: number; limit: number },
): Promise<MessageId[]> {
  const rows = await queries
    .selectFrom('messages')
    .where('conversation_id', '=', conversationId)
    .where('seq', '>=', fromSeq)
    .where('seq', '<=', toSeq)
    .where('sender_id', '!=', readerId)
    .orderBy('seq', 'desc')
    .select('id')
    .limit(limit)
    .execute();
  return rows.map((row) => row.id);
}

/**
 * Who among the present members read each of these messages, the newest 50 of each: for each member the
 * one interval that covers the message, found by index; so the cost grows with the members, not the history.
 */
export async function listReadBy(
  queries: Queries,
  conversationId: ConversationId,
  messageIds: readonly MessageId[],
): Promise<{ messageId: MessageId; userId: UserId; readAt: Date }[]> {
  const { rows } = await sql<{ messageId: MessageId; userId: UserId; readAt: Date }>`
    select m.id as "messageId", r.user_id as "userId", r.read_at as "readAt"
    from messages m
    cross join lateral (
      select covering.* from conversation_members member
      cross join lateral (
        select user_id, from_seq, read_at from read_receipts
        where conversation_id = m.conversation_id and user_id = member.user_id and to_seq >= m.seq
        order by to_seq limit 1
      ) covering
      where member.conversation_id = m.conversation_id and member.user_id <> m.sender_id
        and covering.from_seq <= m.seq
      order by covering.read_at desc, covering.user_id limit 50
    ) r
    where m.id = any(${[...messageIds]}::uuid[]) and m.conversation_id = ${conversationId}
    order by r.read_at desc, r.user_id`.execute(queries);
  return rows;
}
