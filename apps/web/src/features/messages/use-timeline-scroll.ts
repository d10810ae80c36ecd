import type { ConversationId, MessageId } from '@xom/contract/fields';
import type { Timeline } from '@xom/sdk/live-store';
import {
  type RefObject,
  useCallback,
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import type { VirtualizerHandle } from 'virtua';
import { useLive } from '../../shell/live.tsx';
import { isStored, keyOf, type TimelineItem } from './timeline-item.ts';
import { useWindow } from './use-window.ts';

/** From so many rows before an end on, more is loaded. */
const aheadRows = 25;
const nearPx = 60;
const markedMs = 1_800;
/** For so long after a jump its way may still begin at the end. */
const jumpMs = 500;

interface ScrollSettings {
  conversationId: ConversationId;
  timeline: Timeline;
  items: readonly TimelineItem[];
  /** Where it opens; null: at the newest. */
  openAt: MessageId | null;
  /** Whether it opens there because somebody jumps there, and not to go on reading. */
  isJump: boolean;
  /** Told, now and then, which message is the last in sight. */
  onSeen: (last: TimelineItem) => void;
  /** What scrolls. */
  frame: RefObject<HTMLElement | null>;
}

export interface TimelineScroll {
  readonly list: RefObject<VirtualizerHandle | null>;
  /** Another stretch has another number. */
  readonly windowNumber: number;
  readonly isStartChanged: boolean;
  readonly isAtEnd: boolean;
  /** Whether what is in sight stands where it stays. */
  readonly isPlaced: boolean;
  /** The key of the row that somebody jumped to. */
  readonly markedKey: string | null;
  onScroll(offset: number): void;
  onResize(): void;
  /** Brings a row into sight, as little as that needs. */
  reveal(index: number): void;
  /** Shows a message, and marks it for a moment. @throws XomError `not_found` */
  jumpTo(messageId: MessageId): Promise<void>;
  /** Shows the newest message. */
  jumpToEnd(): Promise<void>;
}

/** Keeps the right part of a timeline in sight: at its end, where one reads, or where one jumps to. */
export function useTimelineScroll(settings: ScrollSettings): TimelineScroll {
  const { conversationId, timeline, items, openAt, onSeen, frame } = settings;
  const live = useLive();
  const list = useRef<VirtualizerHandle>(null);
  const { number, isStartChanged } = useWindow(items);
  const [isAtEnd, setAtEnd] = useState(true);
  const [isPlaced, setPlaced] = useState(false);
  const [markedKey, setMarkedKey] = useState<string | null>(null);
  /** Follows the end while nobody scrolls away from it. */
  const isFollowing = useRef(true);
  /** Until then, being at the end is no wish to stay there. */
  const leavesUntil = useRef(0);
  const lastOffset = useRef(0);
  const opened = useRef<number | null>(null);
  const target = useRef(openAt);
  const isJump = useRef(settings.isJump);

  const toEnd = useCallback(() => {
    if (items.length > 0) list.current?.scrollToIndex(items.length - 1, { align: 'end' });
  }, [items.length]);

  // What was just measured the page is as high for only a moment later: until then it cannot scroll so far. And
  // who has seen the last message stands below it.
  const follow = useEffectEvent((element: HTMLElement) => {
    if (isFollowing.current && !timeline.hasNewer) element.scrollTop = element.scrollHeight;
  });
  const isEmpty = items.length === 0;
  useLayoutEffect(() => {
    const { current: element } = frame;
    if (!element || isEmpty) return undefined;
    const observer = new ResizeObserver(() => follow(element));
    for (const part of [element, ...element.children]) observer.observe(part);
    return () => observer.disconnect();
    // Another stretch has other elements.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [frame, number, isEmpty]);

  const mark = useCallback((key: string): void => {
    setMarkedKey(key);
    setTimeout(() => setMarkedKey((now) => (now === key ? null : now)), markedMs);
  }, []);

  // A stretch opens at what one jumped to, or at the first unread, else at its end.
  useLayoutEffect(() => {
    if (items.length === 0) return;
    const isNew = opened.current !== number;
    opened.current = number;
    const index = target.current ? indexOf(items, target.current) : -1;
    const item = items[index];
    if (item && (isNew || isJump.current)) {
      isFollowing.current = false;
      list.current?.scrollToIndex(index, { align: isJump.current ? 'center' : 'start' });
      if (isJump.current) mark(keyOf(item));
      target.current = null;
      isJump.current = false;
      return;
    }
    if (isNew) isFollowing.current = true;
    if (isFollowing.current && !timeline.hasNewer) toEnd();
  }, [items, number, timeline.hasNewer, toEnd, mark]);

  const look = useCallback(() => {
    const { current: shown } = list;
    if (!shown || items.length === 0) return;
    const { scrollOffset, viewportSize, scrollSize } = shown;
    if (viewportSize === 0) return;
    setPlaced(true);
    const isEnd = scrollSize - viewportSize - scrollOffset < nearPx;
    if (isEnd && performance.now() > leavesUntil.current) isFollowing.current = true;
    else if (scrollOffset < lastOffset.current - 1) isFollowing.current = false;
    lastOffset.current = scrollOffset;
    setAtEnd(isEnd);
    const last = items[shown.findItemIndex(scrollOffset + viewportSize - 1)];
    if (last) onSeen(last);
    // Whoever follows the end has no need of what is far above it.
    if (isFollowing.current && !timeline.hasNewer) live.keepNewest(conversationId);
    if (timeline.isLoading || timeline.error !== null) return;
    if (timeline.hasOlder && shown.findItemIndex(scrollOffset) < aheadRows) {
      live.loadOlder(conversationId).catch(toldByTimeline);
    } else if (
      timeline.hasNewer &&
      shown.findItemIndex(scrollOffset + viewportSize) > items.length - aheadRows
    ) {
      live.loadNewer(conversationId).catch(toldByTimeline);
    }
  }, [items, timeline, live, conversationId, onSeen]);

  // What is there may not fill the screen, and what is in sight changes without a scroll. However fast
  // messages come, each frame looks once.
  const latestLook = useRef(look);
  const nextLook = useRef(0);
  useEffect(() => {
    latestLook.current = look;
    nextLook.current ||= requestAnimationFrame(() => {
      nextLook.current = 0;
      latestLook.current();
    });
  }, [look]);
  useEffect(() => {
    const lookAgain = () => latestLook.current();
    document.addEventListener('visibilitychange', lookAgain);
    return () => {
      document.removeEventListener('visibilitychange', lookAgain);
      cancelAnimationFrame(nextLook.current);
      nextLook.current = 0;
    };
  }, []);

  const leaveEnd = (): void => {
    isFollowing.current = false;
    leavesUntil.current = performance.now() + jumpMs;
    setTimeout(() => latestLook.current(), jumpMs + 50);
  };

  return {
    list,
    windowNumber: number,
    isStartChanged,
    isAtEnd: isAtEnd && !timeline.hasNewer,
    isPlaced,
    markedKey,
    onScroll: look,
    onResize: () => {
      if (isFollowing.current && !timeline.hasNewer) toEnd();
      else look();
    },
    reveal(index) {
      // Else what is measured on the way would lead back to the end.
      leaveEnd();
      list.current?.scrollToIndex(index, { align: 'nearest' });
    },
    async jumpTo(messageId) {
      const index = indexOf(items, messageId);
      const item = items[index];
      leaveEnd();
      if (item) {
        list.current?.scrollToIndex(index, { align: 'center' });
        mark(keyOf(item));
        return;
      }
      target.current = messageId;
      isJump.current = true;
      await live.jumpTo(conversationId, messageId);
    },
    async jumpToEnd() {
      leavesUntil.current = 0;
      isFollowing.current = true;
      if (timeline.hasNewer) await live.jumpToNewest(conversationId);
      else toEnd();
    },
  };
}

/** Why something did not load, the timeline shows. */
function toldByTimeline(): void {}

function indexOf(items: readonly TimelineItem[], messageId: MessageId): number {
  return items.findIndex((item) => isStored(item) && item.id === messageId);
}
