import type { QueryClient } from '@tanstack/react-query';
import { client } from '../../shell/client.ts';
import { onHappening } from '../../shell/happenings.ts';
import { pagesQuery } from '../../shell/pages.ts';
import { kept } from '../../shell/queries.ts';

const keys = { all: ['friends'], list: ['friends', 'list'], requests: ['friends', 'requests'] };

/** My friends, the newest first. */
export const friendsQuery = {
  ...pagesQuery(keys.list, ({ signal, ...page }) => client.friends.list(page, { signal })),
  meta: kept,
};

/** Who asks to be friends with me, or whom I asked. */
export function friendRequestsQuery(state: 'received' | 'sent') {
  return pagesQuery([...keys.requests, state], ({ signal, ...page }) =>
    client.friends.requests({ state, ...page }, { signal }),
  );
}

/** Keeps the lists in step with what happens between us. */
export function followFriends(queries: QueryClient): void {
  const refetch = () => void queries.invalidateQueries({ queryKey: keys.all });
  onHappening('friend.requested', refetch);
  onHappening('friend.accepted', refetch);
  onHappening('friend.removed', refetch);
}
