import { type InfiniteData, type QueryKey, useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from './translation.tsx';
import { InfiniteList } from '../design/infinite-list.tsx';
import { SkeletonRow } from '../design/skeleton.tsx';
import { useErrorText } from './errors.ts';
import { itemsOf, type Page, type PagesQuery } from './pages.ts';

const row = <SkeletonRow />;

interface QueryListProps<Item> {
  /** What it is a list of. */
  label: string;
  query: PagesQuery<Item>;
  itemKey: (item: Item) => string;
  renderItem: (item: Item) => ReactNode;
  renderList?: (items: readonly Item[], hasMore: boolean) => ReactNode;
  empty: ReactNode;
  skeleton?: ReactNode;
  /** Below the last item. */
  endText?: string;
  kind?: 'list' | 'feed';
  className?: string;
}

/** A list of the server, loaded page by page, with all its states. */
export function QueryList<Item>({ query, itemKey, skeleton = row, ...list }: QueryListProps<Item>) {
  const { t } = useTranslation('shell');
  const errorText = useErrorText();
  const { data, error, hasNextPage, isFetching, isFetchingNextPage, fetchNextPage, refetch } =
    useInfiniteQuery<Page<Item>, Error, InfiniteData<Page<Item>>, QueryKey, string>(query);
  return (
    <InfiniteList
      {...list}
      items={itemsOf(data, itemKey)}
      itemKey={itemKey}
      hasMore={hasNextPage}
      isLoading={isFetchingNextPage || (isFetching && data === undefined)}
      loadMore={() => void (data === undefined ? refetch() : fetchNextPage())}
      error={error && { text: errorText(error), retryLabel: t('retry') }}
      skeleton={skeleton}
      loadingLabel={t('loading')}
    />
  );
}
