import type { ConversationId, UserId } from '@xom/contract/fields';
import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../../tables.ts';

export interface ConversationPosition {
  lastMessageAt: Date;
  id: ConversationId;
}

/** Which of a person's conversations a list is of. */
export interface ConversationFilter {
  archived?: boolean | undefined;
  pinned?: boolean | undefined;
}

/** A page begins behind the position `after`, and ends after `limit`. */
export interface ConversationPage {
  after: ConversationPosition | null;
  limit: number;
}

export interface FoundConversations {
  positions: ConversationPosition[];
  /** How many rows that are not settled were looked at for it. */
  unsettledCount: number;
}

/**
 * The ids of a person's conversations, the last active first, without those that they cleared: from the
 * settled rows in the order of their index, and from all that are not settled.
 */
export async function listConversationIds(
  database: Database,
  userId: UserId,
  { archived, pinned }: ConversationFilter,
  { after, limit }: ConversationPage,
): Promise<FoundConversations> {
  const parts = sql`${archived === undefined ? [false, true] : [archived]}::boolean[]`;
  const isWanted = sql`(m.cleared_seq is null or c.last_seq > m.cleared_seq)
    ${pinned === false ? sql`and not m.is_pinned` : sql``}`;
  // Few are pinned: they have an index of their own, whether settled or not.
  const mayBeUnsettled = pinned === true ? sql`m.is_pinned` : sql`not m.is_settled`;
  const settled =
    pinned === true
      ? sql``
      : sql`
        union all
        select part.* from unnest(${parts}) as p(is_archived)
        cross join lateral (
          select m.conversation_id, m.settled_at
          from conversation_members m join conversations c on c.id = m.conversation_id
          where m.user_id = ${userId} and m.is_archived = p.is_archived
            and m.is_settled and m.settled_at is not null
            and ${isWanted} ${isBehind(after, sql`m.settled_at, m.conversation_id`)}
          order by m.settled_at desc, m.conversation_id desc limit ${limit}
        ) part`;
  const { rows } = await sql<ConversationPosition & { unsettledCount: number }>`
    with unsettled as materialized (
      select c.id, c.last_message_at, m.is_settled, ${isWanted} as is_wanted
      from conversation_members m
      -- By "offset 0" each is looked up: how few there are, the planner cannot know.
      cross join lateral (select * from conversations where id = m.conversation_id offset 0) c
      where m.user_id = ${userId} and m.is_archived = any(${parts}) and ${mayBeUnsettled}
    )
    select id, last_message_at as "lastMessageAt",
      (select count(*) from unsettled where not is_settled) as "unsettledCount"
    from (
      select id, last_message_at from unsettled
      where is_wanted ${isBehind(after, sql`last_message_at, id`)}
      ${settled}
    ) found
    order by last_message_at desc, id desc limit ${limit}`.execute(database);
  return {
    positions: rows.map(({ id, lastMessageAt }) => ({ id, lastMessageAt })),
    unsettledCount: rows[0]?.unsettledCount ?? 0,
  };
}

function isBehind(
  after: ConversationPosition | null,
  columns: RawBuilder<unknown>,
): RawBuilder<unknown> {
  if (!after) return sql``;
  return sql`and (${columns}) < (${after.lastMessageAt}::timestamptz, ${after.id}::uuid)`;
}
