import type { QueryClient } from '@tanstack/react-query';
import type { UserId } from '@xom/contract/fields';
import { createLiveStore, type LiveStore } from '@xom/sdk/live-store';
import { client, onSessionEnd } from './client.ts';
import { devicePersistence } from './live-persistence.ts';
import { restoreQueries } from './queries.ts';
import { readSession, sessionKnown } from './session-state.ts';

/** The store of somebody, and what this browser has kept of theirs on its way back. */
export interface LiveStart {
  readonly userId: UserId;
  readonly store: LiveStore;
  /** What cannot be restored is fetched: this never fails. */
  readonly restored: Promise<unknown>;
  isRestored: boolean;
}

/** Begun before the page that shows it is there. */
let early: LiveStart | null = null;

/** Begins as soon as it is known who is here: what is kept comes back while scripts are still being read. */
export async function startLiveEarly(queries: QueryClient): Promise<LiveStore | null> {
  await sessionKnown();
  const { me } = readSession();
  if (!me) return null;
  const begun = begin(queries, me.id);
  early = begun;
  onSessionEnd(dropEarly);
  await begun.restored;
  return begun.store;
}

/** The store of whoever is shown now, when nothing of it is on its way any more. */
export function restoredLive(userId: UserId): LiveStore | null {
  return early?.userId === userId && early.isRestored ? early.store : null;
}

/** Whoever takes it stops it. */
export function takeLive(queries: QueryClient, userId: UserId): LiveStart {
  if (early?.userId !== userId) dropEarly();
  const taken = early ?? begin(queries, userId);
  early = null;
  return taken;
}

function begin(queries: QueryClient, userId: UserId): LiveStart {
  const store = createLiveStore({ client, userId, persistence: devicePersistence });
  const restored = Promise.allSettled([store.start(), restoreQueries(queries, userId)]);
  const begun: LiveStart = { userId, store, restored, isRestored: false };
  void restored.then(() => {
    begun.isRestored = true;
  });
  return begun;
}

/** Nobody took it. */
function dropEarly(): void {
  void early?.store.stop().catch(() => undefined);
  early = null;
}
