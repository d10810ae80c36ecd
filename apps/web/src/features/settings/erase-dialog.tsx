import { XomError } from '@xom/sdk/client';
import { useId, useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { useToast } from '../../design/toast.tsx';
import { client } from '../../shell/client.ts';
import { PasswordEntry } from '../../shell/password-entry.tsx';
import { FieldsRefused, useForm } from '../../shell/use-form.ts';
import { FormProblem } from '../accounts/form-problem.tsx';

/** Deletes the account: says what goes, and asks for the password. */
export function EraseDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation(['settings', 'shell']);
  const formId = useId();
  const [isBusy, setBusy] = useState(false);
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={t('eraseTitle')}
      closeLabel={t('shell:close')}
      size="sm"
      footer={
        <>
          <Button variant="quiet" onClick={onClose}>
            {t('shell:cancel')}
          </Button>
          <Button variant="danger" type="submit" form={formId} isBusy={isBusy}>
            {t('eraseConfirm')}
          </Button>
        </>
      }
    >
      <WhatGoes />
      <EraseForm id={formId} onBusy={setBusy} />
    </Dialog>
  );
}

function WhatGoes() {
  const { t } = useTranslation('settings');
  return (
    <>
      <p className="pb-1">{t('eraseWhat')}</p>
      <ul className="list-disc space-y-1 pb-4 pl-5 text-muted">
        {(['posts', 'messages', 'people', 'names'] as const).map((item) => (
          <li key={item}>{t(`eraseItems.${item}`)}</li>
        ))}
      </ul>
    </>
  );
}

function EraseForm({ id, onBusy }: { id: string; onBusy: (isBusy: boolean) => void }) {
  const { t } = useTranslation('settings');
  const toast = useToast();
  const form = useForm({
    checks: { password: ({ password = '' }) => (password === '' ? t('passwordMissing') : null) },
    async submit({ password = '' }) {
      onBusy(true);
      try {
        await client.users.erase({ password });
        toast.show({ text: t('erased') });
      } catch (error) {
        onBusy(false);
        if (!(error instanceof XomError) || error.code !== 'forbidden') throw error;
        throw new FieldsRefused({ password: t('passwordWrong') });
      }
    },
    explain: (error) =>
      error instanceof XomError && error.code === 'conflict' ? t('eraseLastAdmin') : null,
  });
  return (
    <form id={id} ref={form.ref} onSubmit={form.onSubmit} noValidate className="space-y-3">
      <FormProblem text={form.problem} />
      <PasswordEntry
        name="password"
        label={t('password')}
        error={form.errors['password']}
        autoComplete="current-password"
      />
    </form>
  );
}
