import type { FriendRequest } from '@xom/contract/people';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from '../../shell/translation.tsx';
import { Button } from '../../design/button.tsx';
import { useToast } from '../../design/toast.tsx';
import { client } from '../../shell/client.ts';
import { useErrorText } from '../../shell/errors.ts';
import { usePersonName } from '../people/person-name.tsx';

/** Answers a request to be friends, or takes back one of mine. Events then change the lists. */
export function FriendRequestActs({
  request: { user, state },
}: {
  request: Pick<FriendRequest, 'user' | 'state'>;
}) {
  const { t } = useTranslation('friends');
  const toast = useToast();
  const errorText = useErrorText();
  const name = usePersonName()(user);
  const { mutate, isPending, isSuccess } = useMutation({
    mutationFn: async (act: 'accept' | 'decline' | 'remove') => {
      await client.friends[act]({ userId: user.id });
    },
    onError: (error) => toast.show({ kind: 'error', text: errorText(error) }),
  });
  if (isSuccess) return null;
  const labelled = (text: string) => t('labelled', { text, name });
  if (state === 'sent') {
    return (
      <Button
        size="sm"
        variant="secondary"
        aria-label={labelled(t('withdraw'))}
        isBusy={isPending}
        onClick={() => mutate('remove')}
      >
        {t('withdraw')}
      </Button>
    );
  }
  return (
    <span className="flex gap-2">
      <Button
        size="sm"
        aria-label={labelled(t('accept'))}
        isBusy={isPending}
        onClick={() => mutate('accept')}
      >
        {t('accept')}
      </Button>
      <Button
        size="sm"
        variant="quiet"
        aria-label={labelled(t('decline'))}
        isDisabled={isPending}
        onClick={() => mutate('decline')}
      >
        {t('decline')}
      </Button>
    </span>
  );
}
