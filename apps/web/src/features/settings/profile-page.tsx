import { useTranslation } from '../../shell/translation.tsx';
import { Button } from '../../design/button.tsx';
import { TextArea, TextField } from '../../design/field.tsx';
import { useToast } from '../../design/toast.tsx';
import { useMe } from '../../shell/session.tsx';
import { useForm } from '../../shell/use-form.ts';
import { FormProblem } from '../accounts/form-problem.tsx';
import { atLinkFields, LinkFields, linkIn, useLinkRows } from './link-fields.tsx';
import { PhotoField } from './photo-field.tsx';
import { SettingsPanel, SettingsSection } from './settings-panel.tsx';
import { useChangeMe } from './use-change-me.ts';

/** How others see me. */
export function ProfileSettingsPage() {
  const { t } = useTranslation('settings');
  return (
    <SettingsPanel title={t('profile')}>
      <SettingsSection>
        <PhotoField />
      </SettingsSection>
      <SettingsSection>
        <ProfileForm />
      </SettingsSection>
    </SettingsPanel>
  );
}

function ProfileForm() {
  const { t } = useTranslation(['settings', 'shell']);
  const me = useMe();
  const changeMe = useChangeMe();
  const toast = useToast();
  const links = useLinkRows(me.links);
  const form = useForm({
    checks: {
      displayName: ({ displayName = '' }) =>
        displayName.trim() === '' ? t('displayNameMissing') : null,
      ...Object.fromEntries(
        links.rows.map((row) => [
          row.name,
          (values: Readonly<Record<string, string>>) =>
            linkIn(values[row.name]) === null ? t('linkWrong') : null,
        ]),
      ),
    },
    refused: {
      displayName: t('displayNameMissing'),
      ...Object.fromEntries(links.rows.map(({ name }) => [name, t('linkWrong')])),
    },
    async submit(values) {
      const written = links.rows.flatMap((row) => {
        const link = linkIn(values[row.name]) ?? '';
        return link === '' ? [] : [{ name: row.name, link }];
      });
      const { displayName = '', name = '', family = '', biography = '' } = values;
      await changeMe({
        displayName: displayName.trim(),
        name: name.trim() || null,
        family: family.trim() || null,
        biography: biography.trim() || null,
        links: written.map(({ link }) => link),
      }).catch((error: unknown) => {
        const names = written.map((row) => row.name);
        throw atLinkFields(error, names);
      });
      toast.show({ kind: 'success', text: t('saved') });
    },
  });
  const counterLabel = (length: number, maxLength: number) =>
    t('fieldCounter', { length, maxLength });
  return (
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
      <div className="grid gap-5 tablet:grid-cols-2">
        <TextField
          name="family"
          label={t('family')}
          error={form.errors['family']}
          defaultValue={me.family ?? ''}
          autoComplete="family-name"
          maxLength={80}
        />
        <TextField
          name="name"
          label={t('givenName')}
          error={form.errors['name']}
          defaultValue={me.name ?? ''}
          autoComplete="given-name"
          maxLength={80}
        />
      </div>
      <TextArea
        name="biography"
        label={t('biography')}
        hint={t('biographyHint')}
        error={form.errors['biography']}
        defaultValue={me.biography ?? ''}
        maxLength={500}
        counterLabel={counterLabel}
      />
      <LinkFields links={links} errors={form.errors} />
      <Button type="submit" isBusy={form.isBusy} className="self-start">
        {t('shell:save')}
      </Button>
    </form>
  );
}
