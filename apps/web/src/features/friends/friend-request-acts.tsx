import type { FriendRequest } from '@xom/contract/people';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from '../../shell/translation.tsx';
import { useToast } from '../../design/toast.tsx';
import { client } from '../../shell/client.ts';
import { useErrorText } from '../../shell/errors.ts';
import { usePersonName } from '../people/person-name.tsx';
import { RequestActs } from '../people/request-acts.tsx';

const calls = { withdraw: 'remove', accept: 'accept', decline: 'decline' } as const;

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
    mutationFn: async (act: keyof typeof calls) => {
      await client.friends[calls[act]]({ userId: user.id });
    },
    onError: (error) => toast.show({ kind: 'error', text: errorText(error) }),
  });
  if (isSuccess) return null;
  const texts = { withdraw: t('withdraw'), accept: t('accept'), decline: t('decline') };
  const labels = {
    withdraw: t('labelled', { text: texts.withdraw, name }),
    accept: t('labelled', { text: texts.accept, name }),
    decline: t('labelled', { text: texts.decline, name }),
  };
  return <RequestActs isSent={state === 'sent'} {...{ texts, labels, isPending }} onAct={mutate} />;
}
