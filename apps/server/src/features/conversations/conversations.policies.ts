import type { MemberRole } from '@xom/contract/conversations';
import type { ConversationId, UserId } from '@xom/contract/fields';
import type { Policy } from '../../platform/dispatch.ts';
import { Failure } from '../../platform/failure.ts';
import type { Queries } from '../../tables.ts';
import { findMembership } from './conversations.queries.ts';

/**
 * The role of a person in a conversation.
 * @throws Failure `not_found` (no such conversation) | `not_a_member`
 */
export async function requireMember(
  queries: Queries,
  conversationId: ConversationId,
  userId: UserId,
): Promise<{ isGroup: boolean; role: MemberRole }> {
  const membership = await findMembership(queries, conversationId, userId);
  if (!membership) throw new Failure('not_found');
  if (!membership.role) throw new Failure('not_a_member');
  return { isGroup: membership.isGroup, role: membership.role };
}

/** @throws Failure `forbidden` unless the role is owner or admin */
export function requireGroupAdmin(role: MemberRole): void {
  if (role === 'member') throw new Failure('forbidden');
}

/** The policies of operations that name a conversation. */
export function conversationPolicies(queries: Queries): { member: Policy; groupAdmin: Policy } {
  const check = async (userId: UserId, conversationId: ConversationId | undefined) => {
    if (!conversationId) throw new Error('the operation has no conversationId');
    return requireMember(queries, conversationId, userId);
  };
  return {
    member: async (caller, input) => void (await check(caller.userId, input.conversationId)),
    groupAdmin: async (caller, input) => {
      const { role } = await check(caller.userId, input.conversationId);
      requireGroupAdmin(role);
    },
  };
}
