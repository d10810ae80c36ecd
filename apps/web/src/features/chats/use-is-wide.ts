import { useSyncExternalStore } from 'react';

/** The rail, the list and the panel leave as much to the messages as to the list. */
const query = '(width >= 90rem)';

/** Whether there is room for a panel beside the messages. */
export function useIsWide(): boolean {
  return useSyncExternalStore(
    (listener) => {
      const media = matchMedia(query);
      media.addEventListener('change', listener);
      return () => media.removeEventListener('change', listener);
    },
    () => matchMedia(query).matches,
  );
}
