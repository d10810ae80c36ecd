import type { Role } from '@xom/contract/accounts';

/** What is done to an account. */
export type Act = 'role' | 'state' | 'erase';
/** What is done to what somebody made. */
export type Removal = 'deletePost' | 'deleteComment' | 'deleteReply';

const everybody: readonly Role[] = ['user', 'moderator', 'admin'];

/** Who may change what, or erase whom, of people of which roles. Nobody does so to themselves, whatever stands here. */
const powers: Record<Role, Record<Act, readonly Role[]>> = {
  user: { role: [], state: [], erase: [] },
  moderator: { role: [], state: ['user'], erase: ['user'] },
  admin: { role: everybody, state: everybody, erase: everybody },
};

export function mayChange(actor: Role, act: Act, subject: Role): boolean {
  return powers[actor][act].includes(subject);
}
