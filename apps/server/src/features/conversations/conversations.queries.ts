import type { MemberRole } from '@xom/contract/conversations';
import type { ConversationId, MediaId, UserId } from '@xom/contract/fields';
import { type Selectable, sql } from 'kysely';
import type { Database, Queries } from '../../tables.ts';
import type { ConversationTables } from './conversations.tables.ts';

export type ConversationRow = Selectable<ConversationTables['conversations']>;
export type MemberRow = Selectable<ConversationTables['conversation_members']>;

export const membersShown = 20;

/** Whether the conversation is there, and the role of the person in it. */
export async function findMembership(
  queries: Queries,
  conversationId: ConversationId,
  userId: UserId,
): Promise<{ isGroup: boolean; role: MemberRole | null } | null> {
  const row = await queries
    .selectFrom('conversations as c')
    .leftJoin('conversation_members as m', (join) =>
      join.onRef('m.conversation_id', '=', 'c.id').on('m.user_id', '=', userId),
    )
    .where('c.id', '=', conversationId)
    .select(['c.is_group', 'm.role'])
    .executeTakeFirst();
  return row ? { isGroup: row.is_group, role: row.role } : null;
}

/** Takes the lock under which everything in a conversation is numbered. */
export async function lockConversation(
  queries: Queries,
  conversationId: ConversationId,
): Promise<ConversationRow | null> {
  const row = await queries
    .selectFrom('conversations')
    .where('id', '=', conversationId)
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
    select exists (select from blocks where user_id = ${userId} and blocked_id = any(${[...others]}))
        or exists (select from blocks where user_id = any(${[...others]}) and blocked_id = ${userId})
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

/** Adds people; each one's row carries a version of its own, or all the first. */
export async function insertMembers(
  queries: Queries,
  conversationId: ConversationId,
  userIds: readonly UserId[],
  at: {
    joinedSeq: number;
    versionBefore: number;
    ownerId: UserId | null;
    isVersionShared: boolean;
  },
): Promise<void> {
  await sql`
    insert into conversation_members (conversation_id, user_id, role, joined_seq, read_seq, version)
    select ${conversationId}, u.id, case when u.id = ${at.ownerId}::uuid then 'owner' else 'member' end,
           ${at.joinedSeq}, ${at.joinedSeq},
           ${at.versionBefore}::bigint + case when ${at.isVersionShared} then 1 else u.position end
    from unnest(${[...userIds]}::uuid[]) with ordinality as u(id, position)`.execute(queries);
  await queries
    .deleteFrom('conversation_departures')
    .where('conversation_id', '=', conversationId)
    .where('user_id', 'in', [...userIds])
    .execute();
}

export async function findCurrentMembers(
  queries: Queries,
  conversationId: ConversationId,
  userIds: readonly UserId[],
): Promise<MemberRow[]> {
  return queries
    .selectFrom('conversation_members')
    .where('conversation_id', '=', conversationId)
    .where('user_id', 'in', [...userIds])
    .selectAll()
    .orderBy('version')
    .execute();
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

export async function deleteMember(
  queries: Queries,
  conversationId: ConversationId,
  userId: UserId,
  version: number,
): Promise<void> {
  await queries
    .deleteFrom('conversation_members')
    .where('conversation_id', '=', conversationId)
    .where('user_id', '=', userId)
    .execute();
  await queries
    .insertInto('conversation_departures')
    .values({ conversation_id: conversationId, user_id: userId, version })
    .onConflict((conflict) =>
      conflict.columns(['conversation_id', 'user_id']).doUpdateSet({ version }),
    )
    .execute();
}

/** Who takes over when the owner leaves: the eldest admin, else the eldest member. */
export async function findSuccessor(
  queries: Queries,
  conversationId: ConversationId,
): Promise<UserId | null> {
  const row = await queries
    .selectFrom('conversation_members')
    .where('conversation_id', '=', conversationId)
    .where('role', '!=', 'owner')
    .orderBy((eb) => eb.case().when('role', '=', 'admin').then(0).else(1).end())
    .orderBy('joined_at')
    .orderBy('user_id')
    .select('user_id')
    .limit(1)
    .executeTakeFirst();
  return row?.user_id ?? null;
}

export async function setRole(
  queries: Queries,
  conversationId: ConversationId,
  userId: UserId,
  role: MemberRole,
  version: number,
): Promise<void> {
  await queries
    .updateTable('conversation_members')
    .where('conversation_id', '=', conversationId)
    .where('user_id', '=', userId)
    .set({ role, version })
    .execute();
}

export async function setFace(
  queries: Queries,
  conversationId: ConversationId,
  face: { name?: string; photoMediaId?: MediaId | null },
): Promise<ConversationRow> {
  return queries
    .updateTable('conversations')
    .where('id', '=', conversationId)
    .set((eb) => ({
      version: eb('version', '+', 1),
      ...(face.name !== undefined && { name: face.name }),
      ...(face.photoMediaId !== undefined && { photo_media_id: face.photoMediaId }),
    }))
    .returningAll()
    .executeTakeFirstOrThrow();
}

export interface ConversationPosition {
  lastMessageAt: Date;
  id: ConversationId;
}

/** The ids of a person's conversations, the last active first. */
export async function listConversationIds(
  database: Database,
  userId: UserId,
  { after, limit }: { after: ConversationPosition | null; limit: number },
): Promise<ConversationPosition[]> {
  const rows = await database
    .selectFrom('conversation_members as m')
    .innerJoin('conversations as c', 'c.id', 'm.conversation_id')
    .where('m.user_id', '=', userId)
    .$if(after !== null, (query) =>
      query.where(
        sql<boolean>`(c.last_message_at, c.id) < (${after?.lastMessageAt}::timestamptz, ${after?.id}::uuid)`,
      ),
    )
    .orderBy('c.last_message_at', 'desc')
    .orderBy('c.id', 'desc')
    .select(['c.id', 'c.last_message_at'])
    .limit(limit)
    .execute();
  return rows.map((row) => ({ id: row.id, lastMessageAt: row.last_message_at }));
}
