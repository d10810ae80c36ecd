import type { User } from '@xom/contract/accounts';
import { Link, useLocation, useParams } from '@tanstack/react-router';
import { Lock } from 'lucide-react';
import { useTranslation } from '../../shell/translation.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { EmptyState } from '../../design/state.tsx';
import { TabLinks } from '../../design/tabs.tsx';
import { Page } from '../../shell/page.tsx';
import { OwnLinks } from '../../shell/phone-links.tsx';
import { useMe } from '../../shell/session.tsx';
import { PersonPosts, type PersonPostsKind } from '../posts/person-posts.tsx';
import { PersonMenu } from './person-menu.tsx';
import { PersonMissing } from './person-missing.tsx';
import { ProfileHeader } from './profile-header.tsx';
import { SuggestionsCard } from './suggestions-card.tsx';
import { usePerson } from './use-person.ts';

/** Somebody's profile, or my own: who they are, and what they posted. */
export function ProfilePage() {
  const me = useMe();
  const { username = '' } = useParams({ strict: false });
  const { person, error } = usePerson(username);
  const isMine = person?.id === me.id;
  return (
    <Page
      title={person?.displayName ?? `@${username}`}
      {...(person && { subtitle: `@${username}`, isTitleHidden: true })}
      {...(!isMine && { back: '/' })}
      actions={isMine ? <OwnLinks /> : person && <PersonMenu person={person} />}
      aside={<SuggestionsCard />}
    >
      {error && !person ? (
        <PersonMissing username={username} error={error} />
      ) : person ? (
        <Profile person={person} isMine={isMine} />
      ) : (
        <ProfileSkeleton />
      )}
    </Page>
  );
}

function Profile({ person, isMine }: { person: User; isMine: boolean }) {
  const { t } = useTranslation('people');
  const kind = kindOf(useLocation().pathname);
  const { username } = person;
  const tab = (of: PersonPostsKind, path: '' | '/tweets' | '/tagged') => ({
    key: of,
    label: t(of),
    isCurrent: of === kind,
    render: (
      <Link to={`/people/$username${path}`} params={{ username }} replace resetScroll={false} />
    ),
  });
  const isClosed = person.isPrivate && !person.isFollowing && !isMine;
  return (
    <>
      <ProfileHeader person={person} isMine={isMine} />
      {isClosed ? (
        <EmptyState
          icon={<Lock />}
          title={t('privateTitle')}
          text={t('privateText', { name: person.displayName })}
        />
      ) : (
        <>
          <TabLinks
            label={person.displayName}
            tabs={[tab('posts', ''), tab('tweets', '/tweets'), tab('tagged', '/tagged')]}
          />
          <PersonPosts key={`${kind} ${person.id}`} userId={person.id} kind={kind} />
        </>
      )}
    </>
  );
}

function kindOf(pathname: string): PersonPostsKind {
  if (pathname.endsWith('/tweets')) return 'tweets';
  return pathname.endsWith('/tagged') ? 'tagged' : 'posts';
}

function ProfileSkeleton() {
  return (
    <div aria-hidden className="space-y-4 p-4">
      <div className="flex items-center gap-4">
        <Skeleton className="size-24 rounded-full" />
        <div className="flex-1 space-y-3">
          <Skeleton className="h-6 w-2/3" />
          <Skeleton className="h-4 w-1/3" />
        </div>
      </div>
      <Skeleton className="h-4 w-full" />
      <Skeleton className="h-11 w-full rounded-md" />
    </div>
  );
}
