import type { Post } from '@xom/contract/posts';
import { hashKey } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from '../../shell/translation.tsx';
import { Skeleton, SkeletonText } from '../../design/skeleton.tsx';
import type { PagesQuery } from '../../shell/pages.ts';
import { QueryList } from '../../shell/query-list.tsx';
import { PostCard } from './post-card.tsx';
import { VirtualFeed } from './virtual-feed.tsx';

const idOf = ({ id }: Post) => id;

/** A list of posts, loaded page by page. However long it is, only what is near the screen is rendered. */
export function PostList({
  label,
  query,
  empty,
}: {
  label: string;
  query: PagesQuery<Post>;
  empty: ReactNode;
}) {
  const { t } = useTranslation('shell');
  return (
    <QueryList
      label={label}
      query={query}
      itemKey={idOf}
      renderItem={(post) => <PostCard post={post} />}
      renderList={(posts, hasMore) => (
        <VirtualFeed
          key={hashKey(query.queryKey)}
          name={hashKey(query.queryKey)}
          label={label}
          items={posts}
          itemKey={idOf}
          renderItem={(post) => <PostCard post={post} />}
          skeleton={<PostSkeleton />}
          hasMore={hasMore}
        />
      )}
      skeleton={<PostSkeleton />}
      endText={t('endOfList')}
      empty={empty}
    />
  );
}

/** The shape of a post that is coming. */
export function PostSkeleton() {
  return (
    <div aria-hidden className="flex gap-3 border-b border-hairline px-4 py-3">
      <Skeleton className="size-10 shrink-0 rounded-full" />
      <div className="flex-1">
        <Skeleton className="mt-1 h-4 w-2/5" />
        <SkeletonText lines={3} />
        <Skeleton className="mt-3 h-5 w-3/5" />
      </div>
    </div>
  );
}
