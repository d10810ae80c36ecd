import type { MemberRole } from '@xom/contract/conversations';
import type { ConversationId, UserId } from '@xom/contract/fields';
import { sql } from 'kysely';
import type { Queries } from '../../tables.ts';
import type { MemberRow } from './conversations.tables.ts';
import type { MemberStretch } from './member-search.ts';

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
    insert into conversation_members (conversation_id, user_id, role, joined_seq, read_seq, delivered_seq, version)
    select ${conversationId}, u.id, case when u.id = ${at.ownerId}::uuid then 'owner' else 'member' end,
           ${at.joinedSeq}, ${at.joinedSeq}, ${at.joinedSeq},
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

/** A page of the members, the first to join first. */
export async function listMembersAfter(
  queries: Queries,
  conversationId: ConversationId,
  { after, limit }: MemberStretch,
): Promise<MemberRow[]> {
  return queries
    .selectFrom('conversation_members')
    .where('conversation_id', '=', conversationId)
    .$if(after !== null, (rows) =>
      rows.where(
        sql<boolean>`(joined_at, user_id) > (${after?.joinedAt}::timestamptz, ${after?.userId}::uuid)`,
      ),
    )
    .selectAll()
    .orderBy('joined_at')
    .orderBy('user_id')
    .limit(limit)
    .execute();
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
