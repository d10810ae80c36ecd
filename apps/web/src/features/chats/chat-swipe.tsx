import type { Conversation } from '@xom/contract/conversations';
import { Archive, ArchiveRestore, Bell, BellOff, CheckCheck, Pin, PinOff } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import type { ChatActs } from './chat-acts.ts';

interface ChatSwipeProps {
  conversation: Conversation;
  acts: ChatActs;
  children: ReactNode;
}

/** By touch, a row slides aside and shows what can be done with it. Others find that in its menu. */
export function ChatSwipe({ conversation, acts, children }: ChatSwipeProps) {
  const { t } = useTranslation('chats');
  const row = useRef<HTMLDivElement>(null);
  const { unreadCount, pinned, muted, archived } = conversation;
  const all = [
    unreadCount > 0 && {
      label: t('markRead'),
      icon: <CheckCheck />,
      act: () => acts.markRead(conversation),
    },
    {
      label: t(pinned ? 'unpin' : 'pin'),
      icon: pinned ? <PinOff /> : <Pin />,
      act: () => acts.set(conversation, { pinned: !pinned }),
    },
    {
      label: t(muted ? 'unmute' : 'mute'),
      icon: muted ? <Bell /> : <BellOff />,
      act: () => acts.set(conversation, { muted: !muted }),
    },
    {
      label: t(archived ? 'unarchive' : 'archive'),
      icon: archived ? <ArchiveRestore /> : <Archive />,
      act: () => acts.set(conversation, { archived: !archived }),
    },
  ].filter((one) => one !== false);
  return (
    <div
      ref={row}
      className="flex snap-x snap-mandatory overscroll-x-contain [scrollbar-width:none] pointer-coarse:overflow-x-auto"
    >
      {children}
      {/* Screen readers and keyboards have the menu. */}
      <div aria-hidden className="hidden shrink-0 snap-end pointer-coarse:flex">
        {all.map(({ label, icon, act }) => (
          <button
            key={label}
            type="button"
            tabIndex={-1}
            onClick={() => {
              row.current?.scrollTo({ left: 0 });
              act();
            }}
            className="icons flex w-18 flex-col items-center justify-center gap-1 bg-sunken px-1 text-caption text-muted"
          >
            {icon}
            <span className="max-w-full truncate">{label}</span>
          </button>
        ))}
      </div>
    </div>
  );
}
