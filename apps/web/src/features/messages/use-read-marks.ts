import type { Conversation } from '@xom/contract/conversations';
import type { Timeline } from '@xom/sdk/live-store';
import { useCallback, useEffect, useRef } from 'react';
import { useLive } from '../../shell/live.tsx';
import { isStored, type TimelineItem } from './timeline-item.ts';

const restMs = 400;

/** Marks what was in sight as read, while somebody looks at the page. Takes the last message in sight. */
export function useReadMarks(
  { id, unreadCount }: Conversation,
  { messages, readUpToSeq }: Timeline,
): (last: TimelineItem) => void {
  const live = useLive();
  const marked = useRef(0);
  const seen = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const hasUnread = unreadCount > 0;

  return useCallback(
    (last) => {
      if (!hasUnread || document.visibilityState !== 'visible') return;
      const newest = isStored(last) ? last : messages.at(-1);
      if (!newest || newest.seq <= Math.max(marked.current, readUpToSeq ?? 0)) return;
      seen.current = newest.seq;
      clearTimeout(timer.current);
      timer.current = setTimeout(() => {
        if (document.visibilityState !== 'visible' || seen.current !== newest.seq) return;
        marked.current = newest.seq;
        // Where one of us blocked the other, nothing is marked; offline, the next look marks it.
        live.markRead(id, newest).catch(() => {
          marked.current = 0;
        });
      }, restMs);
    },
    [live, id, hasUnread, messages, readUpToSeq],
  );
}
