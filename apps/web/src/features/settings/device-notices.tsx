import { useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { Button } from '../../design/button.tsx';
import { SettingsSection } from './settings-panel.tsx';

/** Lets this device tell of messages while the page is not in sight. Nothing where it has no such notices. */
export function DeviceNotices() {
  const { t } = useTranslation('settings');
  const [permission, setPermission] = useState(() =>
    'Notification' in window ? Notification.permission : null,
  );
  if (permission === null) return null;
  const ask = async () => setPermission(await Notification.requestPermission());
  return (
    <SettingsSection title={t('notices.title')}>
      <p className="text-muted">{t(`notices.${permission}`)}</p>
      {permission === 'default' && (
        <Button variant="secondary" className="mt-3" onClick={() => void ask()}>
          {t('notices.allow')}
        </Button>
      )}
    </SettingsSection>
  );
}
