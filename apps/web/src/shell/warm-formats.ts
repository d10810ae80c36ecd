/** Has another thread make the first formats, while nobody needs them yet. */
export function warmFormats(): void {
  const worker = new Worker(new URL('./formats-worker.ts', import.meta.url), { type: 'module' });
  // Without it they are made when they are needed.
  worker.addEventListener('error', (event) => event.preventDefault());
}
