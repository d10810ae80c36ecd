import type { SearchType } from '@xom/contract/search';
import { queryOptions } from '@tanstack/react-query';
import { client } from '../../shell/client.ts';
import { type Page, pagesQuery } from '../../shell/pages.ts';

/** Everything that has the words: of each kind the first few. */
export function searchAllQuery(q: string) {
  return queryOptions({
    queryKey: ['search', 'all', q],
    queryFn: ({ signal }) => client.search.find({ q, limit: 4 }, { signal }),
    enabled: q !== '',
  });
}

type Found = Awaited<ReturnType<typeof client.search.find>>;
type FoundItem<Type extends SearchType> = NonNullable<Found[Type]>['items'][number];

/** All of one kind that have the words. */
export function searchQuery<Type extends SearchType>(type: Type, q: string) {
  return pagesQuery<FoundItem<Type>>(['search', type, q], async ({ signal, ...page }) => {
    const found = await client.search.find({ q, type: [type], ...page }, { signal });
    // Of a kind that was asked for there is always a page.
    return found[type] as Page<FoundItem<Type>>;
  });
}
