import type { Conversation } from '@xom/contract/conversations';
import {
  Archive,
  ArchiveRestore,
  Bell,
  BellOff,
  CheckCheck,
  LogOut,
  Pin,
  PinOff,
  Trash2,
} from 'lucide-react';
import { type RefObject, useState } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { MenuAt, type MenuPoint } from '../../design/menu.tsx';
import { useConversationTitle } from '../messages/conversation-title.ts';
import type { ChatActs, Ending } from './chat-acts.ts';
import { ChatEnding } from './chat-ending.tsx';

interface ChatMenuProps {
  conversation: Conversation;
  isOpen: boolean;
  onClose: () => void;
  anchor: RefObject<HTMLElement | null>;
  at: MenuPoint | null;
  acts: Pick<ChatActs, 'set' | 'markRead'>;
}

/** What can be done with a conversation of the list. */
export function ChatMenu({ conversation, acts, ...menu }: ChatMenuProps) {
  const { t } = useTranslation('chats');
  const titleOf = useConversationTitle();
  const [ending, setEnding] = useState<Ending | null>(null);
  const { pinned, muted, archived, isGroup, unreadCount } = conversation;
  return (
    <>
      <MenuAt
        {...menu}
        label={t('menu', { name: titleOf(conversation) })}
        entries={[
          unreadCount > 0 && {
            label: t('markRead'),
            icon: <CheckCheck />,
            onSelect: () => acts.markRead(conversation),
          },
          {
            label: t(pinned ? 'unpin' : 'pin'),
            icon: pinned ? <PinOff /> : <Pin />,
            onSelect: () => acts.set(conversation, { pinned: !pinned }),
          },
          {
            label: t(muted ? 'unmute' : 'mute'),
            icon: muted ? <Bell /> : <BellOff />,
            onSelect: () => acts.set(conversation, { muted: !muted }),
          },
          {
            label: t(archived ? 'unarchive' : 'archive'),
            icon: archived ? <ArchiveRestore /> : <Archive />,
            onSelect: () => acts.set(conversation, { archived: !archived }),
          },
          'separator',
          isGroup
            ? {
                label: t('endings.leave'),
                icon: <LogOut />,
                isDanger: true,
                onSelect: () => setEnding('leave'),
              }
            : {
                label: t('endings.clear'),
                icon: <Trash2 />,
                isDanger: true,
                onSelect: () => setEnding('clear'),
              },
        ]}
      />
      <ChatEnding conversation={conversation} ending={ending} onClose={() => setEnding(null)} />
    </>
  );
}
