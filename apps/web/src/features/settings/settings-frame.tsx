import { Outlet } from '@tanstack/react-router';
import { useTranslation } from '../../shell/translation.tsx';
import { SettingsList } from './settings-list.tsx';
import { useHasTwoColumns } from './two-columns.ts';

/** The settings: where there is room, the list stays beside what is chosen. */
export function SettingsFrame() {
  const { t } = useTranslation('settings');
  if (!useHasTwoColumns()) return <Outlet />;
  return (
    <div className="flex justify-center wide:justify-start">
      <section
        aria-label={t('sections')}
        className="sticky top-0 h-dvh w-75 shrink-0 overflow-y-auto border-l border-hairline bg-surface"
      >
        <p className="flex min-h-14 items-center border-b border-hairline px-4 text-title font-semibold">
          {t('title')}
        </p>
        <SettingsList />
      </section>
      <div className="max-w-160 min-w-0 flex-1">
        <Outlet />
      </div>
    </div>
  );
}
