import type { ConversationId, UserId } from '@xom/contract/fields';
import { sql } from 'kysely';
import type { Queries } from '../../tables.ts';
import type { MessageRow } from '../messages/message-view.ts';

export async function findDirectConversation(
  queries: Queries,
  one: UserId,
  other: UserId,
): Promise<ConversationId | null> {
  const [low, high] = one < other ? [one, other] : [other, one];
  const row = await queries
    .selectFrom('direct_conversations')
    .where('low_user_id', '=', low)
    .where('high_user_id', '=', high)
    .select('conversation_id')
    .executeTakeFirst();
  return row?.conversation_id ?? null;
}

/**
 * The newest messages of a person's direct conversations that they have not read, newest first, without those
 * recalled, due or hidden. What one has blocked, or is blocked by, is left out. Goes to the conversations that
 * hold something unread, and there only above what is read.
 */
export async function listUnreadMessages(
  queries: Queries,
  userId: UserId,
  limit: number,
): Promise<MessageRow[]> {
  const { rows } = await sql<MessageRow>`
    select unread.* from conversation_members me
    join conversations c on c.id = me.conversation_id
    cross join lateral (
      select m.* from messages m
      where m.conversation_id = c.id and m.seq > me.read_seq
        and m.sender_id <> me.user_id and m.recalled_at is null
        and (m.expires_at is null or m.expires_at > now())
        and not exists (
          select from hidden_messages h
          where h.conversation_id = m.conversation_id and h.user_id = me.user_id and h.seq = m.seq
        )
        and not exists (
          select from blocks b
          where b.user_id = me.user_id and b.blocked_id = m.sender_id
            or b.user_id = m.sender_id and b.blocked_id = me.user_id
        )
      order by m.seq desc limit ${limit}
    ) unread
    where me.user_id = ${userId} and not c.is_group
      and c.last_seq - me.joined_seq - me.sent_count - me.read_count > 0
    order by unread.created_at desc, unread.conversation_id, unread.seq desc limit ${limit}`.execute(
    queries,
  );
  return rows;
}
