import type { AccountState, Role } from '@xom/contract/accounts';
import { queryOptions } from '@tanstack/react-query';
import { client } from '../../shell/client.ts';
import { pagesQuery } from '../../shell/pages.ts';

export const moderationKeys = { all: ['moderation'], people: ['moderation', 'people'] };

export interface PeopleFilter {
  /** The start of the username. */
  readonly q?: string;
  readonly state?: AccountState;
  readonly role?: Role;
}

/** Everybody, newest first. */
export const moderatedPeopleQuery = (filter: PeopleFilter) =>
  pagesQuery([...moderationKeys.people, filter], ({ signal, ...page }) =>
    client.admin.users({ ...filter, ...page }, { signal }),
  );

/** Every act of moderation, newest first. */
export const auditQuery = pagesQuery([...moderationKeys.all, 'audit'], ({ signal, ...page }) =>
  client.admin.audit(page, { signal }),
);

/** How much there is, and how many are here now. */
export const statsQuery = queryOptions({
  queryKey: [...moderationKeys.all, 'stats'],
  queryFn: ({ signal }) => client.admin.stats({}, { signal }),
});
