import type { Role } from '@xom/contract/accounts';

export type Act = 'role' | 'state';

const everybody: readonly Role[] = ['user', 'moderator', 'admin'];

/** Who may change what, of people of which roles. Nobody changes themselves, whatever stands here. */
const powers: Record<Role, Record<Act, readonly Role[]>> = {
  user: { role: [], state: [] },
  moderator: { role: [], state: ['user'] },
  admin: { role: everybody, state: everybody },
};

export function mayChange(actor: Role, act: Act, subject: Role): boolean {
  return powers[actor][act].includes(subject);
}
