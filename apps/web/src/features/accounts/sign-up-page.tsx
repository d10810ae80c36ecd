import { XomError } from '@xom/sdk/client';
import { getRouteApi, Link, Navigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { Button } from '../../design/button.tsx';
import { TextField } from '../../design/field.tsx';
import { useSession } from '../../shell/session.tsx';
import { NewPasswordEntry, useNewPasswordCheck } from '../../shell/password-entry.tsx';
import { FieldsRefused, useForm } from '../../shell/use-form.ts';
import { AccountFrame } from './account-frame.tsx';
import { FormProblem } from './form-problem.tsx';
import { Onward } from './onward.tsx';

const route = getRouteApi('/signed-out/sign-up');
/** As the contract's `Username`. */
const usernamePattern = /^[a-z0-9._]{3,30}$/i;

export function SignUpPage() {
  const { t } = useTranslation('accounts');
  const search = route.useSearch();
  const { next } = search;
  const { current, signUp } = useSession();
  const [isNew, setNew] = useState(false);
  const problemOf = useNewPasswordCheck();
  const form = useForm({
    checks: {
      username: ({ username = '' }) =>
        usernamePattern.test(username.trim()) ? null : t('usernameWrong'),
      email: ({ email = '' }) => (/^\S+@\S+\.\S+$/.test(email) ? null : t('emailWrong')),
      password: ({ password }) => problemOf(password),
    },
    refused: {
      displayName: t('nameEmpty'),
      username: t('usernameWrong'),
      email: t('emailWrong'),
    },
    async submit({ username = '', email = '', password = '', displayName = '' }) {
      setNew(true);
      await signUp({
        username: username.trim(),
        email: email.trim(),
        password,
        ...(displayName.trim() !== '' && { displayName: displayName.trim() }),
      }).catch((error: unknown) => {
        if (!(error instanceof XomError) || error.code !== 'conflict') throw error;
        const fields = Object.keys(error.details ?? { username: '' });
        throw new FieldsRefused(Object.fromEntries(fields.map((field) => [field, t('taken')])));
      });
    },
  });
  if (current.state === 'signed-in') {
    // Whoever was signed in before needs no welcome.
    return isNew ? <Navigate to="/welcome" search={search} replace /> : <Onward next={next} />;
  }
  return (
    <AccountFrame title={t('signUp')}>
      <form ref={form.ref} onSubmit={form.onSubmit} noValidate className="flex flex-col gap-4">
        <FormProblem text={form.problem} />
        <TextField
          name="displayName"
          label={t('displayName')}
          hint={t('displayNameHint')}
          error={form.errors['displayName']}
          autoComplete="name"
          maxLength={80}
          autoFocus
        />
        <TextField
          name="username"
          label={t('username')}
          hint={t('usernameHint')}
          error={form.errors['username']}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={30}
        />
        <TextField
          name="email"
          type="email"
          label={t('email')}
          hint={t('emailHint')}
          error={form.errors['email']}
          autoComplete="email"
          maxLength={254}
        />
        <NewPasswordEntry name="password" label={t('password')} error={form.errors['password']} />
        <Button type="submit" isBusy={form.isBusy}>
          {t('makeAccount')}
        </Button>
      </form>
      <p className="text-muted">
        {t('haveAccount')}{' '}
        <Link
          to="/sign-in"
          search={search}
          className="touch font-semibold text-brick underline-offset-4 hover:underline"
        >
          {t('signIn')}
        </Link>
      </p>
    </AccountFrame>
  );
}
