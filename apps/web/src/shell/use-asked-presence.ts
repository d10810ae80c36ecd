import type { UserId } from '@xom/contract/fields';
import type { LiveStore, Presence } from '@xom/sdk/live-store';
import { useEffect } from 'react';
import { askTogether } from './ask-together.ts';
import { useLive } from './live.tsx';
import { usePresence, useStoreConnection } from './use-live.ts';

const asks = new WeakMap<LiveStore, (userId: UserId) => void>();

/** Whether somebody is here, asked for once they are shown; null where that is not known. */
export function useAskedPresence(userId: UserId | null): Presence | null {
  const live = useLive();
  const isOnline = useStoreConnection() === 'online';
  useEffect(() => {
    if (isOnline && userId !== null) askFor(live)(userId);
  }, [live, isOnline, userId]);
  return usePresence(userId);
}

function askFor(live: LiveStore): (userId: UserId) => void {
  const known = asks.get(live);
  if (known) return known;
  const ask = askTogether((userIds: readonly UserId[]) => live.loadPresence(userIds));
  asks.set(live, ask);
  return ask;
}
