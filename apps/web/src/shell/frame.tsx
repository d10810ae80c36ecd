import { Link, Outlet, useMatches } from '@tanstack/react-router';
import { type ReactNode, use } from 'react';
import { useTranslation } from './translation.tsx';
import { Avatar } from '../design/avatar.tsx';
import { Badge } from '../design/badge.tsx';
import { BesideContext } from './beside.ts';
import { ConnectionNotice } from './connection-notice.tsx';
import { useUnreadInTitle } from './document-title.ts';
import { destinations } from './navigation.ts';
import { useMe } from './session.tsx';
import { useUnread } from './unread.ts';
import { UpdateNotice } from './update-notice.tsx';
import { useUnreadMessages } from './use-live.ts';

/** The frame of all pages of somebody signed in: a bar of five below on a phone, a rail elsewhere. */
export function Frame() {
  const { t } = useTranslation('shell');
  const matches = useMatches();
  useUnreadInTitle(useUnreadMessages());
  const isWithoutBar = matches.some(
    ({ staticData }) => staticData.isFullScreen === true || staticData.isAlone === true,
  );
  const isAlone = matches.some(({ staticData }) => staticData.isAlone === true);
  const isFitted = matches.some(({ staticData }) => staticData.isFitted === true);
  return (
    <div className="mx-auto flex max-w-336">
      <a
        href="#content"
        className="absolute -top-20 left-4 z-50 rounded-sm bg-brick-fill px-4 py-2 text-on-brick focus:top-4"
      >
        {t('skipToContent')}
      </a>
      {!isAlone && <Rail />}
      <main
        id="content"
        tabIndex={-1}
        className={`min-w-0 flex-1 outline-none ${isWithoutBar ? '' : 'pb-bar tablet:pb-0'} ${isFitted ? 'flex h-dvh flex-col' : ''}`}
      >
        <UpdateNotice />
        <ConnectionNotice />
        <Outlet />
      </main>
      {!isWithoutBar && <Bar />}
      {use(BesideContext)}
    </div>
  );
}

function Rail() {
  const { t } = useTranslation('shell');
  const me = useMe();
  const unread = useUnread();
  const shown = destinations.filter(({ to }) => to !== '/moderation' || me.role !== 'user');
  return (
    <nav
      aria-label={t('navigation')}
      className="sticky top-0 hidden h-dvh w-20 shrink-0 flex-col gap-1 overflow-y-auto p-3 tablet:flex wide:w-60"
    >
      <Link to="/" className="mb-3 flex min-h-11 items-center gap-3 rounded-md px-3 wide:px-4">
        <img src="/icon.svg" alt="" className="size-8" />
        <span className="hidden text-title font-semibold wide:inline">{t('name')}</span>
      </Link>
      {shown.map(({ to, label, icon: Icon }) => (
        <RailLink key={to} to={to} label={t(label)} count={unread[to]}>
          <Icon className="size-6 wide:size-5" strokeWidth={1.75} aria-hidden />
        </RailLink>
      ))}
      <div className="flex-1" />
      <RailLink to={`/people/${me.username}`} label={t('profile')}>
        <Avatar id={me.id} name={me.displayName} photoUrl={me.photoUrl} size="sm" />
      </RailLink>
    </nav>
  );
}

interface RailLinkProps {
  to: string;
  label: string;
  count?: number | undefined;
  children: ReactNode;
}

function RailLink({ to, label, count = 0, children }: RailLinkProps) {
  return (
    <Link
      to={to}
      activeOptions={{ exact: to === '/' }}
      className="relative flex min-h-12 flex-col items-center justify-center gap-0.5 rounded-md px-1 wide:min-h-11 wide:flex-row wide:justify-start wide:gap-4 wide:px-4"
      inactiveProps={{ className: 'text-muted hover:bg-hover hover:text-ink' }}
      activeProps={{ className: 'bg-brick-soft font-semibold text-brick', 'aria-current': 'page' }}
    >
      {children}
      <span className="sr-only wide:not-sr-only wide:truncate">{label}</span>
      <UnreadBadge count={count} />
    </Link>
  );
}

function Bar() {
  const { t } = useTranslation('shell');
  const me = useMe();
  const unread = useUnread();
  return (
    <nav
      aria-label={t('navigation')}
      className="fixed inset-x-0 bottom-0 z-20 grid grid-cols-5 border-t border-hairline bg-surface pb-[env(safe-area-inset-bottom)] tablet:hidden"
    >
      {destinations
        .filter(({ isInBar }) => isInBar)
        .map(({ to, label, icon: Icon }) => (
          <BarLink key={to} to={to} label={t(label)} count={unread[to]}>
            <Icon className="size-6" strokeWidth={1.75} aria-hidden />
          </BarLink>
        ))}
      <BarLink to={`/people/${me.username}`} label={t('profile')}>
        <Avatar id={me.id} name={me.displayName} photoUrl={me.photoUrl} size="xs" />
      </BarLink>
    </nav>
  );
}

function BarLink({ to, label, count = 0, children }: RailLinkProps) {
  return (
    <Link
      to={to}
      activeOptions={{ exact: to === '/' }}
      className="relative flex h-14 min-w-0 flex-col items-center justify-center gap-0.5"
      inactiveProps={{ className: 'text-muted' }}
      activeProps={{ className: 'text-brick', 'aria-current': 'page' }}
    >
      {children}
      <span className="max-w-full truncate px-0.5 text-[0.6875rem] leading-4">{label}</span>
      <UnreadBadge count={count} />
    </Link>
  );
}

function UnreadBadge({ count }: { count: number }) {
  const { t } = useTranslation('shell');
  if (count === 0) return null;
  return (
    <span className="absolute top-1 left-1/2 ml-1 wide:static wide:ml-auto">
      <Badge count={count} label={t('unread', { count })} />
    </span>
  );
}
