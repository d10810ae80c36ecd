import type { User } from '@xom/contract/accounts';
import { Link, useLocation, useParams } from '@tanstack/react-router';
import { UsersRound } from 'lucide-react';
import { useTranslation } from '../../shell/translation.tsx';
import { SkeletonRow } from '../../design/skeleton.tsx';
import { EmptyState } from '../../design/state.tsx';
import { TabLinks } from '../../design/tabs.tsx';
import { Page } from '../../shell/page.tsx';
import { QueryList } from '../../shell/query-list.tsx';
import { useMe } from '../../shell/session.tsx';
import { FollowButton } from './follow-button.tsx';
import { type FollowListKind, followListQuery } from './people.queries.ts';
import { usePersonName } from './person-name.tsx';
import { PersonRow } from './person-row.tsx';
import { PersonMissing } from './person-missing.tsx';
import { usePerson } from './use-person.ts';

/** Who follows somebody, whom they follow, and whom of these I know. */
export function FollowListPage() {
  const { t } = useTranslation('people');
  const me = useMe();
  const { username = '' } = useParams({ strict: false });
  const kind = kindOf(useLocation().pathname);
  const { person, error } = usePerson(username);
  const isMine = username === me.username;
  const tab = (of: FollowListKind) => ({
    key: of,
    label: t(of),
    isCurrent: of === kind,
    render: <Link to={`/people/$username/${of}`} params={{ username }} replace />,
  });
  return (
    <Page
      title={person?.displayName ?? `@${username}`}
      {...(person && { subtitle: `@${username}` })}
      back={`/people/${username}`}
    >
      <TabLinks
        label={t(kind)}
        tabs={[tab('followers'), tab('followings'), ...(isMine ? [] : [tab('mutuals')])]}
      />
      {error && !person ? (
        <PersonMissing username={username} error={error} />
      ) : person ? (
        <FollowList key={`${kind} ${person.id}`} kind={kind} person={person} />
      ) : (
        Array.from({ length: 8 }, (_, row) => <SkeletonRow key={row} />)
      )}
    </Page>
  );
}

function FollowList({ kind, person }: { kind: FollowListKind; person: User }) {
  const { t } = useTranslation('people');
  const nameOf = usePersonName();
  const nothing = {
    followers: 'noFollowers',
    followings: 'noFollowings',
    mutuals: 'noMutuals',
  } as const;
  return (
    <QueryList
      label={t(kind)}
      query={followListQuery(kind, person.id)}
      itemKey={({ user }) => user.id}
      renderItem={({ user, isFollowing, isRequested }) => (
        <PersonRow
          person={user}
          action={
            <FollowButton userId={user.id} name={nameOf(user)} tie={{ isFollowing, isRequested }} />
          }
        />
      )}
      empty={<EmptyState icon={<UsersRound />} title={t(nothing[kind])} />}
    />
  );
}

function kindOf(pathname: string): FollowListKind {
  if (pathname.endsWith('/followings')) return 'followings';
  return pathname.endsWith('/mutuals') ? 'mutuals' : 'followers';
}
