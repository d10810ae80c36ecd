import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CircleAlert, CircleCheck } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { Button } from '../../design/button.tsx';
import { ConfirmDialog } from '../../design/dialog.tsx';
import { useToast } from '../../design/toast.tsx';
import { client } from '../../shell/client.ts';
import { useErrorText } from '../../shell/errors.ts';
import { useFormats } from '../../shell/formats.ts';
import { useMe } from '../../shell/session.tsx';
import { EraseDialog } from './erase-dialog.tsx';
import { SettingsPanel, SettingsSection } from './settings-panel.tsx';

/** What the account is known by, and how to leave. */
export function AccountPage() {
  const { t } = useTranslation('settings');
  const [asked, setAsked] = useState<'deactivate' | 'erase' | null>(null);
  const close = () => setAsked(null);
  return (
    <SettingsPanel title={t('account')}>
      <SettingsSection>
        <Facts />
      </SettingsSection>
      <SettingsSection title={t('deactivate')} text={t('deactivateText')}>
        <Button variant="secondary" onClick={() => setAsked('deactivate')}>
          {t('deactivate')}
        </Button>
      </SettingsSection>
      <SettingsSection title={t('erase')} text={t('eraseText')}>
        <Button variant="danger" onClick={() => setAsked('erase')}>
          {t('erase')}
        </Button>
      </SettingsSection>
      <DeactivateDialog isOpen={asked === 'deactivate'} onClose={close} />
      <EraseDialog isOpen={asked === 'erase'} onClose={close} />
    </SettingsPanel>
  );
}

function Facts() {
  const { t } = useTranslation('settings');
  const me = useMe();
  const formats = useFormats();
  const isVerified = me.emailVerifiedAt !== null;
  return (
    <dl className="space-y-4">
      <Fact name={t('username')}>@{me.username}</Fact>
      <Fact name={t('email')}>
        {me.email}
        <span
          className={`flex items-start gap-1.5 text-caption ${isVerified ? 'text-leaf' : 'text-amber'}`}
        >
          {isVerified ? (
            <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0" strokeWidth={1.75} />
          ) : (
            <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" strokeWidth={1.75} />
          )}
          {t(isVerified ? 'emailVerified' : 'emailNotVerified')}
        </span>
        {!isVerified && (
          <Link
            to="/verify-email"
            className="flex min-h-11 items-center text-brick underline-offset-4 hover:underline"
          >
            {t('verifyEmail')}
          </Link>
        )}
      </Fact>
      <Fact name={t('memberSince')}>{formats.date(me.createdAt)}</Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-caption text-muted">{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function DeactivateDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation(['settings', 'shell']);
  const toast = useToast();
  const errorText = useErrorText();
  const { mutate, isPending } = useMutation({
    mutationFn: () => client.users.deactivate(),
    onSuccess: () => toast.show({ text: t('deactivated') }),
    onError: (error) => toast.show({ kind: 'error', text: errorText(error) }),
  });
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onClose={onClose}
      title={t('deactivateTitle')}
      text={t('deactivateConfirm')}
      cancelLabel={t('shell:cancel')}
      confirmLabel={t('deactivate')}
      isDanger
      isBusy={isPending}
      onConfirm={() => mutate()}
    />
  );
}
