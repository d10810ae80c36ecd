import type { OutboxItem } from '@xom/sdk/outbox';
import type { XomErrorCode } from '@xom/sdk/client';
import { useTranslation } from '../../shell/translation.tsx';

/** Why a message could not be sent, in words. */
export function useSendProblem(): (item: OutboxItem) => string {
  const { t, i18n } = useTranslation('shell');
  const isKnown = (code: string): code is XomErrorCode => i18n.exists(`shell:errors.${code}`);
  return ({ error }) =>
    error && isKnown(error.code) ? t(`errors.${error.code}`) : t('errors.unexpected');
}
