import type { Conversation } from '@xom/contract/conversations';
import { type LiveStore, type MessageStatus, statusOf } from '@xom/sdk/live-store';
import { Link } from '@tanstack/react-router';
import { AtSign, BellOff, Check, CheckCheck, Pin } from 'lucide-react';
import { memo, useEffect } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { Badge } from '../../design/badge.tsx';
import { useFormats } from '../../shell/formats.ts';
import { useMe } from '../../shell/session.tsx';
import { useLiveValue, usePresence, useStoreConnection } from '../../shell/use-live.ts';
import { ConversationAvatar } from '../messages/conversation-avatar.tsx';
import { useConversationTitle, useOtherPerson } from '../messages/conversation-title.ts';
import { Highlighted } from '../search/highlighted.tsx';
import type { ChatActs } from './chat-acts.ts';
import { ChatPreview } from './chat-preview.tsx';
import { ChatSwipe } from './chat-swipe.tsx';

interface ChatRowProps {
  conversation: Conversation;
  acts: ChatActs;
  /** What was searched for; it stands out in the name. */
  query: string;
  /** Whether Tab leads here. */
  isTabStop: boolean;
}

/** One conversation of the list: leads to it. */
export const ChatRow = memo(Row);

function Row({ conversation, acts, query, isTabStop }: ChatRowProps) {
  const { t } = useTranslation('chats');
  const formats = useFormats();
  const titleOf = useConversationTitle();
  const other = useOtherPerson(conversation);
  const isOnline = usePresence(other?.id ?? null)?.isOnline ?? false;
  const { id, lastMessage, muted, pinned, unreadCount, unreadMentionCount } = conversation;
  const title = titleOf(conversation);
  useAsked(conversation, acts);
  return (
    <ChatSwipe conversation={conversation} acts={acts}>
      <Link
        to="/messages/$conversationId"
        params={{ conversationId: id }}
        activeOptions={{ includeSearch: false }}
        activeProps={{ className: 'bg-brick-soft hover:bg-brick-soft' }}
        data-key={id}
        tabIndex={isTabStop ? 0 : -1}
        draggable={false}
        onContextMenu={(event) => {
          event.preventDefault();
          acts.openMenu(conversation, event);
        }}
        className="flex min-h-18 w-full shrink-0 snap-start items-center gap-3 px-3 py-2 -outline-offset-2 transition-colors select-none [-webkit-touch-callout:none] hover:bg-hover"
      >
        <ConversationAvatar conversation={conversation} size="lg" isOnline={isOnline} />
        <span className="min-w-0 flex-1">
          <span className="flex items-center gap-1.5">
            <span className="min-w-0 truncate font-semibold">
              {query === '' ? title : <Highlighted text={title} query={query} />}
            </span>
            {muted && (
              <BellOff
                role="img"
                aria-label={t('isMuted')}
                className="size-4 shrink-0 text-muted"
                strokeWidth={1.75}
              />
            )}
            <span className="ml-auto flex shrink-0 items-center gap-1 pl-1 text-caption text-muted">
              <Status conversation={conversation} />
              {formats.stamp((lastMessage ?? conversation).createdAt)}
            </span>
          </span>
          <span
            className={`flex h-6 items-center gap-1.5 ${unreadCount > 0 && !muted ? 'text-ink' : 'text-muted'}`}
          >
            <span className="flex min-w-0 flex-1 items-center gap-1">
              <ChatPreview conversation={conversation} />
            </span>
            {unreadMentionCount > 0 && (
              <span className="flex size-5 shrink-0 items-center justify-center rounded-full bg-brick-fill text-on-brick">
                <AtSign role="img" aria-label={t('mentionsMe')} className="size-3.5" />
              </span>
            )}
            <Badge
              count={unreadCount}
              label={t('unread', { count: unreadCount })}
              isQuiet={muted}
            />
            {pinned && unreadCount === 0 && (
              <Pin
                role="img"
                aria-label={t('isPinned')}
                className="size-4 shrink-0"
                strokeWidth={1.75}
              />
            )}
          </span>
        </span>
      </Link>
    </ChatSwipe>
  );
}

/** Asks how the other one is, and how far my last message came, once the row is in sight. */
function useAsked(conversation: Conversation, { askPresence, askPositions }: ChatActs): void {
  const me = useMe();
  const isOnline = useStoreConnection() === 'online';
  const { id, lastMessage } = conversation;
  const otherId = useOtherPerson(conversation)?.id;
  const isMine = lastMessage?.senderId === me.id;
  useEffect(() => {
    if (isOnline && otherId) askPresence(otherId);
  }, [isOnline, otherId, askPresence]);
  useEffect(() => {
    if (isOnline && isMine) askPositions(id);
  }, [isOnline, isMine, id, askPositions]);
}

const statusIcons = { sent: Check, delivered: CheckCheck, seen: CheckCheck } as const;

/** How far my last message came. */
function Status({ conversation: { id } }: { conversation: Conversation }) {
  const { t } = useTranslation('chats');
  const me = useMe();
  const status = useLiveValue(`conversation:${id}`, (live) => statusOfLast(live, id, me.id));
  if (status === null) return null;
  const Icon = statusIcons[status];
  return (
    <Icon
      role="img"
      aria-label={t(`status.${status}`)}
      className={`size-4 ${status === 'seen' ? 'text-brick' : ''}`}
      strokeWidth={1.75}
    />
  );
}

function statusOfLast(live: LiveStore, id: Conversation['id'], me: string): MessageStatus | null {
  const last = live.conversation(id)?.lastMessage;
  if (!last || last.senderId !== me || last.isRecalled) return null;
  return statusOf(last, live.timeline(id));
}
