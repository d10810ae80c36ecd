import { type ComponentType, lazy, type LazyExoticComponent } from 'react';

const firstPauseMs = 500;
const longestPauseMs = 30_000;

/**
 * A part of a page that loads when it is first shown. While it cannot be had it is asked for again, and what else is on
 * the page stays, as a text being written. Chromium may answer from memory that it could not: then it comes with the
 * next reload.
 */
export function lazily<Props>(
  load: () => Promise<ComponentType<Props>>,
): LazyExoticComponent<ComponentType<Props>> {
  return lazy(async () => ({ default: await loadPatiently(load) }));
}

async function loadPatiently<Loaded>(load: () => Promise<Loaded>): Promise<Loaded> {
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
    try {
      return await load();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}
