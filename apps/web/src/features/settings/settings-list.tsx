import { Link } from '@tanstack/react-router';
import {
  Bell,
  ChevronRight,
  CircleUserRound,
  Info,
  KeyRound,
  LockKeyhole,
  LogOut,
  MonitorSmartphone,
  Palette,
  UserRoundPen,
  UserRoundX,
} from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { Avatar } from '../../design/avatar.tsx';
import { useMe } from '../../shell/session.tsx';
import { SignOutDialog } from './sign-out-dialog.tsx';

/** What is about one thing stands together. */
const groups = [
  [
    { to: '/settings/profile', label: 'profile', icon: UserRoundPen },
    { to: '/settings/privacy', label: 'privacy', icon: LockKeyhole },
    { to: '/settings/notifications', label: 'notifications', icon: Bell },
    { to: '/settings/blocked', label: 'blocked', icon: UserRoundX },
  ],
  [
    { to: '/settings/sessions', label: 'sessions', icon: MonitorSmartphone },
    { to: '/settings/password', label: 'password', icon: KeyRound },
    { to: '/settings/account', label: 'account', icon: CircleUserRound },
  ],
  [
    { to: '/settings/appearance', label: 'appearance', icon: Palette },
    { to: '/settings/about', label: 'about', icon: Info },
  ],
] as const;

/** All settings, and the way out. */
export function SettingsList() {
  const { t } = useTranslation(['settings', 'shell']);
  const me = useMe();
  const [isLeaving, setLeaving] = useState(false);
  return (
    <>
      <div className="flex items-center gap-3 px-4 py-4">
        <Avatar id={me.id} name={me.displayName} photoUrl={me.photoUrl} size="lg" />
        <div className="min-w-0">
          <p className="truncate text-title font-semibold">{me.displayName}</p>
          <p className="truncate text-caption text-muted">@{me.username}</p>
        </div>
      </div>
      <nav aria-label={t('title')}>
        {groups.map((rows) => (
          <ul key={rows[0].to} className="border-t border-hairline py-1">
            {rows.map(({ to, label, icon: Icon }) => (
              <li key={to}>
                <SettingsLink to={to} label={t(label)} icon={<Icon aria-hidden />} />
              </li>
            ))}
          </ul>
        ))}
      </nav>
      <div className="border-t border-hairline py-1">
        <button
          type="button"
          onClick={() => setLeaving(true)}
          className={`w-full text-left text-brick hover:bg-hover active:bg-hover ${rowLook}`}
        >
          <LogOut aria-hidden />
          {t('shell:signOut')}
        </button>
      </div>
      <SignOutDialog isOpen={isLeaving} onClose={() => setLeaving(false)} />
    </>
  );
}

const rowLook = 'icons flex min-h-12 items-center gap-4 px-4 -outline-offset-2 transition-colors';

type SettingsPath = (typeof groups)[number][number]['to'];

function SettingsLink({ to, label, icon }: { to: SettingsPath; label: string; icon: ReactNode }) {
  return (
    <Link
      to={to}
      className={rowLook}
      inactiveProps={{ className: 'hover:bg-hover active:bg-hover [&>svg]:text-muted' }}
      activeProps={{ className: 'bg-brick-soft font-semibold text-brick', 'aria-current': 'page' }}
    >
      {icon}
      <span className="min-w-0 flex-1 truncate">{label}</span>
      <ChevronRight aria-hidden className="desktop:hidden" />
    </Link>
  );
}
