import { type ReactNode, useEffect, useEffectEvent, useRef } from 'react';
import { Button } from './button.tsx';
import { FeedArticle } from './feed-article.tsx';
import { moveByPage } from './move-by-page.ts';

interface InfiniteListProps<Item> {
  /** What it is a list of. */
  label: string;
  items: readonly Item[];
  itemKey: (item: Item) => string;
  renderItem: (item: Item) => ReactNode;
  /** In place of the plain list, as one that renders only what is in sight. */
  renderList?: ((items: readonly Item[], hasMore: boolean) => ReactNode) | undefined;
  hasMore: boolean;
  isLoading: boolean;
  loadMore: () => void;
  /** What could not be loaded, and the button to try again. */
  error?: { readonly text: string; readonly retryLabel: string } | null | undefined;
  /** The shape of one item that is coming. */
  skeleton: ReactNode;
  /** How many of it before the first page. */
  skeletonCount?: number;
  loadingLabel: string;
  /** Instead of the list when there is nothing. */
  empty?: ReactNode;
  /** Below the last item. */
  endText?: string | undefined;
  /** A feed's items are articles between which Page Up and Page Down move. */
  kind?: 'list' | 'feed';
  className?: string;
}

/** A list that asks for more before its end comes into sight. */
export function InfiniteList<Item>({
  label,
  items,
  itemKey,
  renderItem,
  renderList,
  hasMore,
  isLoading,
  loadMore,
  error,
  skeleton,
  skeletonCount = 6,
  loadingLabel,
  empty,
  endText,
  kind = 'list',
  className = '',
}: InfiniteListProps<Item>) {
  const isDone = !hasMore && !isLoading && !error;
  if (items.length === 0 && isDone) return empty;
  const shapes = items.length === 0 ? skeletonCount : 2;
  return (
    <>
      {renderList && items.length > 0 ? (
        renderList(items, hasMore)
      ) : kind === 'feed' ? (
        // A feed is no control, but the pattern gives it these two keys.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
        <div
          role="feed"
          aria-label={label}
          aria-busy={isLoading}
          onKeyDown={moveByPage}
          className={className}
        >
          {items.map((item, index) => (
            <FeedArticle key={itemKey(item)} index={index} count={hasMore ? null : items.length}>
              {renderItem(item)}
            </FeedArticle>
          ))}
        </div>
      ) : (
        items.length > 0 && (
          <ul aria-label={label} aria-busy={isLoading} className={className}>
            {items.map((item) => (
              <li key={itemKey(item)}>{renderItem(item)}</li>
            ))}
          </ul>
        )
      )}
      {hasMore && !isLoading && !error && <Sentinel onReach={loadMore} />}
      <div role="status">{isLoading && <span className="sr-only">{loadingLabel}</span>}</div>
      {isLoading &&
        // Shapes are all the same, and have no names.
        // oxlint-disable-next-line react/no-array-index-key
        Array.from({ length: shapes }, (_, index) => <div key={index}>{skeleton}</div>)}
      {error && (
        <div role="alert" className="flex flex-col items-center gap-3 px-6 py-8 text-center">
          <p className="text-muted">{error.text}</p>
          <Button variant="secondary" size="sm" onClick={loadMore}>
            {error.retryLabel}
          </Button>
        </div>
      )}
      {isDone && endText !== undefined && (
        <p className="px-6 py-8 text-center text-caption text-muted">{endText}</p>
      )}
    </>
  );
}

/** Sees the end of the list come, two screens before. */
function Sentinel({ onReach }: { onReach: () => void }) {
  const element = useRef<HTMLDivElement>(null);
  const reach = useEffectEvent(onReach);
  useEffect(() => {
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting === true) reach();
      },
      { rootMargin: '200% 0px' },
    );
    if (element.current) observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return <div ref={element} className="h-px" />;
}
