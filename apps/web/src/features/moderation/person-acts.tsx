import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Ban, Ellipsis, Lock, RotateCcw, ShieldCheck, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { ConfirmDialog } from '../../design/dialog.tsx';
import { TextField } from '../../design/field.tsx';
import { IconButton } from '../../design/icon-button.tsx';
import { Menu } from '../../design/menu.tsx';
import { useToast } from '../../design/toast.tsx';
import { client } from '../../shell/client.ts';
import { useErrorText } from '../../shell/errors.ts';
import { useMe } from '../../shell/session.tsx';
import type { Moderated } from './moderated-people.tsx';
import { moderationKeys } from './moderation.queries.ts';

interface Act {
  run(): Promise<unknown>;
  /** Told when it is done. */
  done: string;
}

/** What I may do about somebody: suspend, lock, restore; an admin also roles, and to erase. */
export function PersonActs({ person }: { person: Moderated }) {
  const { t } = useTranslation(['moderation', 'shell']);
  const me = useMe();
  const act = useAct();
  const [asked, setAsked] = useState<'suspend' | 'lock' | 'erase' | null>(null);
  const { id: userId, displayName: name, username, state, role } = person;
  const isAdmin = me.role === 'admin';
  // Whom one may act on: the server decides; this only leaves out what it refuses.
  if (userId === me.id || (!isAdmin && role !== 'user')) return null;
  const setState = (next: Moderated['state'], done: string) =>
    act({ run: () => client.admin.updateUser({ userId, state: next }), done });
  const close = () => setAsked(null);
  return (
    <>
      <Menu
        label={t('menu', { name })}
        align="end"
        trigger={<IconButton label={t('menu', { name })} icon={<Ellipsis />} />}
        entries={[
          state !== 'active' && {
            label: t('restore'),
            icon: <RotateCcw />,
            onSelect: () => setState('active', t('restored', { name })),
          },
          state !== 'not_active' && {
            label: t('suspend'),
            icon: <Ban />,
            onSelect: () => setAsked('suspend'),
          },
          state !== 'deleted' && {
            label: t('lock'),
            icon: <Lock />,
            onSelect: () => setAsked('lock'),
          },
          isAdmin && 'separator',
          ...(isAdmin ? (['user', 'moderator', 'admin'] as const) : [])
            .filter((next) => next !== role)
            .map((next) => ({
              label: t('makeRole', { role: t(`roles.${next}`) }),
              icon: <ShieldCheck />,
              onSelect: () =>
                act({
                  run: () => client.admin.updateUser({ userId, role: next }),
                  done: t('roleGiven', { name, role: t(`roles.${next}`) }),
                }),
            })),
          isAdmin && 'separator',
          isAdmin && {
            label: t('erase'),
            icon: <Trash2 />,
            isDanger: true,
            onSelect: () => setAsked('erase'),
          },
        ]}
      />
      <ConfirmDialog
        isOpen={asked === 'suspend'}
        onClose={close}
        title={t('suspendTitle', { name })}
        text={t('suspendText', { name })}
        cancelLabel={t('shell:cancel')}
        confirmLabel={t('suspend')}
        onConfirm={() => {
          close();
          setState('not_active', t('suspended', { name }));
        }}
      />
      <ConfirmDialog
        isOpen={asked === 'lock'}
        onClose={close}
        title={t('lockTitle', { name })}
        text={t('lockText')}
        cancelLabel={t('shell:cancel')}
        confirmLabel={t('lock')}
        onConfirm={() => {
          close();
          setState('deleted', t('locked', { name }));
        }}
      />
      <EraseDialog
        isOpen={asked === 'erase'}
        onClose={close}
        name={name}
        username={username}
        onConfirm={() => {
          close();
          act({ run: () => client.admin.eraseUser({ userId }), done: t('erased', { name }) });
        }}
      />
    </>
  );
}

interface EraseDialogProps {
  isOpen: boolean;
  onClose: () => void;
  name: string;
  username: string;
  onConfirm: () => void;
}

/** Asks for the name to be typed: what follows is final. */
function EraseDialog({ isOpen, onClose, name, username, onConfirm }: EraseDialogProps) {
  const { t } = useTranslation(['moderation', 'shell']);
  const [typed, setTyped] = useState('');
  const [isWrong, setWrong] = useState(false);
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onClose={onClose}
      title={t('eraseTitle', { name })}
      text={t('eraseText')}
      cancelLabel={t('shell:cancel')}
      confirmLabel={t('erase')}
      isDanger
      onConfirm={() => {
        if (typed.trim().toLowerCase() === username) onConfirm();
        else setWrong(true);
      }}
    >
      <TextField
        label={t('eraseConfirm', { username })}
        error={isWrong ? t('eraseWrong') : undefined}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setWrong(false);
        }}
        autoCapitalize="none"
        autoComplete="off"
        spellCheck={false}
      />
    </ConfirmDialog>
  );
}

function useAct(): (act: Act) => void {
  const queries = useQueryClient();
  const toast = useToast();
  const errorText = useErrorText();
  return useMutation({
    mutationFn: ({ run }: Act) => run(),
    onSuccess: (_answer, { done }) => toast.show({ kind: 'success', text: done }),
    onError: (error) => toast.show({ kind: 'error', text: errorText(error) }),
    onSettled: () => queries.invalidateQueries({ queryKey: moderationKeys.all }),
  }).mutate;
}
