import { dehydrate, hydrate, QueryClient } from '@tanstack/react-query';
import type { UserId } from '@xom/contract/fields';
import { XomError } from '@xom/sdk/client';
import { openDevice } from './device-storage.ts';

/** Of a query whose last answer is shown at once at the next visit, also offline: `meta: kept`. */
export const kept = { isKept: true };

const saveMs = 2_000;

/** The cache of what the server answered. Events patch it; what may have been missed is fetched anew. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        gcTime: 10 * 60_000,
        // What the server refuses it refuses again.
        retry: (count, error) => count < 2 && error instanceof XomError && error.status === 0,
        networkMode: 'always',
        refetchOnWindowFocus: false,
      },
      mutations: { networkMode: 'always' },
    },
  });
}

/** Brings back what this browser has kept of somebody's lists. */
export async function restoreQueries(queries: QueryClient, userId: UserId): Promise<void> {
  const device = await openDevice();
  const state = await device.get('queries', userId);
  if (!state) return;
  hydrate(queries, state);
  // Nobody told of what happened meanwhile: it is shown, and asked for anew.
  await queries.invalidateQueries({ refetchType: 'none' });
}

/** Keeps somebody's lists in this browser, as they change. Answers with what ends it. */
export function keepQueries(queries: QueryClient, userId: UserId): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const save = async () => {
    timer = undefined;
    const shouldDehydrateQuery = (query: {
      meta?: object | undefined;
      state: { status: string };
    }) => isKept(query) && query.state.status === 'success';
    const device = await openDevice();
    await device.put('queries', dehydrate(queries, { shouldDehydrateQuery }), userId);
  };
  const cache = queries.getQueryCache();
  const saveLater = () => (timer ??= setTimeout(() => void save(), saveMs));
  const unsubscribe = cache.subscribe(({ type, query }) => {
    if (type === 'updated' && isKept(query)) saveLater();
  });
  // What the page asked for before anybody listened.
  if (cache.getAll().some((query) => isKept(query) && query.state.data !== undefined)) saveLater();
  return () => {
    unsubscribe();
    clearTimeout(timer);
  };
}

/** By its value: what was restored carries a copy. */
function isKept({ meta }: { meta?: object | undefined }): boolean {
  return meta !== undefined && 'isKept' in meta && meta.isKept === true;
}
