// The theme somebody has chosen on this device, before the first paint; without one the system's.
try {
  const theme = localStorage.getItem('xom:theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // A browser that keeps nothing shows the system's theme.
}
