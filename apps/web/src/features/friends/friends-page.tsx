import type { Person } from '@xom/contract/fields';
import { Link } from '@tanstack/react-router';
import { UsersRound } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { ButtonLink } from '../../design/button.tsx';
import { EmptyState } from '../../design/state.tsx';
import { SegmentedControl } from '../../design/tabs.tsx';
import { useFormats } from '../../shell/formats.ts';
import { Page } from '../../shell/page.tsx';
import { QueryList } from '../../shell/query-list.tsx';
import { useAskedPresence } from '../../shell/use-asked-presence.ts';
import { MessageButton } from '../people/message-button.tsx';
import { usePersonName } from '../people/person-name.tsx';
import { PersonRow } from '../people/person-row.tsx';
import { SuggestionsCard } from '../people/suggestions-card.tsx';
import { FriendRequestActs } from './friend-request-acts.tsx';
import { friendRequestsQuery, friendsQuery } from './friends.queries.ts';

type Shown = 'yours' | 'received' | 'sent';

/** My friends, who asks to be one, and whom I asked. */
export function FriendsPage() {
  const { t } = useTranslation('friends');
  const [shown, setShown] = useState<Shown>('yours');
  const options = (['yours', 'received', 'sent'] as const).map((value) => ({
    value,
    label: t(value),
  }));
  return (
    <Page title={t('title')} back="/" aside={<SuggestionsCard />}>
      <div className="p-4">
        <SegmentedControl label={t('title')} value={shown} onChange={setShown} options={options} />
      </div>
      {shown === 'yours' ? <Friends /> : <Requests key={shown} state={shown} />}
    </Page>
  );
}

function Friends() {
  const { t } = useTranslation('friends');
  return (
    <QueryList
      label={t('yours')}
      query={friendsQuery}
      itemKey={({ user }) => user.id}
      renderItem={({ user }) => <FriendRow person={user} />}
      empty={
        <EmptyState
          icon={<UsersRound />}
          title={t('noFriends')}
          text={t('noFriendsText')}
          action={<ButtonLink render={<Link to="/suggestions" />}>{t('find')}</ButtonLink>}
        />
      }
    />
  );
}

function FriendRow({ person }: { person: Person }) {
  const { t } = useTranslation(['friends', 'people']);
  const formats = useFormats();
  const name = usePersonName()(person);
  const presence = useAskedPresence(person.id);
  const subtitle =
    presence?.isOnline === true ? (
      <span className="text-leaf">{t('people:onlineNow')}</span>
    ) : (
      typeof presence?.lastSeen === 'string' &&
      t('people:lastSeen', { when: formats.relativeTime(presence.lastSeen) })
    );
  return (
    <PersonRow
      person={person}
      isOnline={presence?.isOnline === true}
      {...(subtitle !== false && { subtitle })}
      action={<MessageButton userId={person.id} label={t('message')} name={name} size="sm" />}
    />
  );
}

function Requests({ state }: { state: 'received' | 'sent' }) {
  const { t } = useTranslation('friends');
  return (
    <QueryList
      label={t(state)}
      query={friendRequestsQuery(state)}
      itemKey={({ user }) => user.id}
      renderItem={(request) => (
        <PersonRow person={request.user} action={<FriendRequestActs request={request} />} />
      )}
      empty={
        <EmptyState
          icon={<UsersRound />}
          title={state === 'received' ? t('noReceived') : t('noSent')}
        />
      }
    />
  );
}
