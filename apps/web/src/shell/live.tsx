import type { UserId } from '@xom/contract/fields';
import type { EventName, EventPayload } from '@xom/sdk/calls';
import type { ConnectionState } from '@xom/sdk/client';
import type { LiveStore } from '@xom/sdk/live-store';
import { useQueryClient } from '@tanstack/react-query';
import {
  createContext,
  type ReactNode,
  startTransition,
  use,
  useEffect,
  useState,
  useSyncExternalStore,
} from 'react';
import { client, onSessionEnd } from './client.ts';
import { whenIdle } from './idle.ts';
import { restoredLive, takeLive } from './live-start.ts';
import { keepQueries } from './queries.ts';

const LiveContext = createContext<LiveStore | null>(null);

/** Connects the person signed in, and keeps what the page holds in step with the server. */
export function LiveProvider({ userId, children }: { userId: UserId; children: ReactNode }) {
  const queries = useQueryClient();
  const [live, setLive] = useState(() => restoredLive(userId));

  useEffect(() => {
    let isGone = false;
    let isEnded = false;
    const { store, restored } = takeLive(queries, userId);
    void restored.then(() => {
      // In slices: it is the whole page that shows now.
      if (!isGone) startTransition(() => setLive(store));
    });
    const stopKeeping = keepQueries(queries, userId);
    const stopHearingEnd = onSessionEnd(() => {
      isEnded = true;
    });
    // First what the page shows. Whoever ends the session closes it; until then it reconnects by itself.
    const stopWaiting = whenIdle(() => void client.connect().catch(() => undefined));
    return () => {
      isGone = true;
      stopWaiting();
      stopKeeping();
      stopHearingEnd();
      // Of somebody who signed out, nothing stays here.
      void (isEnded ? store.clear() : store.stop()).catch(() => undefined);
      client.close();
    };
  }, [queries, userId]);

  return live && <LiveContext value={live}>{children}</LiveContext>;
}

/** The conversations of the person signed in, live; hooks over it stand in `use-live.ts`. */
export function useLive(): LiveStore {
  const live = use(LiveContext);
  if (!live) throw new Error('there is no LiveProvider');
  return live;
}

/** Listens to an event of the server while the component is shown. */
export function useEvent<Name extends EventName>(
  event: Name,
  handler: (payload: EventPayload<Name>) => void,
): void {
  useEffect(() => client.on(event, handler), [event, handler]);
}

/** Whether events arrive. */
export function useConnection(): ConnectionState {
  return useSyncExternalStore(
    (listener) => client.onConnection(listener),
    () => client.connection,
  );
}

/** Whether the device says it has a network. */
export function useIsOffline(): boolean {
  return useSyncExternalStore(
    (listener) => {
      addEventListener('online', listener);
      addEventListener('offline', listener);
      return () => {
        removeEventListener('online', listener);
        removeEventListener('offline', listener);
      };
    },
    () => !navigator.onLine,
  );
}
