import type { User } from '@xom/contract/accounts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Link2, Lock } from 'lucide-react';
import { cloneElement, type ReactElement, type ReactNode } from 'react';
import { Trans, useTranslation } from '../../shell/translation.tsx';
import { Avatar } from '../../design/avatar.tsx';
import { ButtonLink } from '../../design/button.tsx';
import { LinkedText } from '../../design/linked-text.tsx';
import { useFormats } from '../../shell/formats.ts';
import { useAskedPresence } from '../../shell/use-asked-presence.ts';
import { itemsOf } from '../../shell/pages.ts';
import { FriendRequestActs } from '../friends/friend-request-acts.tsx';
import { useFriendship } from '../friends/use-friendship.ts';
import { StoryRing, useProfileRing } from '../stories/story-ring.tsx';
import { FollowButton } from './follow-button.tsx';
import { MessageButton } from './message-button.tsx';
import { followListQuery } from './people.queries.ts';
import { usePersonName } from './person-name.tsx';

/** Who somebody is: picture, names, words, links, counts, and what I can do with them. */
export function ProfileHeader({ person, isMine }: { person: User; isMine: boolean }) {
  const { t } = useTranslation('people');
  const { displayName, biography, links } = person;
  const ring = useProfileRing(person.id);
  const presence = useAskedPresence(isMine ? null : person.id);
  const isOnline = presence?.isOnline === true;
  const fullName = [person.family, person.name].filter(Boolean).join(' ');
  return (
    <header className="space-y-4 p-4">
      <div className="flex items-center gap-4">
        <StoryRing person={person} name={displayName} ring={ring} size="xl" isOnline={isOnline} />
        <div className="min-w-0 flex-1">
          <p className="text-headline font-semibold wrap-anywhere text-balance">{displayName}</p>
          {fullName !== '' && fullName !== displayName && <p className="text-muted">{fullName}</p>}
          <Marks
            person={person}
            isOnline={isOnline}
            lastSeen={isMine ? null : (presence ?? person).lastSeen}
          />
        </div>
      </div>
      {biography !== null && biography !== '' && (
        <p>
          <LinkedText
            text={biography}
            renderMention={(name) => <Link to="/people/$username" params={{ username: name }} />}
            renderTag={(tag) => <Link to="/tags/$tag" params={{ tag }} />}
          />
        </p>
      )}
      {links.length > 0 && (
        <ul className="flex flex-wrap gap-x-4">
          {links.map((link) => (
            <li key={link} className="min-w-0">
              <a
                href={link}
                target="_blank"
                rel="noopener noreferrer nofollow me"
                className="touch flex min-h-9 items-center gap-1.5 text-brick underline-offset-4 hover:underline"
              >
                <Link2 className="size-4 shrink-0" aria-hidden />
                <span className="truncate">
                  {link.replace(/^https?:\/\//, '').replace(/\/$/, '')}
                </span>
              </a>
            </li>
          ))}
        </ul>
      )}
      <Counts person={person} />
      {!isMine && <Mutuals person={person} />}
      {!isMine && <FriendRequestLine person={person} />}
      <div className="flex flex-wrap gap-2 *:flex-auto *:whitespace-nowrap">
        {isMine ? (
          <>
            <ButtonLink variant="secondary" render={<Link to="/settings/profile" />}>
              {t('editProfile')}
            </ButtonLink>
            <ButtonLink variant="secondary" render={<Link to="/liked" />}>
              {t('liked')}
            </ButtonLink>
            <ButtonLink variant="secondary" render={<Link to="/archive" />}>
              {t('archive')}
            </ButtonLink>
          </>
        ) : (
          <>
            <FollowButton
              size="md"
              userId={person.id}
              name={displayName}
              tie={person}
              isPrivate={person.isPrivate}
              isFollowedBy={person.isFollowedBy}
            />
            <MessageButton userId={person.id} label={t('message')} />
          </>
        )}
      </div>
    </header>
  );
}

/** Their request to be friends, to be answered here too. */
function FriendRequestLine({ person }: { person: User }) {
  const { t } = useTranslation('people');
  if (useFriendship(person) !== 'received') return null;
  return (
    <div className="flex flex-wrap items-center justify-between gap-2 rounded-md bg-sunken p-3">
      <p>{t('asksFriend', { name: person.displayName })}</p>
      <FriendRequestActs request={{ user: person, state: 'received' }} />
    </div>
  );
}

interface MarksProps {
  person: User;
  isOnline: boolean;
  lastSeen: string | null;
}

/** What we are to each other, and whether they are here. */
function Marks({ person, isOnline, lastSeen }: MarksProps) {
  const { t } = useTranslation('people');
  const formats = useFormats();
  const marks = [
    person.isFriend ? t('friend') : person.isFollowedBy ? t('followsYou') : null,
    person.isMuted ? t('mutedMark') : null,
    isOnline || lastSeen === null ? null : t('lastSeen', { when: formats.relativeTime(lastSeen) }),
  ].filter((mark) => mark !== null);
  return (
    <p className="flex flex-wrap items-center gap-x-2 text-caption text-muted">
      {person.isPrivate && (
        <span className="flex items-center gap-1">
          <Lock className="size-3.5" aria-hidden />
          {t('privateMark')}
        </span>
      )}
      {marks.map((mark) => (
        <span key={mark}>{mark}</span>
      ))}
      {isOnline && <span className="text-leaf">{t('onlineNow')}</span>}
    </p>
  );
}

function Counts({ person }: { person: User }) {
  const { username } = person;
  const to = { params: { username } };
  return (
    <ul className="flex flex-wrap gap-x-5">
      <Count of="postCount" count={person.postCount} />
      <Count
        of="followerCount"
        count={person.followerCount}
        link={<Link to="/people/$username/followers" {...to} className={countLink} />}
      />
      <Count
        of="followingCount"
        count={person.followingCount}
        link={<Link to="/people/$username/followings" {...to} className={countLink} />}
      />
    </ul>
  );
}

const countLink = 'touch flex min-h-9 items-center text-muted hover:underline underline-offset-4';

interface CountProps {
  of: 'postCount' | 'followerCount' | 'followingCount';
  count: number;
  link?: ReactElement<{ children?: ReactNode; title?: string }>;
}

function Count({ of, count, link }: CountProps) {
  const { t } = useTranslation('people');
  const formats = useFormats();
  const shown = formats.count(count);
  const text = (
    <span title={formats.number(count)}>
      <Trans t={t} i18nKey={of} values={{ shown }} count={count} components={{ b: bold }} />
    </span>
  );
  return (
    <li className="flex items-center text-muted">{link ? cloneElement(link, {}, text) : text}</li>
  );
}

const bold = <b className="font-semibold text-ink" />;

/** Whom I follow of those who follow this person. */
function Mutuals({ person }: { person: User }) {
  const { t } = useTranslation('people');
  const nameOf = usePersonName();
  const { data, isLoading } = useInfiniteQuery({
    ...followListQuery('mutuals', person.id),
    enabled: !person.isPrivate || person.isFollowing,
  });
  const people = itemsOf(data, ({ user }) => user.id);
  const [first] = people;
  // Its place is kept: mostly somebody is there.
  if (isLoading && person.followerCount > 0) return <div className="min-h-9" />;
  if (!first) return null;
  return (
    <Link
      to="/people/$username/mutuals"
      params={{ username: person.username }}
      className="touch flex min-h-9 items-center gap-2 text-caption text-muted underline-offset-4 hover:underline"
    >
      <span className="flex -space-x-2">
        {people.slice(0, 3).map(({ user }) => (
          <span key={user.id} className="rounded-full ring-2 ring-surface">
            <Avatar id={user.id} name={nameOf(user)} photoUrl={user.photoUrl} size="xs" />
          </span>
        ))}
      </span>
      {t('followedByCount', { name: nameOf(first.user), count: people.length - 1 })}
    </Link>
  );
}
