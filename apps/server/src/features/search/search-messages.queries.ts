import type { ConversationId, MessageId, UserId } from '@xom/contract/fields';
import { type RawBuilder, sql } from 'kysely';
import type { Queries } from '../../tables.ts';
import type { MessageRow } from '../messages/message-view.ts';
import { keysOfQuery, messageBlock, messageShelf } from './search-keys.ts';

/**
 * A place among all messages of a person's conversations: first the newest shelf of each conversation, those
 * with the latest message first, then the shelf before it of each, and so on.
 */
export interface MessagePosition {
  /** How many shelves of its conversation come before. */
  round: number;
  /** When the conversation's last message was sent. */
  at: Date;
  conversationId: ConversationId;
  seq: number;
}

export interface MessageCandidate extends MessagePosition {
  /** When the last message of all that are searched was sent. */
  newestAt: Date;
  id: MessageId;
  /** Null: nothing of it is shown to the person. */
  content: string | null;
}

export interface MessageStretch {
  /** What was sent later does not count, so that the order stays as it was; null: now. */
  asOf: Date | null;
  after: MessagePosition | null;
  upTo: MessagePosition | null;
  limit: number;
}

/** So many shelves are looked through one by one, then so many at a time. */
const lone = sql.lit(16);
const together = sql.lit(32);

/** Messages with these terms in a person's conversations. The caller runs it by shelves. */
export async function listMessageCandidates(
  queries: Queries,
  viewerId: UserId,
  { terms, conversationId }: { terms: readonly number[]; conversationId: ConversationId | null },
  { asOf, after, upTo, limit }: MessageStretch,
): Promise<MessageCandidate[]> {
  const { rows } = await sql<MessageCandidate>`
    with mine as materialized (
      ${conversationsOf(viewerId, conversationId)}
    ), pinned as materialized (
      ${asOf ? pinnedTo(asOf) : sql`select * from mine`}
    ), shelves as materialized (
      ${shelvesInOrder(after, upTo)}
    )
    select p.round, p.at, p.conversation_id as "conversationId", p.seq, shown.id, shown.content,
      (select max(at) from pinned) as "newestAt"
    from (
      select p.* from ${batchesOfShelves(terms[0] ?? 0)} cross join lateral (
        select p.* from (
          select conversation_id, seq, keys, nth, batch.rounds[nth] as round, batch.ats[nth] as at
          from (
            select s.*, array_position(
              batch.shelves, ${messageShelf(sql`conversation_id`, messageBlock(sql`seq`))}
            ) as nth
            from message_search s where s.keys && wanted.keys offset 0
          ) s
          where conversation_id = batch.conversation_ids[nth] and seq > batch.cleared_seqs[nth]
            and seq <= batch.last_seqs[nth]
        ) p
        where p.keys @> ${keysOfQuery(sql`batch.shelves[nth]`, terms)}
          ${after ? sql`and not (${isShelfOf(after)} and p.seq >= ${after.seq})` : sql``}
          ${upTo ? sql`and not (${isShelfOf(upTo)} and p.seq < ${upTo.seq})` : sql``}
        order by nth, seq desc
      ) p limit ${limit}
    ) p left join lateral (
      select m.id, m.content from messages m
      where m.conversation_id = p.conversation_id and m.seq = p.seq and ${isShown(viewerId)}
    ) shown on true`.execute(queries);
  return rows;
}

/** A person's conversations in which there is something to read, or one of them. */
function conversationsOf(
  viewerId: UserId,
  conversationId: ConversationId | null,
): RawBuilder<unknown> {
  return sql`
    select m.conversation_id, coalesce(m.cleared_seq, 0) as cleared_seq, c.last_seq, c.last_message_at as at
    from conversation_members m join conversations c on c.id = m.conversation_id and c.deleted_at is null
    where m.user_id = ${viewerId} ${conversationId ? sql`and m.conversation_id = ${conversationId}` : sql``}
      and c.last_seq > coalesce(m.cleared_seq, 0)`;
}

/** The shelves of `pinned` between two places, in their order, as one row of arrays. */
function shelvesInOrder(
  after: MessagePosition | null,
  upTo: MessagePosition | null,
): RawBuilder<unknown> {
  return sql`
    select count(*)::int as count, array_agg(conversation_id) as conversation_ids, array_agg(block) as blocks,
      array_agg(round) as rounds, array_agg(at) as ats, array_agg(cleared_seq) as cleared_seqs,
      array_agg(last_seq) as last_seqs
    from (
      select p.*, block, ${messageBlock(sql`last_seq`)} - block as round
      from pinned p cross join lateral generate_series(
        ${messageBlock(sql`last_seq`)}, ${messageBlock(sql`cleared_seq`)}, -1
      ) as block
      order by round, at desc, conversation_id desc
    ) p
    where true ${after ? sql`and ${isFrom(after)}` : sql``} ${upTo ? sql`and ${isUpTo(upTo)}` : sql``}`;
}

