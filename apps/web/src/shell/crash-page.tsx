import { useTranslation } from './translation.tsx';
import { TriangleAlert } from 'lucide-react';
import { Button } from '../design/button.tsx';
import { EmptyState } from '../design/state.tsx';

/** What shows in place of a page that has met an error of ours. */
export function CrashPage() {
  const { t } = useTranslation('shell');
  return (
    <main className="flex min-h-dvh items-center justify-center p-4">
      <EmptyState
        icon={<TriangleAlert />}
        heading="h1"
        title={t('errorTitle')}
        text={t('crashText')}
        action={<Button onClick={() => location.reload()}>{t('reload')}</Button>}
      />
    </main>
  );
}
