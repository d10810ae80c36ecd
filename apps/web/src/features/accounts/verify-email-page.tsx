import { XomError } from '@xom/sdk/client';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { Button, ButtonLink } from '../../design/button.tsx';
import { client } from '../../shell/client.ts';
import { useErrorText } from '../../shell/errors.ts';
import { useSession } from '../../shell/session.tsx';
import { useForm } from '../../shell/use-form.ts';
import { AccountFrame } from './account-frame.tsx';
import { CodeField } from './code-field.tsx';
import { codeProblem } from './code-problem.ts';
import { FormProblem } from './form-problem.tsx';
import { useMailToken } from './mail-token.ts';

/** Confirms an e-mail address with the link or the code of the mail. */
export function VerifyEmailPage() {
  const linked = useMailToken();
  const [isVerified, setVerified] = useState(false);
  if (isVerified) return <Verified />;
  return linked === '' ? (
    <ByCode onVerified={() => setVerified(true)} />
  ) : (
    <ByLink token={linked} />
  );
}

type Outcome =
  | { readonly status: 'pending' }
  | { readonly status: 'verified' }
  | { readonly status: 'failed'; readonly error: unknown };

function ByLink({ token }: { token: string }) {
  const { t } = useTranslation(['accounts', 'shell']);
  const errorText = useErrorText();
  const [outcome, attempt] = useVerification(token);
  if (outcome.status === 'verified') return <Verified />;
  if (outcome.status === 'pending')
    return <AccountFrame title={t('verifying')}>{null}</AccountFrame>;
  const { error } = outcome;
  if (error instanceof XomError && error.code === 'unauthenticated') {
    return (
      <AccountFrame title={t('linkOldTitle')} text={t('verifyOldText')}>
        <GoOn />
      </AccountFrame>
    );
  }
  return (
    <AccountFrame title={t('shell:errorTitle')} text={errorText(error)}>
      <Button onClick={() => void attempt()}>{t('shell:retry')}</Button>
    </AccountFrame>
  );
}

function ByCode({ onVerified }: { onVerified: () => void }) {
  const { t } = useTranslation('accounts');
  const verify = useVerify();
  const form = useForm({
    checks: { token: ({ token = '' }) => (token.trim() === '' ? t('required') : null) },
    async submit({ token = '' }) {
      await verify(token.trim()).catch((error: unknown) => {
        throw codeProblem(error, t('codeWrong'));
      });
      onVerified();
    },
  });
  return (
    <AccountFrame title={t('verifyTitle')}>
      <form ref={form.ref} onSubmit={form.onSubmit} noValidate className="flex flex-col gap-4">
        <FormProblem text={form.problem} />
        <CodeField error={form.errors['token']} />
        <Button type="submit" isBusy={form.isBusy}>
          {t('verify')}
        </Button>
      </form>
    </AccountFrame>
  );
}

function Verified() {
  const { t } = useTranslation('accounts');
  return (
    <AccountFrame title={t('verifiedTitle')} text={t('verifiedText')}>
      <GoOn />
    </AccountFrame>
  );
}

function GoOn() {
  const { t } = useTranslation('accounts');
  return <ButtonLink render={<Link to="/" />}>{t('goOn')}</ButtonLink>;
}

/**
 * Verifies at once, and once for each token. Not through the cache of answers: when the session of whoever was
 * here last turns out to be over, that is emptied, and what it was asking never ends.
 */
function useVerification(token: string): [outcome: Outcome, attempt: () => Promise<void>] {
  const verify = useVerify();
  const [outcome, setOutcome] = useState<Outcome>({ status: 'pending' });
  const begunFor = useRef('');
  const attempt = async (): Promise<void> => {
    setOutcome({ status: 'pending' });
    try {
      await verify(token);
      setOutcome({ status: 'verified' });
    } catch (error) {
      setOutcome({ status: 'failed', error });
    }
  };
  useEffect(() => {
    if (begunFor.current === token) return;
    begunFor.current = token;
    void attempt();
  });
  return [outcome, attempt];
}

/** Confirms, and lets somebody who is signed in here see that it is so. */
function useVerify(): (token: string) => Promise<void> {
  const { current, updateMe } = useSession();
  return async (token) => {
    await client.auth.verifyEmail({ token });
    // Whose session is over has confirmed all the same.
    if (current.state === 'signed-in') client.users.me().then(updateMe, () => undefined);
  };
}
