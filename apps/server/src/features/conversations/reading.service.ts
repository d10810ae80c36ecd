import type { ConversationId, MessageId, UserId } from '@xom/contract/fields';
import type { DomainBus } from '../../domain-events.ts';
import { Batched } from '../../platform/batched.ts';
import { Failure } from '../../platform/failure.ts';
import type { Database, Queries } from '../../tables.ts';
import { roomTopic } from '../../topics.ts';
import type { ReadUpdated } from './conversations.events.ts';
import { advanceVersion, findMember, lockConversation } from './conversations.queries.ts';
import type { ConversationRow, MemberRow } from './conversations.tables.ts';
import {
  countOwn,
  findSeq,
  insertReceipt,
  listReadBy,
  listReadMessageIds,
  listUnread,
  type Unread,
  type UnreadConversation,
} from './reading.queries.ts';
import { settleMany } from './settling.service.ts';

/** An event names at most this many of the messages that became read. */
const maxMessageIds = 500;

/** What is read and what is not. */
export class ReadingService {
  readonly #database: Database;
  readonly #bus: DomainBus;
  /** That of one person: many come back at once when a server starts anew. */
  readonly #unread: Batched<UserId, Unread>;

  constructor({ database, bus }: { database: Database; bus: DomainBus }) {
    this.#database = database;
    this.#bus = bus;
    this.#unread = new Batched((userIds) => listUnread(database, userIds));
  }

  async unread(userId: UserId): Promise<UnreadConversation[]> {
    const { unread, unsettledCount } = await this.#unread.ask(userId);
    await settleMany(this.#database, userId, unsettledCount);
    return unread;
  }

  /**
   * Marks the others' messages as read, all or up to one.
   * @returns how many became read by this
   * @throws Failure `not_found` (the message is not in here) | `not_a_member`
   */
  async markRead(
    userId: UserId,
    conversationId: ConversationId,
    upToMessageId: MessageId | null,
  ): Promise<number> {
    const read = await this.#database.transaction().execute(async (queries) => {
      const conversation = await lockConversation(queries, conversationId);
      if (!conversation) throw new Failure('not_found');
      const member = await findMember(queries, conversationId, userId);
      if (!member) throw new Failure('not_a_member');
      const toSeq = upToMessageId
        ? await findSeq(queries, conversationId, upToMessageId)
        : conversation.last_seq;
      if (toSeq === null)
        throw new Failure('not_found', { upToMessageId: 'is not in this conversation' });
      return recordReading(queries, conversation, member, toSeq);
    });
    if (!read) return 0;
    this.#bus.publish(roomTopic(conversationId), read.event);
    return read.count;
  }

  /** Who read these messages, the newest 50 of each, newest first. */
  async readBy(
    conversationId: ConversationId,
    messageIds: readonly MessageId[],
  ): Promise<{ messageId: MessageId; readBy: { userId: UserId; readAt: string }[] }[]> {
    const rows = await listReadBy(this.#database, conversationId, messageIds);
    const byMessage = Map.groupBy(rows, (row) => row.messageId);
    return messageIds.map((messageId) => ({
      messageId,
      readBy: (byMessage.get(messageId) ?? []).map(({ userId, readAt }) => ({
        userId,
        readAt: readAt.toISOString(),
      })),
    }));
  }
}

/** Writes one interval of reading; null when nothing of the others' became read. */
async function recordReading(
  queries: Queries,
  conversation: ConversationRow,
  member: MemberRow,
  toSeq: number,
): Promise<{ count: number; event: ReadUpdated } | null> {
  const { conversation_id: conversationId, user_id: userId, joined_seq: afterSeq } = member;
  if (toSeq <= member.read_seq) return null;
  const own =
    toSeq === conversation.last_seq
      ? member.sent_count
      : await countOwn(queries, conversationId, userId, { afterSeq, toSeq });
  const readCount = toSeq - afterSeq - own;
  const count = readCount - member.read_count;
  if (count === 0) return null;
  const { version } = await advanceVersion(queries, conversationId);
  const fromSeq = member.read_seq + 1;
  const readAt = new Date();
  await insertReceipt(queries, {
    conversationId,
    userId,
    fromSeq,
    toSeq,
    readCount,
    isAllRead: readCount === conversation.last_seq - afterSeq - member.sent_count,
    readAt,
    version,
  });
  const messageIds = await listReadMessageIds(queries, conversationId, userId, {
    fromSeq,
    toSeq,
    limit: maxMessageIds,
  });
  return {
    count,
    event: {
      type: 'read.updated',
      conversationId,
      userId,
      fromSeq,
      upToSeq: toSeq,
      readAt: readAt.toISOString(),
      version,
      messageIds,
      readCount,
      sentCount: member.sent_count,
      lastSeq: conversation.last_seq,
    },
  };
}
