import { Link } from '@tanstack/react-router';
import { Compass } from 'lucide-react';
import { useTranslation } from './translation.tsx';
import { EmptyState } from '../design/state.tsx';
import { ButtonLink } from '../design/button.tsx';

/** What is at an address where nothing is. */
export function NotFoundPage() {
  const { t } = useTranslation('shell');
  return (
    <main className="flex min-h-dvh items-center justify-center p-4">
      <EmptyState
        icon={<Compass />}
        heading="h1"
        title={t('notFoundTitle')}
        text={t('notFoundText')}
        action={<ButtonLink render={<Link to="/" />}>{t('goHome')}</ButtonLink>}
      />
    </main>
  );
}
