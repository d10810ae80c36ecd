import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { appWorker } from './app-worker.ts';
import { earlyParts } from './early-parts.ts';
import { onlyWebSocket } from './only-websocket.ts';

/** Where Vite finds the server: what `npm run dev` serves beside it. */
const server = process.env['XOM_SERVER'] ?? 'http://127.0.0.1:3000';

/** What pages with a form have, and many others not. */
const forms = /\/src\/(design\/tabs|shell\/(use-form|password-entry))\./;
/** What pages of all kinds are made of. */
const shared =
  /\/src\/((design|shell)\/(?!field|tabs|use-form|password-entry)|features\/(people\/person-name|media\/media-viewer)\.)/;

export default defineConfig({
  plugins: [react(), tailwindcss(), earlyParts(), onlyWebSocket(), appWorker()],
  build: {
    target: 'es2023',
    // The Content-Security-Policy knows no `data:` fonts or scripts.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // Few files, since each costs more to ask for than a small part weighs; and none so large that to read
          // it is a long task on a slow device. What comes first takes along what it needs.
          groups: [
            // What asks the server who is here runs before the rest has been read.
            { name: 'first', tags: ['$initial'] },
            {
              name: 'react',
              test: /node_modules\/(react|react-dom|scheduler|use-sync-external-store)\//,
            },
            {
              name: 'socket',
              test: /node_modules\/(@socket\.io|engine\.io-[a-z]+|socket\.io-[a-z]+)\//,
            },
            { name: 'routing', test: /node_modules\/@tanstack\// },
            { name: 'virtual', test: /node_modules\/virtua\// },
            { name: 'icons', test: /node_modules\/lucide-react\//, minShareCount: 2 },
            { name: 'start', test: /\/src\/app\/start\.tsx$/ },
            { name: 'common', test: shared, minShareCount: 4 },
            { name: 'field', test: /\/src\/design\/field\./ },
            { name: 'forms', test: forms },
            {
              name: 'chats',
              test: /\/src\/(shell\/folded|features\/messages\/)/,
              minShareCount: 2,
            },
            {
              name: 'posts',
              test: /\/src\/features\/(posts\/post-list|people\/suggestions-card)\./,
            },
          ],
        },
      },
    },
  },
  server: {
    host: '127.0.0.1',
    proxy: {
      '/api': server,
      '/socket.io': { target: server, ws: true },
    },
  },
});
