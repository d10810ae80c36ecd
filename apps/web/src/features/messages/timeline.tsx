import type { Conversation } from '@xom/contract/conversations';
import type { MessageId } from '@xom/contract/fields';
import { statusOf, type Timeline as TimelineState } from '@xom/sdk/live-store';
import { ArrowDown, MessageCircle } from 'lucide-react';
import {
  type Ref,
  useCallback,
  useDeferredValue,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { Virtualizer } from 'virtua';
import { Button } from '../../design/button.tsx';
import { IconButton } from '../../design/icon-button.tsx';
import { EmptyState } from '../../design/state.tsx';
import { useErrorText } from '../../shell/errors.ts';
import { useLive } from '../../shell/live.tsx';
import { useMe } from '../../shell/session.tsx';
import { MessageRow } from './message-row.tsx';
import { SeenBy } from './seen-by.tsx';
import {
  isSameDay,
  isSameRun,
  isStored,
  type ItemStatus,
  keyOf,
  type TimelineItem,
} from './timeline-item.ts';
import { TypingLine } from './typing-line.tsx';
import { useReadMarks } from './use-read-marks.ts';
import { useRowKeys } from './use-row-keys.ts';
import { useTimelineScroll } from './use-timeline-scroll.ts';

export interface TimelineHandle {
  /** Shows a message, and marks it for a moment. @throws XomError `not_found` */
  jumpTo(messageId: MessageId): Promise<void>;
  jumpToEnd(): Promise<void>;
}

/** So far around what is in sight, rows are rendered: once anything moves. */
const aroundPx = 600;

interface TimelineProps {
  ref: Ref<TimelineHandle>;
  conversation: Conversation;
  timeline: TimelineState;
  /** The first message that was unread when the conversation was opened. */
  firstUnreadId: MessageId | null;
  /** Opens there, and marks it. */
  jumpToId: MessageId | null;
}

/** The messages of a conversation, from the oldest to what I am sending; only what is in sight is rendered. */
export function Timeline({ ref, conversation, timeline, firstUnreadId, jumpToId }: TimelineProps) {
  const { t } = useTranslation('messages');
  const me = useMe();
  const { messages, pending, hasNewer } = timeline;
  const items: readonly TimelineItem[] = useMemo(
    () => (hasNewer || pending.length === 0 ? messages : [...messages, ...pending]),
    [messages, pending, hasNewer],
  );
  const onSeen = useReadMarks(conversation, timeline);
  const frame = useRef<HTMLDivElement>(null);
  const scroll = useTimelineScroll({
    conversationId: conversation.id,
    timeline,
    items,
    openAt: jumpToId ?? firstUnreadId,
    isJump: jumpToId !== null,
    onSeen,
    frame,
  });
  const keys = useRowKeys({ items, reveal: scroll.reveal, frame });
  const { jumpTo, jumpToEnd } = scroll;
  // First what one reads.
  const hasButtons = useDeferredValue(scroll.isPlaced);
  const [isMoved, setMoved] = useState(false);
  const move = () => setMoved(true);
  const [openedWith] = useState(items);
  const isAsOpened = !isMoved && items === openedWith;
  useImperativeHandle(ref, () => ({ jumpTo, jumpToEnd }), [jumpTo, jumpToEnd]);

  const status = (item: TimelineItem): ItemStatus => {
    if (!isStored(item)) return item.status;
    return item.senderId === me.id && !item.isRecalled ? statusOf(item, timeline) : null;
  };
  const row = (item: TimelineItem, index: number) => {
    const before = items[index - 1];
    const isFirstUnread = isStored(item) && item.id === firstUnreadId;
    return (
      <MessageRow
        key={keyOf(item)}
        item={item}
        status={status(item)}
        isGroup={conversation.isGroup}
        startsRun={isFirstUnread || !isSameRun(before, item, me.id)}
        endsRun={!isSameRun(item, items[index + 1], me.id)}
        startsDay={!isSameDay(before, item)}
        isFirstUnread={isFirstUnread}
        isMarked={scroll.markedKey === keyOf(item)}
        isTabStop={keys.tabStopIndex === index}
        hasButtons={hasButtons}
      />
    );
  };

  if (items.length === 0) return <Empty />;
  return (
    <div className="relative min-h-0 flex-1">
      {/* Arrow keys lead from message to message; each of them has the focus in its turn. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        ref={frame}
        role="feed"
        aria-label={t('timeline')}
        aria-busy={timeline.isLoading}
        onKeyDown={(event) => {
          move();
          keys.onKeyDown(event);
        }}
        onFocus={keys.onFocus}
        onWheel={move}
        onPointerDown={move}
        className="flex h-full flex-col overflow-x-clip overflow-y-auto overscroll-contain pb-2 [overflow-anchor:none]"
      >
        {/* Few messages stand at the bottom. */}
        <div className="flex-1" />
        <Virtualizer
          key={scroll.windowNumber}
          ref={scroll.list}
          data={items}
          shift={scroll.isStartChanged}
          bufferSize={isAsOpened ? 0 : aroundPx}
          onScroll={scroll.onScroll}
          onResize={scroll.onResize}
          {...(keys.keepMounted && { keepMounted: keys.keepMounted })}
        >
          {row}
        </Virtualizer>
        {conversation.isGroup && !hasNewer && (
          <div className={`shrink-0 ${scroll.isPlaced ? '' : 'invisible'}`}>
            <SeenBy conversation={conversation} items={items} />
          </div>
        )}
      </div>
      <LoadProblem timeline={timeline} conversation={conversation} />
      <TypingLine conversation={conversation} />
      {!scroll.isAtEnd && (
        <div className="absolute right-4 bottom-4">
          <IconButton
            label={t('jumpToNewest')}
            icon={<ArrowDown />}
            badge={{
              count: conversation.unreadCount,
              label: t('unread', { count: conversation.unreadCount }),
            }}
            variant="raised"
            onClick={() => void jumpToEnd()}
          />
        </div>
      )}
    </div>
  );
}

function Empty() {
  const { t } = useTranslation('messages');
  return (
    <div className="flex min-h-0 flex-1 items-center justify-center overflow-y-auto">
      <EmptyState icon={<MessageCircle />} title={t('emptyTitle')} text={t('emptyText')} />
    </div>
  );
}

function LoadProblem({
  timeline,
  conversation,
}: {
  timeline: TimelineState;
  conversation: Conversation;
}) {
  const { t } = useTranslation('shell');
  const errorText = useErrorText();
  const live = useLive();
  const retry = useCallback(() => {
    const { hasOlder } = timeline;
    const loading = hasOlder ? live.loadOlder(conversation.id) : live.loadNewer(conversation.id);
    // What fails again is told here again.
    loading.catch(() => undefined);
  }, [timeline, live, conversation.id]);
  if (timeline.error === null) return null;
  return (
    <div
      role="alert"
      className="absolute inset-x-0 top-0 flex items-center justify-center gap-3 bg-amber-soft px-4 py-1 text-caption text-amber"
    >
      {errorText(timeline.error)}
      <Button size="sm" variant="quiet" onClick={retry}>
        {t('retry')}
      </Button>
    </div>
  );
}
