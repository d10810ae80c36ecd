import { useSyncExternalStore } from 'react';

/** The rail, the list and the panel leave as much to the messages as to the list. */
const wide = '(width >= 90rem)';
const desktop = '(width >= 64rem)';

/** Whether there is room for a panel beside the messages. */
export function useIsWide(): boolean {
  return useIsMatched(wide);
}

/** Whether there is room for the list beside what is open. */
export function useIsDesktop(): boolean {
  return useIsMatched(desktop);
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
