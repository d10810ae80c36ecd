import type { ConversationId } from '@xom/contract/fields';
import { sql } from 'kysely';
import type { Queries } from '../../tables.ts';
import type { MemberRow } from '../conversations/conversations.tables.ts';
import type { MemberStretch } from '../conversations/member-search.ts';
import { keysOfQuery, placeShelf } from './search-keys.ts';

export type MemberCandidate = MemberRow & { names: string };

/**
 * Members of a conversation with these terms, or not indexed yet, the first to join first: through the members by
 * their index, looking up each one's keys, so that it never costs more than the conversation is large.
 */
export async function listMemberCandidates(
  queries: Queries,
  conversationId: ConversationId,
  terms: readonly number[],
  { after, limit }: MemberStretch,
): Promise<MemberCandidate[]> {
  const behind = after
    ? sql`and (m.joined_at, m.user_id) > (${after.joinedAt}::timestamptz, ${after.userId}::uuid)`
    : sql``;
  const { rows } = await sql<MemberCandidate>`
    select m.*, concat_ws(' ', u.username, u.display_name) as names
    from conversation_members m
    cross join lateral (
      select from user_search s where s.user_id = m.user_id
        and (s.keys is null or s.keys @> ${keysOfQuery(placeShelf(sql`s.place`), terms)}) offset 0
    ) s
    cross join lateral (select username, display_name from users where id = m.user_id offset 0) u
    where m.conversation_id = ${conversationId} ${behind}
    order by m.joined_at, m.user_id limit ${limit}`.execute(queries);
  return rows;
}
