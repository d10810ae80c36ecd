import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { Button, ButtonLink } from '../../design/button.tsx';
import { TextField } from '../../design/field.tsx';
import { client } from '../../shell/client.ts';
import { useForm } from '../../shell/use-form.ts';
import { AccountFrame } from './account-frame.tsx';
import { FormProblem } from './form-problem.tsx';

export function ForgotPasswordPage() {
  const { t } = useTranslation('accounts');
  const [sentTo, setSentTo] = useState<string | null>(null);
  const form = useForm({
    checks: { email: ({ email = '' }) => (/^\S+@\S+\.\S+$/.test(email) ? null : t('emailWrong')) },
    refused: { email: t('emailWrong') },
    async submit({ email = '' }) {
      await client.auth.forgotPassword({ email: email.trim() });
      setSentTo(email.trim());
    },
  });
  const back = (
    <Link to="/sign-in" className="touch text-brick underline-offset-4 hover:underline">
      {t('backToSignIn')}
    </Link>
  );
  if (sentTo !== null) {
    return (
      <AccountFrame title={t('forgotSentTitle')} text={t('forgotSentText', { email: sentTo })}>
        <ButtonLink variant="secondary" render={<Link to="/reset-password" />}>
          {t('haveCode')}
        </ButtonLink>
        {back}
      </AccountFrame>
    );
  }
  return (
    <AccountFrame title={t('forgotTitle')} text={t('forgotText')}>
      <form ref={form.ref} onSubmit={form.onSubmit} noValidate className="flex flex-col gap-4">
        <FormProblem text={form.problem} />
        <TextField
          name="email"
          type="email"
          label={t('email')}
          error={form.errors['email']}
          autoComplete="email"
          autoFocus
        />
        <Button type="submit" isBusy={form.isBusy}>
          {t('forgotSend')}
        </Button>
      </form>
      {back}
    </AccountFrame>
  );
}
