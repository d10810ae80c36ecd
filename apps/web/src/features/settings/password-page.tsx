import { XomError } from '@xom/sdk/client';
import { useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { Button } from '../../design/button.tsx';
import { useToast } from '../../design/toast.tsx';
import { client } from '../../shell/client.ts';
import { useMe } from '../../shell/session.tsx';
import {
  NewPasswordEntry,
  PasswordEntry,
  useNewPasswordCheck,
} from '../../shell/password-entry.tsx';
import { FieldsRefused, useForm } from '../../shell/use-form.ts';
import { FormProblem } from '../accounts/form-problem.tsx';
import { SettingsPanel, SettingsSection } from './settings-panel.tsx';

/** A new password in place of the current one. */
export function PasswordPage() {
  const { t } = useTranslation('settings');
  const [changes, setChanges] = useState(0);
  return (
    <SettingsPanel title={t('password')}>
      <SettingsSection text={t('passwordIntro')}>
        {/* Empty again after each change. */}
        <PasswordForm key={changes} onChanged={() => setChanges(changes + 1)} />
      </SettingsSection>
    </SettingsPanel>
  );
}

function PasswordForm({ onChanged }: { onChanged: () => void }) {
  const { t } = useTranslation('settings');
  const me = useMe();
  const toast = useToast();
  const problemOf = useNewPasswordCheck();
  const form = useForm({
    checks: {
      current: ({ current = '' }) => (current === '' ? t('passwordMissing') : null),
      next: ({ next }) => problemOf(next),
    },
    async submit({ current = '', next = '' }) {
      try {
        await client.auth.changePassword({ current, next });
      } catch (error) {
        if (!(error instanceof XomError) || error.code !== 'forbidden') throw error;
        throw new FieldsRefused({ current: t('passwordWrong') });
      }
      toast.show({ kind: 'success', text: t('passwordChanged') });
      onChanged();
    },
  });
  return (
    <form ref={form.ref} onSubmit={form.onSubmit} noValidate className="flex flex-col gap-4">
      <FormProblem text={form.problem} />
      {/* For password managers: whose password it is. */}
      <input type="text" autoComplete="username" value={me.username} readOnly hidden />
      <PasswordEntry
        name="current"
        label={t('currentPassword')}
        error={form.errors['current']}
        autoComplete="current-password"
      />
      <NewPasswordEntry name="next" label={t('newPassword')} error={form.errors['next']} />
      <Button type="submit" isBusy={form.isBusy} className="self-start">
        {t('changePassword')}
      </Button>
    </form>
  );
}
