import { useSyncExternalStore } from 'react';

/** From the breakpoint `desktop` on. */
const room = matchMedia('(min-width: 64rem)');

/** Whether a list and what is chosen from it stand side by side. */
export function useHasTwoColumns(): boolean {
  return useSyncExternalStore(
    (listener) => {
      room.addEventListener('change', listener);
      return () => room.removeEventListener('change', listener);
    },
    () => room.matches,
  );
}
