import type { ConversationId, MessageId, UserId } from '@xom/contract/fields';
import { type RawBuilder, sql } from 'kysely';
import type { Queries } from '../../tables.ts';
import type { MessageRow } from './message-view.ts';

/**
 * What an erased person left in conversations, a part of one conversation at a time: its lock is held by the
 * caller wherever something changes. Where they are or were, their memberships and departures say.
 */

/** A part of somebody's messages: those of a conversation behind this seq. */
export interface MessagePlace {
  conversationId: ConversationId;
  seq: number;
}

/** The next of their messages that are not emptied yet. Not locked; what was found may be done by another. */
export async function findNextWritten(
  queries: Queries,
  userId: UserId,
  after: MessagePlace | null,
): Promise<MessagePlace | null> {
  const { rows } = await sql<MessagePlace>`
    select place.id as "conversationId", written.seq - 1 as seq
    from (${placesOf(userId)}) place
    cross join lateral (
      select m.seq from messages m
      where m.conversation_id = place.id and m.sender_id = ${userId} and ${isWhole(userId)}
        and m.seq > case when place.id = ${after?.conversationId ?? null}::uuid then ${after?.seq ?? 0}::bigint else 0 end
      order by m.seq limit 1
    ) written
    where ${after?.conversationId ?? null}::uuid is null or place.id >= ${after?.conversationId ?? null}::uuid
    order by place.id limit 1`.execute(queries);
  return rows[0] ?? null;
}

/** Those that a person is or was in, and that are not on their way out. */
function placesOf(userId: UserId): RawBuilder<unknown> {
  return sql`
    select c.id from (
      select conversation_id as id from conversation_members where user_id = ${userId}
      union select conversation_id from conversation_departures where user_id = ${userId}
    ) place join conversations c on c.id = place.id and c.deleted_at is null`;
}

/** Whether something that they wrote, or of how they did, is left. */
function isWhole(userId: UserId): RawBuilder<boolean> {
  return sql<boolean>`(m.recalled_at is null or m.client_id is not null or m.recalled_by = ${userId})`;
}

/** Some of their messages in a conversation that are not emptied yet. */
export async function listWritten(
  queries: Queries,
  userId: UserId,
  { conversationId, seq }: MessagePlace,
  limit: number,
): Promise<MessageRow[]> {
  const { rows } = await sql<MessageRow>`
    select * from messages m
    where conversation_id = ${conversationId} and sender_id = ${userId} and seq > ${seq} and ${isWhole(userId)}
    order by seq limit ${limit}`.execute(queries);
  return rows;
}

/**
 * Empties messages as a recall does, each with a version of its own after `version`: those that were recalled
 * before keep theirs, and their time. What had been said of them goes too.
 */
export async function emptyMessages(
  queries: Queries,
  conversationId: ConversationId,
  messages: readonly MessageRow[],
  { version, at }: { version: number; at: Date },
): Promise<MessageRow[]> {
  const standing = messages.filter((message) => message.recalled_at === null);
  const seqs = standing.map((message) => message.seq);
  const mentions = standing.flatMap(({ seq, mentions }) =>
    (mentions ?? []).map((id) => ({ seq, id })),
  );
  await sql`
    delete from message_reactions
    where conversation_id = ${conversationId} and message_seq = any(${seqs}::bigint[])`.execute(
    queries,
  );
  await sql`
    delete from message_mentions n
    using unnest(${mentions.map(({ id }) => id)}::uuid[], ${mentions.map(({ seq }) => seq)}::bigint[]) as given(id, seq)
    where n.conversation_id = ${conversationId} and n.user_id = given.id and n.message_seq = given.seq`.execute(
    queries,
  );
  const { rows } = await sql<MessageRow>`
    update messages m set
      content = null, media_id = null, original_content = null, reactions = null, mentions = null,
      client_id = null, recalled_by = nullif(m.recalled_by, m.sender_id),
      recalled_at = coalesce(m.recalled_at, ${at}),
      updated_at = case when m.recalled_at is null then ${at} else m.updated_at end,
      version = case when m.recalled_at is null then ${version}::bigint + given.position else m.version end
    from (
      select seq, row_number() over (order by seq) as position from unnest(${seqs}::bigint[]) as standing(seq)
      union all
      select seq, 0 from unnest(${messages.filter((one) => one.recalled_at !== null).map((one) => one.seq)}::bigint[]) as recalled(seq)
    ) given
    where m.conversation_id = ${conversationId} and m.seq = given.seq
    returning m.*`.execute(queries);
  return rows.filter((row) => seqs.includes(row.seq)).toSorted((a, b) => a.seq - b.seq);
}

