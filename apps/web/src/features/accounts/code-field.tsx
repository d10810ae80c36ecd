import { useTranslation } from '../../shell/translation.tsx';
import { TextField } from '../../design/field.tsx';

/** The code of a mail, for whoever did not come by its link. */
export function CodeField({ error }: { error: string | undefined }) {
  const { t } = useTranslation('accounts');
  return (
    <TextField
      name="token"
      label={t('code')}
      hint={t('codeHint')}
      error={error}
      autoComplete="one-time-code"
      autoCapitalize="none"
      spellCheck={false}
      maxLength={2000}
      autoFocus
    />
  );
}
