import type { Conversation } from '@xom/contract/conversations';
import type { Message } from '@xom/contract/message-shape';
import { Copy, EyeOff, Forward, Info, Pencil, Reply, Undo2 } from 'lucide-react';
import { type RefObject, Suspense } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { MenuAt, type MenuPoint } from '../../design/menu.tsx';
import { useToast } from '../../design/toast.tsx';
import { useMe } from '../../shell/session.tsx';
import { canEdit, type MessageDialog } from './message-acts.ts';
import { lazily } from '../../design/lazily.ts';

const QuickReactions = lazily(async () => (await import('./quick-reactions.tsx')).QuickReactions);

interface MessageMenuProps {
  isOpen: boolean;
  conversation: Conversation;
  /** Null: it is closed. */
  message: Message | null;
  anchor: RefObject<HTMLElement | null>;
  at: MenuPoint | null;
  onClose: () => void;
  onReply: (message: Message) => void;
  onEdit: (message: Message) => void;
  onReact: (message: Message, emoji: string) => void;
  onDialog: (dialog: MessageDialog, message: Message) => void;
}

/** What can be done with a message. */
export function MessageMenu(props: MessageMenuProps) {
  const { conversation, message, anchor, at, onClose, onReply, onEdit, onReact, onDialog } = props;
  const { t } = useTranslation('messages');
  const me = useMe();
  const toast = useToast();
  if (!message) {
    return (
      <MenuAt
        isOpen={false}
        onClose={onClose}
        label={t('messageMenu')}
        entries={[]}
        anchor={anchor}
      />
    );
  }
  const isShown = !message.isRecalled;
  const isMine = message.senderId === me.id;
  const role = conversation.members.find(({ user }) => user.id === me.id)?.role;
  const isAdmin = conversation.isGroup && (role === 'owner' || role === 'admin');
  const { content } = message;
  const copy = async (text: string) => {
    await navigator.clipboard.writeText(text);
    toast.show({ text: t('copied') });
  };
  const mine = new Set(
    message.reactions.flatMap(({ emoji, userIds }) => (userIds.includes(me.id) ? [emoji] : [])),
  );
  const about = (dialog: MessageDialog) => () => onDialog(dialog, message);
  return (
    <MenuAt
      isOpen
      onClose={onClose}
      label={t('messageMenu')}
      anchor={anchor}
      at={at}
      header={
        isShown && (
          <Suspense fallback={<div className="h-13 w-84 max-w-full" />}>
            <QuickReactions
              mine={mine}
              onReact={(emoji) => onReact(message, emoji)}
              onMore={about('react')}
            />
          </Suspense>
        )
      }
      entries={[
        isShown && { label: t('reply'), icon: <Reply />, onSelect: () => onReply(message) },
        canEdit(message, isMine) && {
          label: t('edit'),
          icon: <Pencil />,
          onSelect: () => onEdit(message),
        },
        content !== null && {
          label: t('copy'),
          icon: <Copy />,
          onSelect: () => void copy(content),
        },
        isShown && { label: t('forward'), icon: <Forward />, onSelect: about('forward') },
        { label: t('messageInfo'), icon: <Info />, onSelect: about('info') },
        'separator',
        { label: t('hide'), icon: <EyeOff />, isDanger: true, onSelect: about('hide') },
        isShown &&
          (isMine || isAdmin) && {
            label: t('recall'),
            icon: <Undo2 />,
            isDanger: true,
            onSelect: about('recall'),
          },
      ]}
    />
  );
}
