import type { ComponentProps } from 'react';
import { PasswordField } from '../design/field.tsx';
import { useTranslation } from './translation.tsx';

type PasswordEntryProps = Omit<ComponentProps<typeof PasswordField>, 'showLabel' | 'hideLabel'>;

/** A password of somebody's account, as long as the server takes one. */
export function PasswordEntry(props: PasswordEntryProps) {
  const { t } = useTranslation('shell');
  return (
    <PasswordField
      maxLength={200}
      {...props}
      showLabel={t('showPassword')}
      hideLabel={t('hidePassword')}
    />
  );
}

/** As short as the server takes one. */
const passwordLength = 8;

/** Where somebody chooses a new password. */
export function NewPasswordEntry(props: Omit<PasswordEntryProps, 'hint' | 'autoComplete'>) {
  const { t } = useTranslation('shell');
  return <PasswordEntry hint={t('passwordHint')} autoComplete="new-password" {...props} />;
}

/** Says why something is no new password; null: it may be one. */
export function useNewPasswordCheck(): (password?: string) => string | null {
  const { t } = useTranslation('shell');
  return (password = '') => (password.length >= passwordLength ? null : t('passwordShort'));
}
