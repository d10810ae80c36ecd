const longestMs = 1_000;
const withoutIdleMs = 200;

/** Does something when the browser has nothing else to do, or soon. Answers with what prevents it. */
export function whenIdle(act: () => void): () => void {
  // Safari does not say when it is idle.
  if (!('requestIdleCallback' in globalThis)) {
    const timer = setTimeout(act, withoutIdleMs);
    return () => clearTimeout(timer);
  }
  const waiting = requestIdleCallback(act, { timeout: longestMs });
  return () => cancelIdleCallback(waiting);
}
