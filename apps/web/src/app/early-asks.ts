import type { QueryClient } from '@tanstack/react-query';
import type { ConversationId } from '@xom/contract/fields';
import type { LiveStore } from '@xom/sdk/live-store';
import { feedQuery } from '../features/posts/posts.queries.ts';
import { client } from '../shell/client.ts';

/** Asks for what the page that was opened shows first, unless it is kept here, while its scripts are on their way. */
export function askEarly(queries: QueryClient, live: LiveStore): void {
  // Who was here last is shown before the server has let them in: then what is kept shows first.
  if (client.accessToken === null) return;
  const { pathname } = location;
  if (pathname === '/' && queries.getQueryData(feedQuery.queryKey) === undefined)
    void queries.prefetchInfiniteQuery(feedQuery);
  const [, opened] = /^\/messages\/([^/]+)$/.exec(pathname) ?? [];
  // What is no conversation of mine the server says, to the page that asks again.
  if (opened !== undefined) live.open(opened as ConversationId).catch(() => undefined);
}
