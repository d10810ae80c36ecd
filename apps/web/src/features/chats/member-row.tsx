import type { Conversation, Member, MemberRole } from '@xom/contract/conversations';
import { useMutation } from '@tanstack/react-query';
import { Ellipsis } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { ConfirmDialog } from '../../design/dialog.tsx';
import { IconButton } from '../../design/icon-button.tsx';
import { Menu } from '../../design/menu.tsx';
import { useToast } from '../../design/toast.tsx';
import { client } from '../../shell/client.ts';
import { useErrorText } from '../../shell/errors.ts';
import { useLive } from '../../shell/live.tsx';
import { useMe } from '../../shell/session.tsx';
import { usePersonName } from '../people/person-name.tsx';
import { PersonRow } from '../people/person-row.tsx';
import { mayRemove } from './roles.ts';

interface MemberRowProps {
  conversation: Conversation;
  member: Member;
  myRole: MemberRole;
}

/** What is asked before it is done. */
type Asked = 'handOver' | 'remove';

/** One member, with what I may do about them. */
export function MemberRow({ conversation, member: { user, role }, myRole }: MemberRowProps) {
  const { t } = useTranslation(['chats', 'shell']);
  const me = useMe();
  const name = usePersonName()(user);
  const [asked, setAsked] = useState<Asked | null>(null);
  const { setRole, remove, isPending } = useMemberActs(conversation, user.id, () => setAsked(null));
  const isMe = user.id === me.id;
  const isOwner = myRole === 'owner';
  const mayAct = !isMe && mayRemove(myRole, role);
  const line = [isMe && t('you'), role !== 'member' && t(`roles.${role}`)].filter(Boolean);
  return (
    <>
      <PersonRow
        person={user}
        {...(line.length > 0 && { subtitle: line.join(' · ') })}
        action={
          mayAct && (
            <Menu
              label={t('memberMenu', { name })}
              trigger={<IconButton label={t('memberMenu', { name })} icon={<Ellipsis />} />}
              entries={[
                isOwner && {
                  label: t(role === 'admin' ? 'unmakeAdmin' : 'makeAdmin'),
                  onSelect: () => setRole(role === 'admin' ? 'member' : 'admin'),
                },
                isOwner && { label: t('handOver'), onSelect: () => setAsked('handOver') },
                {
                  label: t('removeMember'),
                  isDanger: true,
                  onSelect: () => setAsked('remove'),
                },
              ]}
            />
          )
        }
      />
      <ConfirmDialog
        isOpen={asked !== null}
        onClose={() => setAsked(null)}
        title={t(asked === 'handOver' ? 'handOverTitle' : 'removeMemberTitle', { name })}
        text={t(asked === 'handOver' ? 'handOverText' : 'removeMemberText')}
        cancelLabel={t('shell:cancel')}
        confirmLabel={t(asked === 'handOver' ? 'handOver' : 'removeMember')}
        isDanger
        isBusy={isPending}
        onConfirm={() => (asked === 'handOver' ? setRole('owner') : remove())}
      />
    </>
  );
}

function useMemberActs({ id }: Conversation, userId: Member['user']['id'], onDone: () => void) {
  const live = useLive();
  const toast = useToast();
  const errorText = useErrorText();
  const { mutate, isPending } = useMutation({
    mutationFn: async (role: MemberRole | null) => {
      const conversationId = id;
      if (role === null) await client.conversations.removeMember({ conversationId, userId });
      else {
        live.holdConversation(
          await client.conversations.updateMember({ conversationId, userId, role }),
        );
      }
    },
    onSuccess: onDone,
    onError: (error) => toast.show({ kind: 'error', text: errorText(error) }),
  });
  return { setRole: (role: MemberRole) => mutate(role), remove: () => mutate(null), isPending };
}
