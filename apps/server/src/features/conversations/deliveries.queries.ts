import type { ConversationId, UserId } from '@xom/contract/fields';
import { sql } from 'kysely';
import type { Queries } from '../../tables.ts';

/** Larger groups are not told, nor asked, how far each member's devices are. */
export const maxMembersFollowed = 50;

/** What came to somebody's devices: all messages of a conversation from one seq to another. */
export interface Delivery {
  conversationId: ConversationId;
  userId: UserId;
  fromSeq: number;
  toSeq: number;
}

interface MovedRow {
  conversationId: ConversationId;
  userId: UserId;
  toSeq: number;
  /** False: somebody else holds the row just now. */
  isMoved: boolean;
}

/**
 * Moves positions on, in one statement: only forward, and only where nothing is missing in between. Waits
 * for nobody: it must not stand in the way of messages that are being stored.
 * @returns which moved, and which have to be tried again
 */
export async function moveDelivered(
  queries: Queries,
  deliveries: readonly Delivery[],
): Promise<MovedRow[]> {
  const { rows } = await sql<MovedRow>`
    with due as materialized (
      select m.conversation_id, m.user_id, max(d.to_seq) as to_seq
      from unnest(
        ${deliveries.map((one) => one.conversationId)}::uuid[],
        ${deliveries.map((one) => one.userId)}::uuid[],
        ${deliveries.map((one) => one.fromSeq)}::bigint[],
        ${deliveries.map((one) => one.toSeq)}::bigint[]
      ) as d(conversation_id, user_id, from_seq, to_seq)
      join conversations c on c.id = d.conversation_id and c.member_count <= ${maxMembersFollowed}
      join conversation_members m on m.conversation_id = d.conversation_id and m.user_id = d.user_id
      where greatest(m.delivered_seq, m.read_seq) >= d.from_seq - 1 and m.delivered_seq < d.to_seq
      group by m.conversation_id, m.user_id
    ),
    free as materialized (
      select m.conversation_id, m.user_id, d.to_seq from due d
      join conversation_members m on m.conversation_id = d.conversation_id and m.user_id = d.user_id
      for no key update of m skip locked
    ),
    moved as (
      update conversation_members m set delivered_seq = greatest(m.delivered_seq, f.to_seq)
      from free f where m.conversation_id = f.conversation_id and m.user_id = f.user_id
    )
    -- Not a join, which would compare each of a thousand with each.
    select conversation_id as "conversationId", user_id as "userId", to_seq as "toSeq",
      bool_or(is_moved) as "isMoved"
    from (select *, false as is_moved from due union all select *, true from free) t
    group by conversation_id, user_id, to_seq`.execute(queries);
  return rows;
}

/** How far each member of these conversations is; only of those that the viewer is in, and that are not large. */
export async function listPositions(
  queries: Queries,
  viewerId: UserId,
  conversationIds: readonly ConversationId[],
): Promise<
  {
    conversationId: ConversationId;
    userId: UserId;
    deliveredUpToSeq: number;
    readUpToSeq: number;
  }[]
> {
  const rows = await queries
    .selectFrom('conversation_members as mine')
    .innerJoin('conversations as c', 'c.id', 'mine.conversation_id')
    .innerJoin('conversation_members as m', 'm.conversation_id', 'mine.conversation_id')
    .where('mine.user_id', '=', viewerId)
    .where('mine.conversation_id', 'in', [...conversationIds])
    .where('c.member_count', '<=', maxMembersFollowed)
    .orderBy('m.conversation_id')
    .orderBy('m.user_id')
    .select(['m.conversation_id', 'm.user_id', 'm.delivered_seq', 'm.read_seq'])
    .execute();
  return rows.map((row) => ({
    conversationId: row.conversation_id,
    userId: row.user_id,
    deliveredUpToSeq: Math.max(row.delivered_seq, row.read_seq),
    readUpToSeq: row.read_seq,
  }));
}
