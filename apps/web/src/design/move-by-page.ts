import type { KeyboardEvent } from 'react';

/** The two keys that the pattern of a feed has; on the feed itself, whose items are each a `FeedArticle`. */
export function moveByPage(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'PageDown' ? 1 : event.key === 'PageUp' ? -1 : 0;
  if (step === 0) return;
  const articles = [...event.currentTarget.querySelectorAll<HTMLElement>('article[aria-posinset]')];
  const current = articles.findIndex((article) => article.contains(document.activeElement));
  const next = articles[current + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
