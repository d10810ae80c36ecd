import type { LastSeenVisibility } from '@xom/contract/accounts';
import { useTranslation } from '../../shell/translation.tsx';
import { RadioGroup } from '../../design/radio-group.tsx';
import { Switch } from '../../design/switch.tsx';
import { useMe } from '../../shell/session.tsx';
import { SettingsPanel, SettingsSection } from './settings-panel.tsx';
import { useSetting } from './use-change-me.ts';

const audiences: readonly LastSeenVisibility[] = ['everyone', 'followers', 'friends', 'nobody'];

/** Who sees what of me. */
export function PrivacyPage() {
  const { t } = useTranslation('settings');
  const { isPrivate, privacy } = useMe();
  const set = useSetting();
  return (
    <SettingsPanel title={t('privacy')}>
      <SettingsSection>
        <Switch
          label={t('isPrivate')}
          hint={t('isPrivateHint')}
          isOn={isPrivate}
          onChange={(isOn) => set({ isPrivate: isOn }, { isPrivate: isOn })}
        />
      </SettingsSection>
      <SettingsSection title={t('lastSeen')} text={t('lastSeenHint')}>
        <RadioGroup
          label={t('lastSeen')}
          isLabelHidden
          value={privacy.lastSeen}
          onChange={(lastSeen) => set({ privacy: { lastSeen } }, { privacy: { lastSeen } })}
          options={audiences.map((value) => ({ value, label: t(`lastSeenOf.${value}`) }))}
        />
      </SettingsSection>
    </SettingsPanel>
  );
}
