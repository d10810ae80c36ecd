import { type ReactElement, useLayoutEffect, useRef } from 'react';
import { type CacheSnapshot, WindowVirtualizer, type WindowVirtualizerHandle } from 'virtua';
import { FeedArticle } from '../../design/feed-article.tsx';
import { moveByPage } from '../../design/move-by-page.ts';

/** How high the items of lists were that are not shown now: coming back, one finds them where they were. */
const heights = new Map<string, CacheSnapshot>();
/** So much above and below the screen is there too: for screen readers, the keyboard, and quick scrolling. */
const bufferPx = 1200;
/** What is not measured yet counts so much: nothing that stands below the list shows for a moment. */
const guessPx = 280;

interface VirtualFeedProps<Item> {
  /** Unlike that of any other list. */
  name: string;
  label: string;
  items: readonly Item[];
  itemKey: (item: Item) => string;
  renderItem: (item: Item) => ReactElement;
  hasMore: boolean;
}

/** A feed in the page's own scrolling: Page Up and Page Down move between its articles. */
export function VirtualFeed<Item>({
  name,
  label,
  items,
  itemKey,
  renderItem,
  hasMore,
}: VirtualFeedProps<Item>) {
  const virtualizer = useRef<WindowVirtualizerHandle>(null);
  useLayoutEffect(() => {
    const { current: handle } = virtualizer;
    return () => {
      if (handle) heights.set(name, handle.cache);
    };
  }, [name]);
  const cache = heights.get(name);
  return (
    // A feed is no control, but the pattern gives it these two keys.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div role="feed" aria-label={label} onKeyDown={moveByPage}>
      <WindowVirtualizer
        ref={virtualizer}
        data={items}
        bufferSize={bufferPx}
        itemSize={guessPx}
        {...(cache && { cache })}
      >
        {(item, index) => (
          <FeedArticle key={itemKey(item)} index={index} count={hasMore ? null : items.length}>
            {renderItem(item)}
          </FeedArticle>
        )}
      </WindowVirtualizer>
    </div>
  );
}
