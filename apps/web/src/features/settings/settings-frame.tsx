import { Outlet } from '@tanstack/react-router';
import { useTranslation } from '../../shell/translation.tsx';
import { SettingsList } from './settings-list.tsx';
import { useIsDesktop } from '../../shell/screen-width.ts';

/**
 * The settings: where there is room, the list stays beside what is chosen. That stands in the same place of the tree
 * either way: what is typed there stays when the window changes.
 */
export function SettingsFrame() {
  const { t } = useTranslation('settings');
  const hasTwoColumns = useIsDesktop();
  return (
    <div className={hasTwoColumns ? 'flex justify-center wide:justify-start' : undefined}>
      {hasTwoColumns && (
        <section
          aria-label={t('sections')}
          className="sticky top-0 h-dvh w-75 shrink-0 overflow-y-auto border-l border-hairline bg-surface"
        >
          <p className="flex min-h-14 items-center border-b border-hairline px-4 text-title font-semibold">
            {t('title')}
          </p>
          <SettingsList />
        </section>
      )}
      <div className={hasTwoColumns ? 'max-w-160 min-w-0 flex-1' : undefined}>
        <Outlet />
      </div>
    </div>
  );
}
