import {
  type ReactElement,
  startTransition,
  useCallback,
  useDeferredValue,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { type CacheSnapshot, WindowVirtualizer, type WindowVirtualizerHandle } from 'virtua';
import { FeedArticle } from '../../design/feed-article.tsx';
import { moveByPage } from '../../design/move-by-page.ts';

/** How high the items of lists were that are not shown now: coming back, one finds them where they were. */
const heights = new Map<string, CacheSnapshot>();
/** So much above and below the screen is there too: for screen readers, the keyboard, and quick scrolling. */
const bufferPx = 1200;
/** What is not measured yet counts so much: nothing that stands below the list shows for a moment. */
const guessPx = 280;
/** So many shapes stand where a list opens. */
const openingShapes = 6;

interface VirtualFeedProps<Item> {
  /** Unlike that of any other list. */
  name: string;
  label: string;
  items: readonly Item[];
  itemKey: (item: Item) => string;
  renderItem: (item: Item) => ReactElement;
  /** The shape of an item that comes in a moment. */
  skeleton: ReactElement;
  hasMore: boolean;
}

/**
 * A feed in the page's own scrolling: Page Up and Page Down move between its articles. What is around it shows
 * first: all of a page would be one long task.
 */
export function VirtualFeed<Item>(props: VirtualFeedProps<Item>) {
  const isOpen = useDeferredValue(true, heights.has(props.name));
  if (isOpen) return <OpenFeed {...props} />;
  // Shapes are all the same, and have no names.
  // oxlint-disable-next-line react/no-array-index-key
  return Array.from({ length: openingShapes }, (_, index) => (
    <div key={index}>{props.skeleton}</div>
  ));
}

function OpenFeed<Item>({
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
  const { ready, wait, bringNext } = useRowByRow(cache !== undefined);
  return (
    // A feed is no control, but the pattern gives it these two keys.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div role="feed" aria-label={label} aria-busy={ready !== Infinity} onKeyDown={moveByPage}>
      <WindowVirtualizer
        ref={virtualizer}
        data={items}
        bufferSize={bufferPx}
        itemSize={guessPx}
        {...(cache && { cache })}
      >
        {(item, index) => (
          <FeedArticle key={itemKey(item)} index={index} count={hasMore ? null : items.length}>
            {index < ready ? (
              renderItem(item)
            ) : (
              <Coming wait={wait} onMounted={index === ready ? bringNext : undefined} />
            )}
          </FeedArticle>
        )}
      </WindowVirtualizer>
    </div>
  );
}

/** In place of an item that comes in a moment. */
function Coming({
  wait,
  onMounted,
}: {
  /** Answers with what ends it. */
  wait: () => () => void;
  /** Of the next that comes. */
  onMounted: (() => void) | undefined;
}) {
  useLayoutEffect(() => wait(), [wait]);
  useEffect(() => onMounted?.(), [onMounted]);
  // Without shapes: these would move with each that comes above them.
  return <div className="h-70" />;
}

/**
 * How many of the first items are there. All that fit would be one long task: each but the first comes in one of its
 * own. Where somebody comes back to, all are there at once.
 */
function useRowByRow(isKnown: boolean) {
  const [ready, setReady] = useState(isKnown ? Infinity : 1);
  // Null: none has been there yet.
  const waiting = useRef<number | null>(null);
  const wait = useCallback(() => {
    waiting.current = (waiting.current ?? 0) + 1;
    return () => {
      waiting.current = (waiting.current ?? 0) - 1;
    };
  }, []);
  const bringNext = useCallback(() => startTransition(() => setReady((before) => before + 1)), []);
  useEffect(() => {
    // The screen is full: from now on all come at once.
    if (ready < Infinity && waiting.current === 0) setReady(Infinity);
  }, [ready]);
  return { ready, wait, bringNext };
}
