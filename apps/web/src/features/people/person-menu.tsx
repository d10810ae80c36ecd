import type { User } from '@xom/contract/accounts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import {
  Ban,
  Ellipsis,
  Link2,
  UserRoundMinus,
  UserRoundPlus,
  Volume2,
  VolumeOff,
} from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { ConfirmDialog } from '../../design/dialog.tsx';
import { IconButton } from '../../design/icon-button.tsx';
import { Menu } from '../../design/menu.tsx';
import { useToast } from '../../design/toast.tsx';
import { client } from '../../shell/client.ts';
import { useErrorText } from '../../shell/errors.ts';
import { useFriendship } from '../friends/use-friendship.ts';

/** What else one can do about somebody: friendship, mute, block, their link. */
export function PersonMenu({ person }: { person: User }) {
  const { t } = useTranslation(['people', 'shell']);
  const navigate = useNavigate();
  const toast = useToast();
  const [asked, setAsked] = useState<'block' | 'unfriend' | null>(null);
  const act = usePersonActs(person);
  const friendship = useFriendship(person);
  const { displayName: name, id: userId } = person;
  const copyLink = async () => {
    const url = `${location.origin}/people/${person.username}`;
    try {
      await navigator.clipboard.writeText(url);
      toast.show({ text: t('linkCopied') });
    } catch {
      // On plain http there is no clipboard: then it is there to be read.
      toast.show({ text: url });
    }
  };
  return (
    <>
      <Menu
        label={t('menu', { name })}
        align="end"
        trigger={<IconButton label={t('menu', { name })} icon={<Ellipsis />} />}
        entries={[
          friendship === 'friends'
            ? {
                label: t('unfriend'),
                icon: <UserRoundMinus />,
                onSelect: () => setAsked('unfriend'),
              }
            : friendship === 'sent'
              ? {
                  label: t('withdrawFriend'),
                  icon: <UserRoundMinus />,
                  onSelect: () => act({ run: () => client.friends.remove({ userId }) }),
                }
              : {
                  label: t('addFriend'),
                  icon: <UserRoundPlus />,
                  onSelect: () =>
                    act({
                      run: () => client.friends.request({ userId }),
                      // Whom I ask back, I accept.
                      ...(friendship === null && { done: t('friendAsked', { name }) }),
                    }),
                },
          { label: t('copyLink'), icon: <Link2 />, onSelect: () => void copyLink() },
          'separator',
          person.isMuted
            ? {
                label: t('unmute'),
                icon: <Volume2 />,
                onSelect: () => act({ run: () => client.users.unmute({ userId }) }),
              }
            : {
                label: t('mute'),
                icon: <VolumeOff />,
                onSelect: () => act({ run: () => client.users.mute({ userId }) }),
              },
          person.isFollowedBy && {
            label: t('removeFollower'),
            icon: <UserRoundMinus />,
            onSelect: () => act({ run: () => client.users.removeFollower({ userId }) }),
          },
          { label: t('block'), icon: <Ban />, isDanger: true, onSelect: () => setAsked('block') },
        ]}
      />
      <ConfirmDialog
        isOpen={asked === 'block'}
        onClose={() => setAsked(null)}
        title={t('blockTitle', { name })}
        text={t('blockText', { name })}
        cancelLabel={t('shell:cancel')}
        confirmLabel={t('block')}
        isDanger
        onConfirm={() => {
          setAsked(null);
          act({
            run: async () => {
              await client.users.block({ userId });
              await navigate({ to: '/' });
            },
            done: t('blocked', { name }),
          });
        }}
      />
      <ConfirmDialog
        isOpen={asked === 'unfriend'}
        onClose={() => setAsked(null)}
        title={t('unfriendTitle', { name })}
        text={t('unfriendText')}
        cancelLabel={t('shell:cancel')}
        confirmLabel={t('unfriend')}
        onConfirm={() => {
          setAsked(null);
          act({ run: () => client.friends.remove({ userId }) });
        }}
      />
    </>
  );
}

interface Act {
  run(): Promise<unknown>;
  /** Told when it is done. */
  done?: string;
}

function usePersonActs({ username, id }: User): (act: Act) => void {
  const queries = useQueryClient();
  const toast = useToast();
  const errorText = useErrorText();
  const { mutate } = useMutation({
    mutationFn: ({ run }: Act) => run(),
    onSuccess: (_answer, { done }) => {
      if (done !== undefined) toast.show({ text: done });
    },
    onError: (error) => toast.show({ kind: 'error', text: errorText(error) }),
    onSettled: () =>
      queries.invalidateQueries({
        predicate: ({ queryKey: [area, kind, name] }) =>
          area === 'people' && kind === 'person' && (name === username || name === id),
      }),
  });
  return mutate;
}
