import type { ConversationId, UserId } from '@xom/contract/fields';
import { sql } from 'kysely';
import type { Queries } from '../../tables.ts';
import type { MessageRow } from '../messages/message-view.ts';
import { type ConversationRow, type MemberRow, membersShown } from './conversations.queries.ts';

/** Conversations with the viewer's own row in each; those the viewer is not in are left out. */
export async function findConversationsOf(
  queries: Queries,
  userId: UserId,
  ids: readonly ConversationId[],
): Promise<(ConversationRow & { mine: MemberRow })[]> {
  const [conversations, mine] = await Promise.all([
    queries
      .selectFrom('conversations')
      .where('id', 'in', [...ids])
      .selectAll()
      .execute(),
    queries
      .selectFrom('conversation_members')
      .where('conversation_id', 'in', [...ids])
      .where('user_id', '=', userId)
      .selectAll()
      .execute(),
  ]);
  const byId = new Map(mine.map((row) => [row.conversation_id, row]));
  return conversations.flatMap((row) => {
    const own = byId.get(row.id);
    return own ? [{ ...row, mine: own }] : [];
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

/** The newest message of each conversation that the viewer has not hidden. */
export async function findLastMessages(
  queries: Queries,
  userId: UserId,
  ids: readonly ConversationId[],
): Promise<MessageRow[]> {
  const { rows } = await sql<MessageRow>`
    select m.* from unnest(${[...ids]}::uuid[]) as c(id)
    cross join lateral (
      select * from messages where conversation_id = c.id
        and not exists (
          select from hidden_messages h
          where h.conversation_id = messages.conversation_id and h.user_id = ${userId} and h.seq = messages.seq
        )
      order by seq desc limit 1
    ) m`.execute(queries);
  return rows;
}
