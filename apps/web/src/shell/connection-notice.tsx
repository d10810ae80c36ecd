import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConnection, useIsOffline } from './live.tsx';

const patienceMs = 3_000;

/** Says calmly that nothing arrives: at once when the device is offline, else after a while. */
export function ConnectionNotice() {
  const { t } = useTranslation('shell');
  const isOffline = useIsOffline();
  const isConnected = useConnection() === 'connected';
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const timer = isConnected ? undefined : setTimeout(() => setLong(true), patienceMs);
    return () => {
      clearTimeout(timer);
      setLong(false);
    };
  }, [isConnected]);
  const text = isOffline ? t('offline') : isLong ? t('connecting') : null;
  return (
    <div role="status" className="sticky top-0 z-30">
      {text !== null && (
        <p className="bg-amber-soft px-4 py-1 text-center text-caption text-amber">{text}</p>
      )}
    </div>
  );
}
