import type { ConversationId, ReactionId, UserId } from '@xom/contract/fields';
import type { Reaction } from '@xom/contract/message-shape';
import type { Queries } from '../../tables.ts';
import type { MessageRow } from './message-view.ts';

/** Where a message is. All of these are called under its conversation's lock. */
interface Place {
  conversationId: ConversationId;
  seq: number;
}

export interface ReactionRow {
  id: ReactionId;
  userId: UserId;
  emoji: string;
  createdAt: Date;
}

/** What a person reacted with. Bounded, as these are. */
export async function listOwnReactions(
  queries: Queries,
  message: Place,
  userId: UserId,
): Promise<ReactionRow[]> {
  const rows = await queries
    .selectFrom('message_reactions')
    .where('conversation_id', '=', message.conversationId)
    .where('message_seq', '=', message.seq)
    .where('user_id', '=', userId)
    .select(['id', 'emoji', 'created_at'])
    .execute();
  return rows.map((row) => ({ id: row.id, userId, emoji: row.emoji, createdAt: row.created_at }));
}

export async function insertReaction(
  queries: Queries,
  message: Place,
  reaction: ReactionRow,
): Promise<void> {
  await queries
    .insertInto('message_reactions')
    .values({
      conversation_id: message.conversationId,
      message_seq: message.seq,
      user_id: reaction.userId,
      emoji: reaction.emoji,
      id: reaction.id,
      created_at: reaction.createdAt,
    })
    .execute();
}

export async function deleteReaction(
  queries: Queries,
  message: Place,
  { userId, emoji }: ReactionRow,
): Promise<void> {
  await queries
    .deleteFrom('message_reactions')
    .where('conversation_id', '=', message.conversationId)
    .where('message_seq', '=', message.seq)
    .where('user_id', '=', userId)
    .where('emoji', '=', emoji)
    .execute();
}

export async function deleteReactions(queries: Queries, message: Place): Promise<void> {
  await queries
    .deleteFrom('message_reactions')
    .where('conversation_id', '=', message.conversationId)
    .where('message_seq', '=', message.seq)
    .execute();
}

/** The first to react with an emoji. */
export async function listFirstReactors(
  queries: Queries,
  message: Place,
  emoji: string,
  limit: number,
): Promise<UserId[]> {
  const rows = await queries
    .selectFrom('message_reactions')
    .where('conversation_id', '=', message.conversationId)
    .where('message_seq', '=', message.seq)
    .where('emoji', '=', emoji)
    .orderBy('id')
    .select('user_id')
    .limit(limit)
    .execute();
  return rows.map((row) => row.user_id);
}

/** Writes the sum that readers are shown. */
export async function writeReactions(
  queries: Queries,
  message: Place,
  reactions: readonly Reaction[],
  { at, version }: { at: Date; version: number },
): Promise<MessageRow> {
  return queries
    .updateTable('messages')
    .where('conversation_id', '=', message.conversationId)
    .where('seq', '=', message.seq)
    .set({
      reactions: reactions.length > 0 ? JSON.stringify(reactions) : null,
      updated_at: at,
      version,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}
