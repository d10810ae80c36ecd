import { getRouteApi, Link, Navigate, useRouter } from '@tanstack/react-router';
import { useTranslation } from '../../shell/translation.tsx';
import { Button, ButtonLink } from '../../design/button.tsx';
import { TextField } from '../../design/field.tsx';
import { useMe, useSession } from '../../shell/session.tsx';
import { useForm } from '../../shell/use-form.ts';
import { PhotoField } from '../settings/photo-field.tsx';
import { useChangeMe } from '../settings/use-change-me.ts';
import { AccountFrame } from './account-frame.tsx';
import { FormProblem } from './form-problem.tsx';
import { PeopleToFollow } from './people-to-follow.tsx';

const route = getRouteApi('/signed-out/welcome');

/** After signing up: a photo, a name, and people to follow, all of which can wait. */
export function WelcomePage() {
  const { current } = useSession();
  if (current.state === 'loading') return null;
  if (current.state === 'signed-out') return <Navigate to="/sign-in" replace />;
  return <Welcome />;
}

function Welcome() {
  const { t } = useTranslation('accounts');
  const me = useMe();
  const { history } = useRouter();
  const { next = '/' } = route.useSearch();
  const changeMe = useChangeMe();
  const form = useForm({
    refused: { displayName: t('nameEmpty') },
    async submit({ displayName = '' }) {
      const name = displayName.trim();
      if (name !== '' && name !== me.displayName) await changeMe({ displayName: name });
      history.push(next);
    },
  });
  return (
    <AccountFrame title={t('welcomeTitle')} text={t('welcomeText')}>
      <PhotoField />
      <form ref={form.ref} onSubmit={form.onSubmit} noValidate className="flex flex-col gap-5">
        <FormProblem text={form.problem} />
        <TextField
          name="displayName"
          label={t('displayName')}
          hint={t('displayNameHint')}
          error={form.errors['displayName']}
          defaultValue={me.displayName}
          autoComplete="nickname"
          maxLength={80}
        />
        <PeopleToFollow />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" isBusy={form.isBusy} className="flex-1">
            {t('goOn')}
          </Button>
          <ButtonLink variant="quiet" render={<Link to={next} />}>
            {t('skip')}
          </ButtonLink>
        </div>
      </form>
    </AccountFrame>
  );
}
