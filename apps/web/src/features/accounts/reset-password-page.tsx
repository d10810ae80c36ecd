import { XomError } from '@xom/sdk/client';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { Button, ButtonLink } from '../../design/button.tsx';
import { client } from '../../shell/client.ts';
import { NewPasswordEntry, useNewPasswordCheck } from '../../shell/password-entry.tsx';
import { useForm } from '../../shell/use-form.ts';
import { AccountFrame } from './account-frame.tsx';
import { CodeField } from './code-field.tsx';
import { codeProblem } from './code-problem.ts';
import { FormProblem } from './form-problem.tsx';
import { useMailToken } from './mail-token.ts';

/** A new password with the link or the code of the mail. */
export function ResetPasswordPage() {
  const { t } = useTranslation('accounts');
  const linked = useMailToken();
  const [state, setState] = useState<'asking' | 'done' | 'old'>('asking');
  const problemOf = useNewPasswordCheck();
  const form = useForm({
    checks: {
      ...(linked === '' && { token: ({ token = '' }) => (token.trim() ? null : t('required')) }),
      password: ({ password }) => problemOf(password),
    },
    async submit({ token = linked, password = '' }) {
      try {
        await client.auth.resetPassword({ token: token.trim(), password });
        setState('done');
      } catch (error) {
        const isOld = error instanceof XomError && error.code === 'unauthenticated';
        if (linked === '' || !isOld) throw codeProblem(error, t('codeWrong'));
        setState('old');
      }
    },
  });
  if (state === 'old') {
    return (
      <AccountFrame title={t('linkOldTitle')} text={t('linkOldText')}>
        <ButtonLink render={<Link to="/forgot-password" />}>{t('forgotTitle')}</ButtonLink>
      </AccountFrame>
    );
  }
  if (state === 'done') {
    return (
      <AccountFrame title={t('resetDoneTitle')} text={t('resetDoneText')}>
        <ButtonLink render={<Link to="/sign-in" />}>{t('signIn')}</ButtonLink>
      </AccountFrame>
    );
  }
  return (
    <AccountFrame title={t('resetTitle')} text={t('resetText')}>
      <form ref={form.ref} onSubmit={form.onSubmit} noValidate className="flex flex-col gap-4">
        <FormProblem text={form.problem} />
        {linked === '' && <CodeField error={form.errors['token']} />}
        <NewPasswordEntry
          name="password"
          label={t('newPassword')}
          error={form.errors['password']}
          autoFocus={linked !== ''}
        />
        <Button type="submit" isBusy={form.isBusy}>
          {t('resetSave')}
        </Button>
      </form>
    </AccountFrame>
  );
}
