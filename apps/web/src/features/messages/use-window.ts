import { useState } from 'react';
import { isStored, type TimelineItem } from './timeline-item.ts';

interface Window {
  readonly items: readonly TimelineItem[];
  /** Another stretch of the conversation has another number: its list begins anew. */
  readonly number: number;
  /** Whether the last change was at the start: what is in sight must stay where it is. */
  readonly isStartChanged: boolean;
}

/** Follows the stretch that is shown: whether it grew at its start, or is another one. */
export function useWindow(items: readonly TimelineItem[]): Window {
  const [window, setWindow] = useState<Window>({ items, number: 0, isStartChanged: false });
  if (window.items === items) return window;
  const next = follow(window, items);
  setWindow(next);
  return next;
}

function follow(before: Window, items: readonly TimelineItem[]): Window {
  const old = seqs(before.items);
  const now = seqs(items);
  const isOther = !old || !now || now.first > old.last + 1 || now.last < old.first - 1;
  // A conversation that was empty begins with its first message, and has no place to keep.
  if (isOther && before.items.length > 0)
    return { items, number: before.number + 1, isStartChanged: false };
  return {
    items,
    number: isOther && items.length > 0 ? before.number + 1 : before.number,
    isStartChanged: !isOther && now.first !== old.first,
  };
}

function seqs(items: readonly TimelineItem[]): { first: number; last: number } | null {
  const first = items[0];
  if (!first || !isStored(first)) return null;
  const last = items.findLast(isStored) ?? first;
  return { first: first.seq, last: last.seq };
}
