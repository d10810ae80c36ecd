import type { UserId } from '@xom/contract/fields';
import { queryOptions } from '@tanstack/react-query';
import { client } from '../../shell/client.ts';
import { pagesQuery } from '../../shell/pages.ts';
import { kept } from '../../shell/queries.ts';

/** What I am to somebody: one place, whichever list they are shown in. */
export interface Tie {
  readonly isFollowing: boolean;
  readonly isRequested: boolean;
}

export const peopleKeys = {
  person: (idOrUsername: string) => ['people', 'person', idOrUsername] as const,
  tie: (userId: string) => ['people', 'tie', userId] as const,
  lists: ['people', 'lists'] as const,
  followers: ['people', 'lists', 'followers'] as const,
  suggestions: ['people', 'suggestions'] as const,
  followRequests: ['people', 'follow-requests'] as const,
};

/** A person's profile. */
export function personQuery(idOrUsername: string) {
  return queryOptions({
    queryKey: peopleKeys.person(idOrUsername),
    queryFn: ({ signal }) => client.users.get({ idOrUsername }, { signal }),
    meta: kept,
  });
}

export type FollowListKind = 'followers' | 'followings' | 'mutuals';

/** Who follows whom. */
export function followListQuery(kind: FollowListKind, userId: UserId) {
  return pagesQuery([...peopleKeys.lists, kind, userId], ({ signal, ...page }) =>
    client.users[kind]({ userId, limit: 30, ...page }, { signal }),
  );
}

/** Whom I might follow. */
export const suggestionsQuery = (limit: number) =>
  queryOptions({
    queryKey: [...peopleKeys.suggestions, limit],
    queryFn: async ({ signal }) => (await client.users.suggestions({ limit }, { signal })).items,
    staleTime: 5 * 60_000,
  });

/** Who asks to follow me, or whom I asked. */
export function followRequestsQuery(state: 'received' | 'sent') {
  return pagesQuery([...peopleKeys.followRequests, state], ({ signal, ...page }) =>
    client.users.followRequests({ state, ...page }, { signal }),
  );
}
