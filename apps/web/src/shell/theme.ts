import { useSyncExternalStore } from 'react';

/** What somebody has chosen on this device; `system` follows the device's own theme. */
export type Theme = 'system' | 'light' | 'dark';

const key = 'xom:theme';

/** The chosen theme, and what chooses another one. All tabs follow. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  return [useSyncExternalStore(subscribe, readTheme), setTheme];
}

/** Keeps this page's theme with what other tabs choose. `public/theme.js` shows it before the first paint. */
export function followTheme(): void {
  subscribe(show);
  show();
}

function setTheme(theme: Theme): void {
  if (theme === 'system') localStorage.removeItem(key);
  else localStorage.setItem(key, theme);
  // The browser tells only the other tabs.
  dispatchEvent(new StorageEvent('storage', { key }));
}

function readTheme(): Theme {
  const theme = localStorage.getItem(key);
  return theme === 'light' || theme === 'dark' ? theme : 'system';
}

function subscribe(listener: () => void): () => void {
  const listen = (event: StorageEvent) => {
    if (event.key === key || event.key === null) listener();
  };
  addEventListener('storage', listen);
  return () => removeEventListener('storage', listen);
}

function show(): void {
  const theme = readTheme();
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}
