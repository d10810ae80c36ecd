import { XomError } from '@xom/sdk/client';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from '../../shell/translation.tsx';
import { Button } from '../../design/button.tsx';
import { TextField } from '../../design/field.tsx';
import { useSession } from '../../shell/session.tsx';
import { PasswordEntry } from '../../shell/password-entry.tsx';
import { useForm } from '../../shell/use-form.ts';
import { AccountFrame } from './account-frame.tsx';
import { FormProblem } from './form-problem.tsx';
import { Onward } from './onward.tsx';

const route = getRouteApi('/signed-out/sign-in');

export function SignInPage() {
  const { t } = useTranslation('accounts');
  const { next } = route.useSearch();
  const { current, signIn } = useSession();
  const isSuspended = current.state === 'signed-out' && current.isSuspended;
  const required = (value: string | undefined) => ((value ?? '') === '' ? t('required') : null);
  const form = useForm({
    checks: {
      username: ({ username }) => required(username?.trim()),
      password: ({ password }) => required(password),
    },
    submit: ({ username = '', password = '' }) => signIn({ username: username.trim(), password }),
    explain: (error) => {
      if (!(error instanceof XomError)) return null;
      if (error.code === 'account_suspended') return t('suspended');
      return error.code === 'unauthenticated' ? t('signInFailed') : null;
    },
  });
  if (current.state === 'signed-in') return <Onward next={next} />;
  return (
    <AccountFrame title={t('signInTitle')}>
      <form ref={form.ref} onSubmit={form.onSubmit} noValidate className="flex flex-col gap-4">
        <FormProblem text={form.problem ?? (isSuspended ? t('suspended') : null)} />
        <TextField
          name="username"
          label={t('usernameOrEmail')}
          error={form.errors['username']}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus
        />
        <PasswordEntry
          name="password"
          label={t('password')}
          error={form.errors['password']}
          autoComplete="current-password"
        />
        <Button type="submit" isBusy={form.isBusy}>
          {t('signIn')}
        </Button>
      </form>
      <p className="text-muted">
        <Link to="/forgot-password" className="touch text-brick underline-offset-4 hover:underline">
          {t('forgotLink')}
        </Link>
      </p>
      <p className="text-muted">
        {t('noAccount')}{' '}
        <Link
          to="/sign-up"
          search={next === undefined ? {} : { next }}
          className="touch font-semibold text-brick underline-offset-4 hover:underline"
        >
          {t('makeAccount')}
        </Link>
      </p>
    </AccountFrame>
  );
}
