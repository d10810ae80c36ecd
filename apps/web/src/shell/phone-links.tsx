import { Link } from '@tanstack/react-router';
import { Ellipsis, Search, Settings, UserPlus } from 'lucide-react';
import { IconButton, IconLink } from '../design/icon-button.tsx';
import { Menu } from '../design/menu.tsx';
import { destinations } from './navigation.ts';
import { useMe } from './session.tsx';
import { useTranslation } from './translation.tsx';

/** On phones, where the bar has no room for it. */
export function SearchLink() {
  const { t } = useTranslation('shell');
  return (
    <span className="tablet:hidden">
      <IconLink label={t('search')} icon={<Search aria-hidden />} render={<Link to="/search" />} />
    </span>
  );
}

/** On phones, all else of mine that the bar has no room for. */
export function OwnLinks() {
  const { t } = useTranslation('shell');
  const { role } = useMe();
  const isInMenu = (to: string) =>
    to === '/friends' || to === '/saved' || (to === '/moderation' && role !== 'user');
  return (
    <span className="flex tablet:hidden">
      <Menu
        label={t('more')}
        trigger={<IconButton label={t('more')} icon={<Ellipsis />} />}
        entries={[
          ...destinations
            .filter(({ to }) => isInMenu(to))
            .map(({ to, label, icon: Icon }) => ({
              label: t(label),
              icon: <Icon />,
              render: <Link to={to} />,
            })),
          { label: t('suggestions'), icon: <UserPlus />, render: <Link to="/suggestions" /> },
        ]}
      />
      <IconLink
        label={t('settings')}
        icon={<Settings aria-hidden />}
        render={<Link to="/settings" />}
      />
    </span>
  );
}
