import type { ReactNode } from 'react';

interface FeedArticleProps {
  index: number;
  /** How many there are; null: more than are loaded. */
  count: number | null;
  children: ReactNode;
}

/** One item of a feed: Page Up and Page Down move the focus between these (`moveByPage`). */
export function FeedArticle({ index, count, children }: FeedArticleProps) {
  return (
    <article
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      aria-posinset={index + 1}
      aria-setsize={count ?? -1}
      // virtua takes them from all items while the list moves: a click then would be lost.
      className="pointer-events-auto -outline-offset-2"
    >
      {children}
    </article>
  );
}
