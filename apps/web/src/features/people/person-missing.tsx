import { XomError } from '@xom/sdk/client';
import { UserRoundX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../design/state.tsx';
import { useErrorText } from '../../shell/errors.ts';

/** In place of a person who is not there, not for me to see, or could not be loaded. */
export function PersonMissing({ error }: { error: unknown }) {
  const { t } = useTranslation('people');
  const errorText = useErrorText();
  const isGone = error instanceof XomError && error.code === 'not_found';
  return (
    <EmptyState
      icon={<UserRoundX />}
      title={isGone ? t('personGone') : errorText(error)}
      text={isGone ? t('personGoneText') : undefined}
    />
  );
}
