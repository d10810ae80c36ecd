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
