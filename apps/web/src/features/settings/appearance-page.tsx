import { useTranslation } from '../../shell/translation.tsx';
import { RadioGroup } from '../../design/radio-group.tsx';
import { preferredLanguage, setLanguage } from '../../shell/i18n.ts';
import { languages } from '../../shell/languages.ts';
import { type Theme, useTheme } from '../../shell/theme.ts';
import { SettingsPanel, SettingsSection } from './settings-panel.tsx';

const themes: readonly Theme[] = ['system', 'light', 'dark'];

/** How Xóm looks and speaks on this device. */
export function AppearancePage() {
  const { t } = useTranslation('settings');
  const [theme, setTheme] = useTheme();
  return (
    <SettingsPanel title={t('appearance')}>
      <SettingsSection title={t('theme')}>
        <RadioGroup
          label={t('theme')}
          isLabelHidden
          value={theme}
          onChange={setTheme}
          options={themes.map((value) => ({ value, label: t(`themes.${value}`) }))}
        />
      </SettingsSection>
      <SettingsSection title={t('language')}>
        <RadioGroup
          label={t('language')}
          isLabelHidden
          value={preferredLanguage()}
          onChange={(tag) => void setLanguage(tag)}
          options={languages.map(({ tag, name }) => ({ value: tag, label: name }))}
        />
      </SettingsSection>
    </SettingsPanel>
  );
}
