import { type FocusEvent, type KeyboardEvent, type RefObject, useRef, useState } from 'react';
import { useRowActs } from './message-acts.ts';
import { isStored, keyOf, type TimelineItem } from './timeline-item.ts';

interface RowKeysSettings {
  items: readonly TimelineItem[];
  /** Brings a row into sight. */
  reveal: (index: number) => void;
  frame: RefObject<HTMLElement | null>;
}

/** Leads the keyboard through a timeline: one row is the stop of Tab, arrows, Home and End go on from there. */
export function useRowKeys({ items, reveal, frame }: RowKeysSettings) {
  const acts = useRowActs();
  const [stopKey, setStopKey] = useState<string | null>(null);
  const near = useRef(0);
  const stopIndex = stopKey === null ? -1 : findIndex(items, stopKey, near.current);
  near.current = stopIndex;

  const focus = (index: number): void => {
    const item = items[index];
    if (!item) return;
    setStopKey(keyOf(item));
    reveal(index);
    // It is there with the next rendering.
    requestAnimationFrame(() => rowOf(frame.current, keyOf(item))?.focus({ preventScroll: true }));
  };

  return {
    /** Without one, the newest. */
    tabStopIndex: stopIndex === -1 ? items.length - 1 : stopIndex,
    /** A row with the focus stays while it is out of sight. */
    keepMounted: stopIndex === -1 ? null : [stopIndex],
    onFocus({ target }: FocusEvent) {
      const key = target instanceof HTMLElement ? target.dataset['key'] : undefined;
      if (key !== undefined) setStopKey(key);
    },
    onKeyDown(event: KeyboardEvent) {
      const row = event.target;
      if (!(row instanceof HTMLElement) || row.dataset['key'] === undefined) return;
      const index = findIndex(items, row.dataset['key'], near.current);
      const item = items[index];
      const isMenu = event.key === 'Enter' || event.key === 'ContextMenu';
      if (isMenu && item && isStored(item)) {
        event.preventDefault();
        acts.openMenu(item, row);
        return;
      }
      const next = { ArrowUp: index - 1, ArrowDown: index + 1, Home: 0, End: items.length - 1 };
      if (!(event.key in next)) return;
      event.preventDefault();
      focus(next[event.key as keyof typeof next]);
    },
  };
}

/** Looks where it was first: a key moves seldom far. */
function findIndex(items: readonly TimelineItem[], key: string, near: number): number {
  const has = (index: number) => {
    const item = items[index];
    return item !== undefined && keyOf(item) === key;
  };
  for (const index of [near, near - 1, near + 1]) if (has(index)) return index;
  return items.findIndex((item) => keyOf(item) === key);
}

function rowOf(frame: HTMLElement | null, key: string): HTMLElement | null {
  return frame?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`) ?? null;
}
