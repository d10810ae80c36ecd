import { Link, useLocation } from '@tanstack/react-router';
import { ShieldCheck } from 'lucide-react';
import { useTranslation } from '../../shell/translation.tsx';
import { EmptyState } from '../../design/state.tsx';
import { TabLinks } from '../../design/tabs.tsx';
import { Page } from '../../shell/page.tsx';
import { useMe } from '../../shell/session.tsx';
import { AuditLog } from './audit-log.tsx';
import { ModeratedPeople } from './moderated-people.tsx';
import { ServerStats } from './server-stats.tsx';

/** For moderators and admins: people, what was done, and how much there is. */
export function ModerationPage() {
  const { t } = useTranslation('moderation');
  const { role } = useMe();
  const { pathname } = useLocation();
  const tab = (key: 'people' | 'audit' | 'stats', path: '' | '/audit' | '/stats') => ({
    key,
    label: t(key),
    isCurrent: pathname === `/moderation${path}`,
    render: <Link to={`/moderation${path}`} replace />,
  });
  if (role === 'user') {
    return (
      <Page title={t('title')} back="/">
        <EmptyState
          icon={<ShieldCheck />}
          title={t('onlyModerators')}
          text={t('onlyModeratorsText')}
        />
      </Page>
    );
  }
  return (
    <Page title={t('title')} back="/">
      <TabLinks
        label={t('title')}
        tabs={[tab('people', ''), tab('audit', '/audit'), tab('stats', '/stats')]}
      />
      {pathname.endsWith('/audit') ? (
        <AuditLog />
      ) : pathname.endsWith('/stats') ? (
        <ServerStats />
      ) : (
        <ModeratedPeople />
      )}
    </Page>
  );
}
