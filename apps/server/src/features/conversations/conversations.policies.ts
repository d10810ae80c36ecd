import type { MemberRole } from '@xom/contract/conversations';
import type { ConversationId, UserId } from '@xom/contract/fields';
import type { Policies, Policy } from '../../platform/dispatch.ts';
import { Failure } from '../../platform/failure.ts';
import type { Queries } from '../../tables.ts';
import { findMembership, type Membership } from './conversations.queries.ts';

type Names =
  | 'member'
  | 'unblockedMember'
  | 'groupAdmin'
  | 'groupAdminOrDirectMember'
  | 'groupOwnerOrDirectMember';

/**
 * The role of a person in a conversation.
 * @throws Failure `not_found` (no such conversation) | `not_a_member`
 */
export async function requireMember(
  queries: Queries,
  conversationId: ConversationId,
  userId: UserId,
): Promise<Membership & { role: MemberRole }> {
  const membership = await findMembership(queries, conversationId, userId);
  if (!membership) throw new Failure('not_found');
  if (!membership.role) throw new Failure('not_a_member');
  return { ...membership, role: membership.role };
}

/** @throws Failure `forbidden` unless the role is owner or admin */
export function requireGroupAdmin(role: MemberRole): void {
  if (role === 'member') throw new Failure('forbidden');
}

/** @throws Failure `blocked` in a direct conversation with a block between the two */
function requireNoBlock({ isBlocked }: Membership): void {
  if (isBlocked) throw new Failure('blocked');
}

/** The policies of operations that name a conversation. */
export function conversationPolicies(queries: Queries): Pick<Policies, Names> {
  const policy =
    (rule: (membership: Membership & { role: MemberRole }) => void): Policy =>
    async (caller, { conversationId }) => {
      if (!conversationId) throw new Error('the operation has no conversationId');
      rule(await requireMember(queries, conversationId, caller.userId));
    };
  return {
    member: policy(() => {}),
    unblockedMember: policy(requireNoBlock),
    groupAdmin: policy(({ role }) => requireGroupAdmin(role)),
    groupAdminOrDirectMember: policy((membership) => {
      if (membership.isGroup) requireGroupAdmin(membership.role);
      else requireNoBlock(membership);
    }),
    groupOwnerOrDirectMember: policy(({ isGroup, role }) => {
      if (isGroup && role !== 'owner') throw new Failure('forbidden');
    }),
  };
}
