import type { ComponentProps } from 'react';
import { ErrorState } from '../design/state.tsx';
import { useErrorText } from './errors.ts';
import { useTranslation } from './translation.tsx';

interface LoadErrorProps extends Pick<ComponentProps<typeof ErrorState>, 'heading'> {
  readonly error: unknown;
  onRetry(): unknown;
}

/** Stands where something could not be loaded: says why, and tries again. */
export function LoadError({ error, onRetry, heading }: LoadErrorProps) {
  const { t } = useTranslation('shell');
  const errorText = useErrorText();
  return (
    <ErrorState
      title={t('errorTitle')}
      text={errorText(error)}
      retryLabel={t('retry')}
      onRetry={() => void onRetry()}
      {...(heading && { heading })}
    />
  );
}
