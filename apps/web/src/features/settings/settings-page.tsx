import { Navigate } from '@tanstack/react-router';
import { useTranslation } from '../../shell/translation.tsx';
import { Page } from '../../shell/page.tsx';
import { useMe } from '../../shell/session.tsx';
import { SettingsList } from './settings-list.tsx';
import { useIsDesktop } from '../../shell/screen-width.ts';

/** The list of the settings; where it stands beside them, the first of them. */
export function SettingsPage() {
  const { t } = useTranslation('settings');
  const me = useMe();
  if (useIsDesktop()) return <Navigate to="/settings/profile" replace />;
  return (
    <Page title={t('title')} back={`/people/${me.username}`}>
      <SettingsList />
    </Page>
  );
}
