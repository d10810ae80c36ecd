import { useSyncExternalStore } from 'react';

/** Room for a list beside what is open: as the breakpoint `desktop` of tokens.css. */
const desktop = '(width >= 64rem)';
/** The rail, the list and the panel leave as much to the messages as to the list. */
const wide = '(width >= 90rem)';

/** Whether there is room for a list beside what is open, now. */
export function isDesktop(): boolean {
  return matchMedia(desktop).matches;
}

/** Whether there is room for a list beside what is open. */
export function useIsDesktop(): boolean {
  return useIsMatched(desktop);
}

/** Whether there is room for a panel beside the messages too. */
export function useIsWide(): boolean {
  return useIsMatched(wide);
}

function useIsMatched(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const media = matchMedia(query);
      media.addEventListener('change', listener);
      return () => media.removeEventListener('change', listener);
    },
    () => matchMedia(query).matches,
  );
}
