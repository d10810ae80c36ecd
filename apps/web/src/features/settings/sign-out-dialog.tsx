import { useMutation } from '@tanstack/react-query';
import { useTranslation } from '../../shell/translation.tsx';
import { ConfirmDialog } from '../../design/dialog.tsx';
import { useToast } from '../../design/toast.tsx';
import { useErrorText } from '../../shell/errors.ts';
import { useSession } from '../../shell/session.tsx';

/** Asks before this browser forgets whose it is. */
export function SignOutDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation(['settings', 'shell']);
  const { signOut } = useSession();
  const toast = useToast();
  const errorText = useErrorText();
  const { mutate, isPending } = useMutation({
    mutationFn: signOut,
    onError: (error) => toast.show({ kind: 'error', text: errorText(error) }),
  });
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onClose={onClose}
      title={t('signOutTitle')}
      text={t('signOutText')}
      cancelLabel={t('shell:cancel')}
      confirmLabel={t('shell:signOut')}
      isBusy={isPending}
      onConfirm={() => mutate()}
    />
  );
}
