import type { Me } from '@xom/contract/accounts';
import type { CallInput, OperationNamed } from '@xom/sdk/calls';
import { useQueryClient } from '@tanstack/react-query';
import { useToast } from '../../design/toast.tsx';
import { client } from '../../shell/client.ts';
import { useErrorText } from '../../shell/errors.ts';
import { useMe, useSession } from '../../shell/session.tsx';

export type MeChange = CallInput<OperationNamed<'users.updateMe'>>;

/**
 * Changes my own profile, and shows that wherever I am shown.
 * @throws XomError as `users.updateMe`
 */
export function useChangeMe(): (change: MeChange) => Promise<void> {
  const queries = useQueryClient();
  const { updateMe } = useSession();
  return async (change) => {
    updateMe(await client.users.updateMe(change));
    void queries.invalidateQueries({ queryKey: ['people', 'person'] });
  };
}

/** Changes a setting of mine: shown at once, and taken back when the server refuses. */
export function useSetting(): (change: MeChange, shown: Partial<Me>) => void {
  const me = useMe();
  const { updateMe } = useSession();
  const changeMe = useChangeMe();
  const toast = useToast();
  const errorText = useErrorText();
  return (change, shown) => {
    updateMe({ ...me, ...shown });
    changeMe(change).catch((error: unknown) => {
      updateMe(me);
      toast.show({ kind: 'error', text: errorText(error) });
    });
  };
}
