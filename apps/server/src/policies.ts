import type { Authenticator } from './platform/authenticator.ts';
import type { Caller } from './platform/call.ts';
import type { Policies } from './platform/dispatch.ts';
import { Failure } from './platform/failure.ts';

type Own = Pick<Policies, 'person' | 'moderator'>;

/** The whole policy table: what does not depend on a feature's rows is here, the rest comes from the features. */
export function policyTable(
  authenticator: Authenticator,
  ofFeatures: Omit<Policies, keyof Own>,
): Policies {
  const own: Own = {
    // The door has proved the token, its session and the state of the account.
    person: () => {},
    moderator: async (caller: Caller) => {
      // A socket's caller is as old as the socket; a role may have been taken away since.
      const { role } = await authenticator.loadCaller(caller);
      if (role === 'user') throw new Failure('forbidden');
    },
  };
  return { ...own, ...ofFeatures };
}
