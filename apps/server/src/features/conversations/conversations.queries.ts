import type { MemberRole } from '@xom/contract/conversations';
import type { ConversationId, UserId } from '@xom/contract/fields';
import { sql } from 'kysely';
import { uuidList } from '../../platform/list-parameter.ts';
import type { Queries } from '../../tables.ts';
import type { ConversationRow, MemberRow } from './conversations.tables.ts';
import { insertMembers } from './members.queries.ts';

export interface Membership {
  isGroup: boolean;
  /** Null: not in it. */
  role: MemberRole | null;
  /** A direct one with a block between the two. */
  isBlocked: boolean;
  /** A direct one with somebody who was erased: nobody else leaves one. It can be read, not written to. */
  isClosed: boolean;
}

/** What a person is in a conversation; null: there is no such one. */
export async function findMembership(
  queries: Queries,
  conversationId: ConversationId,
  userId: UserId,
): Promise<Membership | null> {
  const { rows } = await sql<Membership>`
    select c.is_group as "isGroup", m.role,
      not c.is_group and exists (
        select from conversation_members o
        join blocks b on b.user_id = o.user_id and b.blocked_id = ${userId}
        where o.conversation_id = c.id
        union all
        select from conversation_members o
        join blocks b on b.user_id = ${userId} and b.blocked_id = o.user_id
        where o.conversation_id = c.id
      ) as "isBlocked",
      not c.is_group and exists (
        select from conversation_departures d where d.conversation_id = c.id
      ) as "isClosed"
    from conversations c
    left join conversation_members m on m.conversation_id = c.id and m.user_id = ${userId}
    where c.id = ${conversationId} and c.deleted_at is null`.execute(queries);
  return rows[0] ?? null;
}

/** Takes the lock under which everything in a conversation is numbered. */
export async function lockConversation(
  queries: Queries,
  conversationId: ConversationId,
): Promise<ConversationRow | null> {
  const row = await queries
    .selectFrom('conversations')
    .where('id', '=', conversationId)
    .where('deleted_at', 'is', null)
    .selectAll()
    .forUpdate()
    .executeTakeFirst();
  return row ?? null;
}

/** Moves `version` on by `count`; the caller holds the lock. Answers the new one. */
export async function advanceVersion(
  queries: Queries,
  conversationId: ConversationId,
  change: { count?: number; memberCountBy?: number } = {},
): Promise<{ version: number; memberCount: number }> {
  const row = await queries
    .updateTable('conversations')
    .where('id', '=', conversationId)
    .set((eb) => ({
      version: eb('version', '+', change.count ?? 1),
      member_count: eb('member_count', '+', change.memberCountBy ?? 0),
    }))
    .returning(['version', 'member_count'])
    .executeTakeFirstOrThrow();
  return { version: row.version, memberCount: row.member_count };
}

export async function findMember(
  queries: Queries,
  conversationId: ConversationId,
  userId: UserId,
): Promise<MemberRow | null> {
  const row = await queries
    .selectFrom('conversation_members')
    .where('conversation_id', '=', conversationId)
    .where('user_id', '=', userId)
    .selectAll()
    .executeTakeFirst();
  return row ?? null;
}

/** Which of these people can be talked to: there, active, not hidden. */
export async function findReachable(
  queries: Queries,
  userIds: readonly UserId[],
): Promise<Set<UserId>> {
  const rows = await queries
    .selectFrom('users')
    .where('id', 'in', [...userIds])
    .where('state', '=', 'active')
    .where('deactivated_at', 'is', null)
    .select('id')
    .execute();
  return new Set(rows.map((row) => row.id));
}

/** Whether somebody among `others` blocked the person, or the other way round. */
export async function isBlockedWithAny(
  queries: Queries,
  userId: UserId,
  others: readonly UserId[],
): Promise<boolean> {
  const { rows } = await sql<{ blocked: boolean }>`
    select exists (select from blocks where user_id = ${userId} and blocked_id = any(${uuidList(others)}))
        or exists (select from blocks where user_id = any(${uuidList(others)}) and blocked_id = ${userId})
        as blocked`.execute(queries);
  return rows[0]?.blocked ?? false;
}

export async function insertConversation(
  queries: Queries,
  conversation: {
    id: ConversationId;
    isGroup: boolean;
    name: string | null;
    createdBy: UserId;
    memberIds: readonly UserId[];
  },
): Promise<void> {
  await queries
    .insertInto('conversations')
    .values({
      id: conversation.id,
      is_group: conversation.isGroup,
      name: conversation.name,
      created_by: conversation.createdBy,
      member_count: conversation.memberIds.length,
    })
    .execute();
  await insertMembers(queries, conversation.id, conversation.memberIds, {
    joinedSeq: 0,
    versionBefore: 0,
    ownerId: conversation.isGroup ? conversation.createdBy : null,
    isVersionShared: true,
  });
}

/** Claims the one direct conversation of two people for `conversationId`; answers the one that has it. */
export async function claimDirect(
  queries: Queries,
  people: { low: UserId; high: UserId },
  conversationId: ConversationId,
): Promise<ConversationId> {
  const claimed = await queries
    .insertInto('direct_conversations')
    .values({ low_user_id: people.low, high_user_id: people.high, conversation_id: conversationId })
    .onConflict((conflict) => conflict.doNothing())
    .returning('conversation_id')
    .executeTakeFirst();
  if (claimed) return claimed.conversation_id;
  const standing = await queries
    .selectFrom('direct_conversations')
    .where('low_user_id', '=', people.low)
    .where('high_user_id', '=', people.high)
    .select('conversation_id')
    .executeTakeFirstOrThrow();
  return standing.conversation_id;
}
