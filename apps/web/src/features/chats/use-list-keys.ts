import { type FocusEvent, type KeyboardEvent, type RefObject, useRef, useState } from 'react';
import type { VirtualizerHandle } from 'virtua';

interface ListKeysSettings {
  items: readonly { readonly id: string }[];
  list: RefObject<VirtualizerHandle | null>;
  frame: RefObject<HTMLElement | null>;
}

/** Leads the keyboard through a long list: one row is the stop of Tab, arrows, Home and End go on from there. */
export function useListKeys({ items, list, frame }: ListKeysSettings) {
  const [stopId, setStopId] = useState<string | null>(null);
  /** Where the focus is going: a row far away is there with the next frame only, and keys may be faster. */
  const goingTo = useRef<string | null>(null);
  const stopIndex = stopId === null ? -1 : items.findIndex(({ id }) => id === stopId);

  /** Gives a row the focus, if it is there and still the one that shall have it. */
  const take = (id: string): boolean => {
    const row = frame.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(id)}"]`);
    if (!row || goingTo.current !== id) return false;
    goingTo.current = null;
    row.focus({ preventScroll: true });
    return true;
  };

  const focus = (index: number): void => {
    const item = items[index];
    if (!item) return;
    setStopId(item.id);
    goingTo.current = item.id;
    list.current?.scrollToIndex(index, { align: 'nearest' });
    if (!take(item.id)) requestAnimationFrame(() => take(item.id));
  };

  return {
    tabStopIndex: Math.max(0, stopIndex),
    /** A row with the focus stays while it is out of sight. */
    keepMounted: stopIndex === -1 ? [] : [stopIndex],
    onFocus({ target }: FocusEvent) {
      const key = target instanceof HTMLElement ? target.dataset['key'] : undefined;
      if (key !== undefined) setStopId(key);
    },
    onKeyDown(event: KeyboardEvent) {
      const key = event.target instanceof HTMLElement ? event.target.dataset['key'] : undefined;
      if (key === undefined) return;
      const from = goingTo.current ?? key;
      const index = items.findIndex(({ id }) => id === from);
      const next = new Map([
        ['ArrowUp', index - 1],
        ['ArrowDown', index + 1],
        ['Home', 0],
        ['End', items.length - 1],
      ]).get(event.key);
      if (next === undefined) return;
      event.preventDefault();
      focus(next);
    },
  };
}
