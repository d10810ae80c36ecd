import { CloudOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from './translation.tsx';
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
        <p className="icons flex items-center justify-center gap-2 bg-amber-soft px-4 py-1 text-caption text-amber">
          {isOffline && <CloudOff aria-hidden />}
          {text}
        </p>
      )}
    </div>
  );
}