/**
 * Of `shelves`, some at a time: each `batch` with the keys `wanted` of one term. The first shelves stand
 * alone: there, what is frequent is found at once. The others come together: that is quicker.
 */
function batchesOfShelves(term: number): RawBuilder<unknown> {
  return sql`shelves
    cross join lateral (
      select least(number, ${lone} + 1) + greatest(number - ${lone} - 1, 0) * ${together} as first,
        case when number <= ${lone} then number
          else ${lone} + (number - ${lone}) * ${together} end as last
      from generate_series(1, ${lone} + (greatest(count - ${lone}, 0) + ${together} - 1) / ${together}) as number
    ) b
    cross join lateral (
      select conversation_ids[first:last] as conversation_ids, rounds[first:last] as rounds,
        ats[first:last] as ats, cleared_seqs[first:last] as cleared_seqs, last_seqs[first:last] as last_seqs,
        array(
          select ${messageShelf(sql`id`, sql`block`)}
          from unnest(conversation_ids[first:last], blocks[first:last]) as t(id, block)
        ) as shelves
      offset 0
    ) batch
    cross join lateral (
      select array(select shelf << 32 | ${term}::bigint from unnest(batch.shelves) as shelf) as keys offset 0
    ) wanted`;
}

/**
 * The conversations as they were: those with later messages end with the last one before. Its number is built
 * bit by bit from the highest: a few looks, however far back, since a cursor may name any time. What lies at
 * which bits never changes, so that each page of a search ends a conversation at the same message.
 */
function pinnedTo(asOf: Date): RawBuilder<unknown> {
  return sql`
    select * from mine where at <= ${asOf}
    union all
    select mine.conversation_id, cleared_seq, last.seq, last.created_at
    from mine cross join lateral (
      with recursive built as (
        select 0::bigint as seq, ceil(log(2, last_seq::numeric + 1))::int as bit
        union all
        select seq + case when next.created_at <= ${asOf} then 1::bigint << bit else 0 end, bit - 1
        from built left join lateral (
          select m.created_at from messages m
          where m.conversation_id = mine.conversation_id and m.seq >= built.seq + (1::bigint << bit)
          order by m.seq limit 1
        ) next on true
        where bit >= 0
      )
      select m.seq, m.created_at from built join messages m
        on m.conversation_id = mine.conversation_id and m.seq = built.seq
      where bit = -1
    ) last where at > ${asOf} and last.seq > cleared_seq`;
}

/** Not recalled, not due, not by somebody who is erased, and not hidden by the person. */
function isShown(viewerId: UserId): RawBuilder<boolean> {
  return sql<boolean>`(
    m.recalled_at is null and (m.expires_at is null or m.expires_at > now()) and not exists (
      select from hidden_messages h
      where h.conversation_id = m.conversation_id and h.user_id = ${viewerId} and h.seq = m.seq
    ) and not exists (select from users s where s.id = m.sender_id and s.erased_at is not null))`;
}

function isShelfOf({ round, at, conversationId }: MessagePosition): RawBuilder<boolean> {
  return sql<boolean>`(p.round = ${round} and p.at = ${at} and p.conversation_id = ${conversationId})`;
}

function isFrom({ round, at, conversationId }: MessagePosition): RawBuilder<boolean> {
  return sql<boolean>`(p.round > ${round} or p.round = ${round}
    and (p.at, p.conversation_id) <= (${at}::timestamptz, ${conversationId}::uuid))`;
}

function isUpTo({ round, at, conversationId }: MessagePosition): RawBuilder<boolean> {
  return sql<boolean>`(p.round < ${round} or p.round = ${round}
    and (p.at, p.conversation_id) >= (${at}::timestamptz, ${conversationId}::uuid))`;
}

/** Those of these messages that the person may read now, for showing. */
export async function findReadable(
  queries: Queries,
  viewerId: UserId,
  places: readonly { conversationId: ConversationId; seq: number }[],
): Promise<MessageRow[]> {
  if (places.length === 0) return [];
  const { rows } = await sql<MessageRow>`
    select m.*
    from unnest(
      ${places.map(({ conversationId }) => conversationId)}::uuid[], ${places.map(({ seq }) => seq)}::bigint[]
    ) as wanted(conversation_id, seq)
    join messages m on m.conversation_id = wanted.conversation_id and m.seq = wanted.seq
    join conversation_members me on me.conversation_id = m.conversation_id and me.user_id = ${viewerId}
      and m.seq > coalesce(me.cleared_seq, 0)
    where ${isShown(viewerId)}`.execute(queries);
  return rows;
}
