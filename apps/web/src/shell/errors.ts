import type { TFunction } from 'i18next';
import { XomError } from '@xom/sdk/client';
import { useTranslation } from 'react-i18next';

/** What to tell a person of an error, in the language shown. */
export function useErrorText(): (error: unknown) => string {
  const { t } = useTranslation('shell');
  return (error) => errorText(error, t);
}

/** The same outside a component. */
export function errorText(error: unknown, t: TFunction<'shell'>): string {
  if (!(error instanceof XomError)) return t('errors.unexpected');
  if (error.code === 'rate_limited' && error.retryAfterSeconds !== undefined) {
    return t('errors.rate_limited_seconds', { count: error.retryAfterSeconds });
  }
  return t(`errors.${error.code}`);
}

/** What the server says is wrong, by the path of the field; of any other error nothing. */
export function fieldErrors(error: unknown): Readonly<Record<string, string>> {
  return (error instanceof XomError && error.details) || {};
}
