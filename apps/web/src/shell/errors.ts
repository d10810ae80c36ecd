import { XomError } from '@xom/sdk/client';
import { type Translate, useTranslation } from './translation.tsx';

type FieldTexts = Readonly<Record<string, string>>;

/** What to tell a person of an error, in the language shown. */
export function useErrorText(): (error: unknown) => string {
  const { t } = useTranslation('shell');
  return (error) => errorText(error, t);
}

/** The same outside a component. */
export function errorText(error: unknown, t: Translate<'shell'>): string {
  if (!(error instanceof XomError)) return t('errors.unexpected');
  if (error.code === 'rate_limited' && error.retryAfterSeconds !== undefined) {
    return t('errors.rate_limited_seconds', { count: error.retryAfterSeconds });
  }
  return t(`errors.${error.code}`);
}

/**
 * What to tell of each field that the server names, by its path. The server's own words are for those who write
 * clients: people get those of the form for what it does not accept, or those of the code.
 */
export function useFieldTexts(): (error: unknown, ofForm: FieldTexts) => FieldTexts {
  const { t } = useTranslation('shell');
  return (error, ofForm) => {
    if (!(error instanceof XomError) || !error.details) return {};
    const textOf = (path: string) =>
      error.code === 'invalid_input' ? (ofForm[path] ?? t('fieldRefused')) : errorText(error, t);
    return Object.fromEntries(Object.keys(error.details).map((path) => [path, textOf(path)]));
  };
}
