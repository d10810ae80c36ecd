import { useQueryClient } from '@tanstack/react-query';
import { XomError } from '@xom/sdk/client';
import { UserRoundX } from 'lucide-react';
import { EmptyState, ErrorState } from '../../design/state.tsx';
import { useErrorText } from '../../shell/errors.ts';
import { useTranslation } from '../../shell/translation.tsx';
import { personQuery } from './people.queries.ts';

/** In place of a person who is not there, not for me to see, or could not be loaded. */
export function PersonMissing({ username, error }: { username: string; error: unknown }) {
  const { t } = useTranslation(['people', 'shell']);
  const errorText = useErrorText();
  const queries = useQueryClient();
  if (error instanceof XomError && error.code === 'not_found') {
    return <EmptyState icon={<UserRoundX />} title={t('personGone')} text={t('personGoneText')} />;
  }
  return (
    <ErrorState
      title={t('shell:errorTitle')}
      text={errorText(error)}
      retryLabel={t('shell:retry')}
      onRetry={() => void queries.refetchQueries(personQuery(username))}
    />
  );
}
