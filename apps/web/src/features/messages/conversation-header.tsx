import type { Conversation } from '@xom/contract/conversations';
import type { UserId } from '@xom/contract/fields';
import { Bell, BellOff, Ellipsis, Info, Pin, PinOff, Search } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { IconButton } from '../../design/icon-button.tsx';
import { Menu } from '../../design/menu.tsx';
import { useToast } from '../../design/toast.tsx';
import { useErrorText } from '../../shell/errors.ts';
import { useFormats } from '../../shell/formats.ts';
import { useLive } from '../../shell/live.tsx';
import { BackButton } from '../../shell/page.tsx';
import { ConversationAvatar } from './conversation-avatar.tsx';
import { useConversationTitle, useOtherPerson } from './conversation-title.ts';
import { useTypingText } from './typing-line.tsx';
import { usePresence } from '../../shell/use-live.ts';

interface HeaderProps {
  conversation: Conversation;
  /** Who else looks at it. */
  activeUserIds: ReadonlySet<UserId>;
  /** Opens what there is to know of the conversation. */
  onShowInfo: (() => void) | undefined;
  onSearch: () => void;
}

/** Who one talks with, how they are, and what can be done with the conversation. */
export function ConversationHeader(props: HeaderProps) {
  const { conversation, activeUserIds, onShowInfo, onSearch } = props;
  const { t } = useTranslation('messages');
  const live = useLive();
  const toast = useToast();
  const errorText = useErrorText();
  const titleOf = useConversationTitle();
  const other = useOtherPerson(conversation);
  const presence = usePresence(other?.id ?? null);
  const isOnline = presence?.isOnline === true || (other !== null && activeUserIds.has(other.id));
  const { id, muted, pinned } = conversation;
  const set = async (preferences: { muted?: boolean; pinned?: boolean }) => {
    try {
      await live.setPreferences(id, preferences);
    } catch (error) {
      toast.show({ text: errorText(error), kind: 'error' });
    }
  };
  const title = (
    <>
      <ConversationAvatar conversation={conversation} isOnline={isOnline} />
      <span className="min-w-0 flex-1">
        <span className="flex items-center gap-1.5">
          <h1 className="truncate font-semibold">{titleOf(conversation)}</h1>
          {muted && (
            <BellOff
              className="size-4 shrink-0 text-muted"
              strokeWidth={1.75}
              aria-label={t('muted')}
            />
          )}
        </span>
        <HeaderLine conversation={conversation} isOnline={isOnline} />
      </span>
    </>
  );
  return (
    <header className="flex min-h-14 shrink-0 items-center border-b tablet:gap-1 border-hairline bg-surface px-2 py-1">
      <span className="desktop:hidden">
        <BackButton to="/messages" />
      </span>
      {onShowInfo ? (
        <button
          type="button"
          onClick={onShowInfo}
          aria-describedby={`info-${id}`}
          className="flex min-h-11 min-w-0 flex-1 items-center gap-2 rounded-md px-1 text-left tablet:gap-3 tablet:px-2 hover:bg-hover"
        >
          {title}
          <span id={`info-${id}`} hidden>
            {t('info')}
          </span>
        </button>
      ) : (
        <div className="flex min-h-11 min-w-0 flex-1 items-center gap-2 px-1 tablet:gap-3 tablet:px-2">
          {title}
        </div>
      )}
      <IconButton label={t('searchHere')} icon={<Search />} onClick={onSearch} />
      <Menu
        label={t('conversationMenu')}
        trigger={<IconButton label={t('conversationMenu')} icon={<Ellipsis />} />}
        entries={[
          onShowInfo && { label: t('info'), icon: <Info />, onSelect: onShowInfo },
          {
            label: t(muted ? 'unmute' : 'mute'),
            icon: muted ? <Bell /> : <BellOff />,
            onSelect: () => void set({ muted: !muted }),
          },
          {
            label: t(pinned ? 'unpin' : 'pin'),
            icon: pinned ? <PinOff /> : <Pin />,
            onSelect: () => void set({ pinned: !pinned }),
          },
        ]}
      />
    </header>
  );
}

/** Below the name: who is writing, else how the other one is, else how many there are. */
function HeaderLine({ conversation, isOnline }: { conversation: Conversation; isOnline: boolean }) {
  const { t } = useTranslation('messages');
  const formats = useFormats();
  const live = useLive();
  const typing = useTypingText(conversation);
  const other = useOtherPerson(conversation);
  const otherId = other?.id ?? null;
  const presence = usePresence(otherId);
  useEffect(() => {
    // Without an answer nothing is said of them.
    if (otherId !== null) live.loadPresence([otherId]).catch(() => undefined);
  }, [live, otherId]);

  if (typing !== null)
    return <span className="block truncate text-caption text-brick">{typing}</span>;
  const line = conversation.isGroup
    ? t('members', { count: conversation.memberCount })
    : isOnline
      ? t('activeNow')
      : typeof presence?.lastSeen === 'string'
        ? t('lastSeen', { when: formats.relativeTime(presence.lastSeen) })
        : null;
  if (line === null) return null;
  return (
    <span className={`block truncate text-caption ${isOnline ? 'text-leaf' : 'text-muted'}`}>
      {line}
    </span>
  );
}
