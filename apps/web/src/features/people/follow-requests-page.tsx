import type { FollowRequest } from '@xom/contract/follows';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { UserRoundPlus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { EmptyState } from '../../design/state.tsx';
import { SegmentedControl } from '../../design/tabs.tsx';
import { useToast } from '../../design/toast.tsx';
import { client } from '../../shell/client.ts';
import { useErrorText } from '../../shell/errors.ts';
import { Page } from '../../shell/page.tsx';
import { QueryList } from '../../shell/query-list.tsx';
import { followRequestsQuery, peopleKeys } from './people.queries.ts';
import { usePersonName } from './person-name.tsx';
import { PersonRow } from './person-row.tsx';
import { RequestActs } from './request-acts.tsx';

const calls = { withdraw: 'unfollow', accept: 'acceptFollow', decline: 'declineFollow' } as const;

/** Who asks to follow me, and whom I have asked. */
export function FollowRequestsPage() {
  const { t } = useTranslation('people');
  const [state, setState] = useState<'received' | 'sent'>('received');
  const isReceived = state === 'received';
  return (
    <Page title={t('followRequests')} back="/notifications">
      <div className="p-4">
        <SegmentedControl
          label={t('followRequests')}
          value={state}
          onChange={setState}
          options={[
            { value: 'received', label: t('requestsReceived') },
            { value: 'sent', label: t('requestsSent') },
          ]}
        />
      </div>
      <QueryList
        key={state}
        label={t('followRequests')}
        query={followRequestsQuery(state)}
        itemKey={({ user }) => user.id}
        renderItem={(request) => (
          <PersonRow person={request.user} action={<Answer request={request} />} />
        )}
        empty={
          <EmptyState
            icon={<UserRoundPlus />}
            title={t('noRequests')}
            text={isReceived ? t('noRequestsText') : t('noSentRequests')}
          />
        }
      />
    </Page>
  );
}

function Answer({ request: { user, state } }: { request: FollowRequest }) {
  const { t } = useTranslation('people');
  const queries = useQueryClient();
  const toast = useToast();
  const errorText = useErrorText();
  const userId = user.id;
  const name = usePersonName()(user);
  const { mutate, isPending } = useMutation({
    mutationFn: async (act: keyof typeof calls) => {
      await client.users[calls[act]]({ userId });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: peopleKeys.followRequests }),
    onError: (error) => toast.show({ kind: 'error', text: errorText(error) }),
  });
  const texts = { withdraw: t('withdraw'), accept: t('accept'), decline: t('decline') };
  const labels = {
    withdraw: t('withdrawLabel', { name }),
    accept: t('acceptLabel', { name }),
    decline: t('declineLabel', { name }),
  };
  return <RequestActs isSent={state === 'sent'} {...{ texts, labels, isPending }} onAct={mutate} />;
}
