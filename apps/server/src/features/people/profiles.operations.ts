import { getUser, listLastSeen } from '@xom/contract/accounts';
import { bind, type Binding } from '../../platform/call.ts';
import type { ProfileViews } from './profiles.service.ts';

/** What contract/accounts.ts has on seeing others. */
export function profileBindings(profiles: ProfileViews): Binding[] {
  return [
    bind(getUser, ({ idOrUsername }, { caller }) => profiles.get(caller.userId, idOrUsername)),
    bind(listLastSeen, async ({ userIds }, { caller }) => ({
      items: await profiles.lastSeen(caller.userId, userIds),
    })),
  ];
}
