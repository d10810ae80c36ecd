import { useSyncExternalStore } from 'react';
import { useTranslation } from './translation.tsx';
import { applyUpdate, isUpdateReady, subscribe } from './app-update.ts';

/** Offers a new version of the app; nothing happens until the person wants it. */
export function UpdateNotice() {
  const { t } = useTranslation('shell');
  const isReady = useSyncExternalStore(subscribe, isUpdateReady);
  return (
    <div role="status">
      {isReady && (
        <p className="flex items-center justify-center gap-4 bg-leaf-soft px-4 text-caption text-leaf">
          {t('updateReady')}
          <button type="button" className="min-h-11 font-semibold underline" onClick={applyUpdate}>
            {t('reload')}
          </button>
        </p>
      )}
    </div>
  );
}
