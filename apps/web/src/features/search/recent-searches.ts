import { useSyncExternalStore } from 'react';

const key = 'xom:searches';
const kept = 8;
const none: readonly string[] = [];
let shown: { text: string | null; searches: readonly string[] } = { text: null, searches: none };
const listeners = new Set<() => void>();

/** What was searched for on this device, the latest first. */
export function useRecentSearches(): readonly string[] {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, read);
}

/** Notes a search. */
export function noteSearch(query: string): void {
  write([query, ...read().filter((other) => other !== query)].slice(0, kept));
}

/** Forgets a search, or all of them. */
export function forgetSearch(query?: string): void {
  write(query === undefined ? none : read().filter((other) => other !== query));
}

function read(): readonly string[] {
  const text = localStorage.getItem(key);
  // The same list as long as it says the same.
  if (text !== shown.text) shown = { text, searches: parse(text) };
  return shown.searches;
}

function parse(text: string | null): readonly string[] {
  const found: unknown = text === null ? [] : JSON.parse(text);
  return Array.isArray(found) ? found.filter((each) => typeof each === 'string') : none;
}

function write(searches: readonly string[]): void {
  if (searches.length === 0) localStorage.removeItem(key);
  else localStorage.setItem(key, JSON.stringify(searches));
  for (const listener of listeners) listener();
}
