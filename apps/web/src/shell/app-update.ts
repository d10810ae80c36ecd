const askAgainMs = 60 * 60 * 1000;

const listeners = new Set<() => void>();
let waiting: ServiceWorker | null = null;

/** Whether a new version of the app is here, and waits until the person reloads. */
export function isUpdateReady(): boolean {
  return waiting !== null;
}

/** Listens to changes of `isUpdateReady`. Answers with what stops it. */
export function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Lets the new version take over, and loads the page anew by it. */
export function applyUpdate(): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), {
    once: true,
  });
  // What the worker made by Workbox listens to.
  waiting?.postMessage({ type: 'SKIP_WAITING' });
}

/** Lets the app open offline, and looks for new versions for as long as the page is open. */
export async function followUpdates(): Promise<void> {
  // None on plain http but for this machine, and none in development.
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  const registration = await navigator.serviceWorker.register('/sw.js');
  const look = () => {
    // The first version of all replaces nothing.
    if (waiting === registration.waiting || !navigator.serviceWorker.controller) return;
    waiting = registration.waiting;
    for (const listener of listeners) listener();
  };
  look();
  registration.addEventListener('updatefound', () => {
    registration.installing?.addEventListener('statechange', look);
  });
  const ask = () => {
    // Offline there is nothing to learn; the next time is soon enough.
    if (navigator.onLine) void registration.update().catch(() => {});
  };
  setInterval(ask, askAgainMs);
}