/** Gives those that answer one of these messages the versions after `version`. @returns how many */
export async function renewRepliesTo(
  queries: Queries,
  conversationId: ConversationId,
  ids: readonly MessageId[],
  version: number,
): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    update messages m set version = ${version}::bigint + r.position
    from (
      select seq, row_number() over (order by seq) as position from messages
      where conversation_id = ${conversationId} and reply_to = any(${[...ids]}::uuid[])
    ) r
    where m.conversation_id = ${conversationId} and m.seq = r.seq`.execute(queries);
  return Number(numAffectedRows);
}

/** A conversation with a reaction of theirs; those of conversations on their way out count too. */
export async function findReactedIn(
  queries: Queries,
  userId: UserId,
): Promise<ConversationId | null> {
  const row = await queries
    .selectFrom('message_reactions')
    .where('user_id', '=', userId)
    .orderBy('conversation_id')
    .select('conversation_id')
    .limit(1)
    .executeTakeFirst();
  return row?.conversation_id ?? null;
}

/** Takes some of their reactions in a conversation away. @returns the messages that these were on */
export async function deleteSomeReactions(
  queries: Queries,
  conversationId: ConversationId,
  userId: UserId,
  limit: number,
): Promise<{ count: number; seqs: number[] }> {
  const { rows } = await sql<{ seq: number }>`
    delete from message_reactions where ctid = any(array(
      select ctid from message_reactions
      where user_id = ${userId} and conversation_id = ${conversationId}
      order by message_seq limit ${limit}))
    returning message_seq as seq`.execute(queries);
  return { count: rows.length, seqs: [...new Set(rows.map(({ seq }) => seq))] };
}

/** Adds the reactions of messages up anew, each with a version of its own after `version`. */
export async function sumReactions(
  queries: Queries,
  conversationId: ConversationId,
  seqs: readonly number[],
  { version, at, named }: { version: number; at: Date; named: number },
): Promise<void> {
  await sql`
    update messages m set reactions = summed.reactions, updated_at = ${at}, version = ${version}::bigint + position
    from (
      select given.seq, row_number() over (order by given.seq) as position, (
        select jsonb_agg(
          jsonb_build_object('emoji', each.emoji, 'count', each.count, 'userIds', each.ids)
          order by each.first_id)
        from (
          select r.emoji, count(*) as count, min(r.id::text) as first_id,
            to_jsonb((array_agg(r.user_id order by r.id))[1:${sql.lit(named)}]) as ids
          from message_reactions r
          where r.conversation_id = ${conversationId} and r.message_seq = given.seq group by r.emoji
        ) each
      ) as reactions
      from unnest(${[...seqs]}::bigint[]) as given(seq)
    ) summed
    where m.conversation_id = ${conversationId} and m.seq = summed.seq`.execute(queries);
}

/** A conversation where messages mention them. */
export async function findMentionedIn(
  queries: Queries,
  userId: UserId,
): Promise<ConversationId | null> {
  const { rows } = await sql<{ id: ConversationId }>`
    select place.id from (${placesOf(userId)}) place
    where exists (select from message_mentions n where n.conversation_id = place.id and n.user_id = ${userId})
    limit 1`.execute(queries);
  return rows[0]?.id ?? null;
}

/** Takes them out of some messages that mention them. @returns these */
export async function deleteSomeMentions(
  queries: Queries,
  conversationId: ConversationId,
  userId: UserId,
  limit: number,
): Promise<number[]> {
  const { rows } = await sql<{ seq: number }>`
    delete from message_mentions where ctid = any(array(
      select ctid from message_mentions
      where conversation_id = ${conversationId} and user_id = ${userId} limit ${limit}))
    returning message_seq as seq`.execute(queries);
  return rows.map(({ seq }) => seq);
}

/** Takes a person out of the mentions on messages' rows, each with a version of its own after `version`. */
export async function withoutMention(
  queries: Queries,
  conversationId: ConversationId,
  userId: UserId,
  { seqs, version }: { seqs: readonly number[]; version: number },
): Promise<void> {
  await sql`
    update messages m set mentions = nullif(array_remove(m.mentions, ${userId}::uuid), '{}'),
      version = ${version}::bigint + given.position
    from (
      select seq, row_number() over (order by seq) as position from unnest(${[...seqs]}::bigint[]) as one(seq)
    ) given
    where m.conversation_id = ${conversationId} and m.seq = given.seq`.execute(queries);
}
