import { BookText, ExternalLink, Info } from 'lucide-react';
import { useTranslation } from '../../shell/translation.tsx';
import { ListRow } from '../../design/list-row.tsx';
import { version } from '../../../package.json';
import { SettingsPanel, SettingsSection } from './settings-panel.tsx';

/** What this is, and where developers read on. */
export function AboutPage() {
  const { t } = useTranslation(['settings', 'shell']);
  return (
    <SettingsPanel title={t('about')}>
      <SettingsSection>
        <div className="flex items-center gap-4">
          <img src="/icon.svg" alt="" className="size-14" />
          <div>
            <p className="text-headline font-semibold">{t('shell:name')}</p>
            <p className="text-muted">{t('aboutText')}</p>
          </div>
        </div>
      </SettingsSection>
      <ListRow
        leading={<Info aria-hidden className="text-muted" />}
        title={t('version')}
        trailing={<span className="text-body tabular-nums">{version}</span>}
      />
      <ListRow
        leading={<BookText aria-hidden className="text-muted" />}
        title={t('apiDocs')}
        render={
          <a href="/api/docs" target="_blank" rel="noopener">
            {t('apiDocs')}
          </a>
        }
        trailing={<ExternalLink aria-hidden />}
      />
    </SettingsPanel>
  );
}
