import type { Query, QueryClient } from '@tanstack/react-query';
import type { EventName, EventPayload } from '@xom/sdk/calls';
import { client } from './client.ts';

/** An answer that was asked for before something happened may not know of it, and is asked for anew. */

/** Long enough that the pictures of a page that opens go first, and that many events ask once. */
const askAnewAfterMs = 1_000;
let happened = 0;

/** Follows an event that changes what queries answer. */
export function onHappening<Name extends EventName>(
  event: Name,
  handler: (payload: EventPayload<Name>) => void,
): void {
  client.on(event, (payload) => {
    happened += 1;
    handler(payload);
  });
}

/**
 * Asks anew for what was on its way while something happened, or answered before the first connection: nobody
 * told of what happened until then.
 */
export function askAnewForWhatMayBeOld(queries: QueryClient): void {
  const cache = queries.getQueryCache();
  const happenedWhenAsked = new WeakMap<Query, number>();
  const doubted = new Set<Query>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const askAnew = () => {
    timer = undefined;
    const old = new Set(doubted);
    doubted.clear();
    void queries.invalidateQueries({ predicate: (query) => old.has(query) });
  };
  const doubt = (query: Query) => {
    doubted.add(query);
    timer ??= setTimeout(askAnew, askAnewAfterMs);
  };

  cache.subscribe((notice) => {
    if (notice.type !== 'updated') return;
    const { query, action } = notice;
    if (action.type === 'fetch') happenedWhenAsked.set(query, happened);
    const isAnswer = action.type === 'success' && action.manual !== true;
    if (isAnswer && happenedWhenAsked.get(query) !== happened) doubt(query);
  });

  let wasConnected = false;
  client.onConnection((state) => {
    if (state !== 'connected') return;
    happened += 1;
    // What was held before a connection broke is asked for at once: much may have happened.
    if (wasConnected) void queries.invalidateQueries();
    else for (const query of cache.getAll()) if (query.state.status === 'success') doubt(query);
    wasConnected = true;
  });
  onHappening('resync', () => void queries.invalidateQueries());
}
