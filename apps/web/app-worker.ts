import type { PluginOption, Rolldown } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

/** Whose chunks people need to open the app and read their conversations offline. */
const keptParts = /\/src\/(app\/start|features\/(chats|messages)\/([^/]*-page|chat-list))\.tsx$/;

/** What is the server's: never answered by the page that is kept. */
const serverPaths = /^\/(api|chat|ws|socket\.io|assets|healthz|readyz)(\/|$)/;

/**
 * The manifest and the service worker. The worker keeps what the first load and the conversations need,
 * and every other asset from its first use on; a new version waits until the person reloads.
 */
export function appWorker(): PluginOption {
  let kept = new Set<string>();
  return [
    {
      name: 'xom:kept-offline',
      generateBundle(_options, bundle) {
        kept = keptFiles(bundle);
      },
    },
    VitePWA({
      // `shell/app-update.ts` registers it.
      injectRegister: false,
      registerType: 'prompt',
      manifest: {
        id: '/',
        name: 'Xóm',
        short_name: 'Xóm',
        description: 'A social network and messenger for the neighbours you choose.',
        start_url: '/',
        display: 'standalone',
        background_color: '#faf6f0',
        theme_color: '#faf6f0',
        categories: ['social'],
        icons: [
          { src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' },
          { src: '/icons/icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: '/icons/icon-512.png', sizes: '512x512', type: 'image/png' },
          {
            src: '/icons/icon-maskable-512.png',
            sizes: '512x512',
            type: 'image/png',
            purpose: 'maskable',
          },
        ],
      },
      includeManifestIcons: false,
      workbox: {
        globPatterns: ['index.html', 'theme.js', 'icon.svg', 'assets/*.{js,css,woff2}'],
        // The name of an asset holds the hash of what is in it.
        dontCacheBustURLsMatching: /^assets\//,
        manifestTransforms: [
          (entries) => ({
            manifest: entries.filter(({ url }) => !url.startsWith('assets/') || kept.has(url)),
          }),
        ],
        navigateFallback: 'index.html',
        navigateFallbackDenylist: [serverPaths],
        // The first visit is served by the worker too: what it loads late is kept.
        clientsClaim: true,
        runtimeCaching: [
          {
            urlPattern: ({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith('/assets/'),
            handler: 'CacheFirst',
            options: {
              cacheName: 'assets',
              cacheableResponse: { statuses: [200] },
              expiration: { maxEntries: 200 },
            },
          },
        ],
      },
    }),
  ];
}

/** The files of the entry and of the conversations, and of all that they import at once. */
function keptFiles(bundle: Rolldown.OutputBundle): Set<string> {
  const kept = new Set<string>();
  const keep = (file: string): void => {
    const chunk = bundle[file];
    if (kept.has(file) || chunk?.type !== 'chunk') return;
    kept.add(file);
    for (const css of chunk.viteMetadata?.importedCss ?? []) kept.add(css);
    // Fonts of a script that a browser in use may need.
    for (const asset of chunk.viteMetadata?.importedAssets ?? []) kept.add(asset);
    for (const imported of chunk.imports) keep(imported);
  };
  for (const [file, part] of Object.entries(bundle)) {
    if (part.type !== 'chunk') continue;
    // And by which they are connected again.
    const isSocket = part.name === 'socket';
    const isKept = part.moduleIds.some((id) => keptParts.test(id));
    if (part.isEntry || isSocket || isKept) keep(file);
  }
  for (const file of Object.keys(bundle)) if (file.endsWith('.woff2')) kept.add(file);
  return kept;
}
