import type { Conversation, Member, MemberRole } from '@xom/contract/conversations';
import type { UserId } from '@xom/contract/fields';

/**
 * What somebody is in a group, as far as its first members say: of a large one, whoever joined later and
 * became an admin is found among all members.
 */
export function roleOf(
  { members }: Pick<Conversation, 'members'>,
  userId: UserId,
  all: readonly Member[] = [],
): MemberRole {
  return [...members, ...all].find(({ user }) => user.id === userId)?.role ?? 'member';
}

/** Whether a member may take another one out: the owner anybody, an admin members. */
export function mayRemove(mine: MemberRole, theirs: MemberRole): boolean {
  return mine === 'owner' || (mine === 'admin' && theirs === 'member');
}
