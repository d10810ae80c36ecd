import { type InfiniteData, infiniteQueryOptions, type QueryKey } from '@tanstack/react-query';

/** A page of a list, as the server answers it. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

interface PageRequest {
  readonly cursor?: string;
  readonly signal: AbortSignal;
}

export type PagesQuery<Item> = ReturnType<typeof pagesQuery<Item>>;

/**
 * A list that loads page by page: for `useInfiniteQuery`.
 * @param load `({ signal, ...page }) => client.users.followers({ userId, ...page }, { signal })`
 */
export function pagesQuery<Item>(
  queryKey: QueryKey,
  load: (request: PageRequest) => Promise<Page<Item>>,
) {
  return infiniteQueryOptions({
    queryKey,
    queryFn: ({ pageParam, signal }) =>
      load({ ...(pageParam !== '' && { cursor: pageParam }), signal }),
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
}

/** All items that have been loaded, each once: pages may overlap where the list moved meanwhile. */
export function itemsOf<Item>(
  data: InfiniteData<Page<Item>> | undefined,
  keyOf: (item: Item) => string,
): readonly Item[] {
  const byKey = new Map<string, Item>();
  for (const { items } of data?.pages ?? []) {
    for (const item of items) if (!byKey.has(keyOf(item))) byKey.set(keyOf(item), item);
  }
  return [...byKey.values()];
}

/** The same pages with each item as `change` gives it; null leaves it out. */
export function mapPages<Item>(
  data: InfiniteData<Page<Item>>,
  change: (item: Item) => Item | null,
): InfiniteData<Page<Item>> {
  const pages = data.pages.map((page) => ({
    ...page,
    items: page.items.map(change).filter((item) => item !== null),
  }));
  return { ...data, pages };
}
