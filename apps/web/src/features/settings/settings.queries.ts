import type { NotificationKind } from '@xom/contract/notifications';
import type { CallOutput, OperationNamed } from '@xom/sdk/calls';
import { queryOptions } from '@tanstack/react-query';
import { client } from '../../shell/client.ts';
import { pagesQuery } from '../../shell/pages.ts';

/** Of what I want to be told. */
export const notificationKindsQuery = queryOptions({
  queryKey: ['settings', 'notifications'],
  queryFn: async ({ signal }): Promise<Readonly<Record<NotificationKind, boolean>>> =>
    (await client.notifications.settings({}, { signal })).kinds,
});

/** One place where I am signed in. */
export type DeviceSession = CallOutput<OperationNamed<'auth.sessions'>>['items'][number];

/** Where I am signed in, this device first, then what was used last. */
export const sessionsQuery = queryOptions({
  queryKey: ['settings', 'sessions'],
  queryFn: async ({ signal }): Promise<readonly DeviceSession[]> => {
    const { items } = await client.auth.sessions({}, { signal });
    return items.toSorted(
      (one, other) =>
        Number(other.isCurrent) - Number(one.isCurrent) ||
        Date.parse(other.lastUsedAt) - Date.parse(one.lastUsedAt),
    );
  },
  staleTime: 0,
});

/** Whom I blocked. What happens between people refreshes all of `people`. */
export const blocksQuery = pagesQuery(['people', 'blocks'], async ({ signal, ...page }) => {
  const { items, nextCursor } = await client.users.blocks({ limit: 30, ...page }, { signal });
  return { items: items.map(({ user, blockedAt }) => ({ user, since: blockedAt })), nextCursor };
});

/** Whom I muted. */
export const mutesQuery = pagesQuery(['people', 'mutes'], async ({ signal, ...page }) => {
  const { items, nextCursor } = await client.users.mutes({ limit: 30, ...page }, { signal });
  return { items: items.map(({ user, mutedAt }) => ({ user, since: mutedAt })), nextCursor };
});
