import type { ConversationId, UserId } from '@xom/contract/fields';
import { sql } from 'kysely';
import type { Queries } from '../../tables.ts';
import type { MessageRow } from '../messages/message-view.ts';
import type { ConversationRow, MemberRow } from './conversations.tables.ts';

const membersShown = 20;

/** A conversation, the viewer's own row in it, and how many unread messages name them. */
export type PresentedRow = ConversationRow & { mine: MemberRow; unreadMentions: number };

/** Those the viewer is not in are left out. */
export async function findConversationsOf(
  queries: Queries,
  userId: UserId,
  ids: readonly ConversationId[],
): Promise<PresentedRow[]> {
  const [conversations, mine] = await Promise.all([
    queries
      .selectFrom('conversations')
      .where('id', 'in', [...ids])
      .selectAll()
      .execute(),
    queries
      .selectFrom('conversation_members as m')
      .where('m.conversation_id', 'in', [...ids])
      .where('m.user_id', '=', userId)
      .selectAll('m')
      .select(
        sql<number>`(
          select count(*) from message_mentions n
          where n.conversation_id = m.conversation_id and n.user_id = m.user_id
            and n.message_seq > m.read_seq
            and not exists (
              select from hidden_messages h
              where h.conversation_id = n.conversation_id and h.user_id = n.user_id
                and h.seq = n.message_seq
            )
        )`.as('unread_mentions'),
      )
      .execute(),
  ]);
  const byId = new Map(mine.map((row) => [row.conversation_id, row]));
  return conversations.flatMap((row) => {
    const own = byId.get(row.id);
    return own ? [{ ...row, mine: own, unreadMentions: own.unread_mentions }] : [];
  });
}

/** The first to join of each conversation. */
export async function findFirstMembers(
  queries: Queries,
  ids: readonly ConversationId[],
): Promise<MemberRow[]> {
  const { rows } = await sql<MemberRow>`
    select m.* from unnest(${[...ids]}::uuid[]) as c(id)
    cross join lateral (
      select * from conversation_members where conversation_id = c.id
      order by joined_at, user_id limit ${membersShown}
    ) m`.execute(queries);
  return rows;
}

/** The newest message of each conversation that the viewer has neither hidden nor cleared. */
export async function findLastMessages(
  queries: Queries,
  userId: UserId,
  ids: readonly ConversationId[],
): Promise<MessageRow[]> {
  const { rows } = await sql<MessageRow>`
    select m.* from unnest(${[...ids]}::uuid[]) as c(id)
    cross join lateral (
      select * from messages where conversation_id = c.id
        and seq > coalesce((
          select cleared_seq from conversation_members where conversation_id = c.id and user_id = ${userId}
        ), 0)
        and not exists (
          select from hidden_messages h
          where h.conversation_id = messages.conversation_id and h.user_id = ${userId} and h.seq = messages.seq
        )
      order by seq desc limit 1
    ) m`.execute(queries);
  return rows;
}
