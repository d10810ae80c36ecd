import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { appWorker } from './app-worker.ts';
import { earlyParts } from './early-parts.ts';

/** Where Vite finds the server: what `npm run dev` serves beside it. */
const server = process.env['XOM_SERVER'] ?? 'http://127.0.0.1:3000';

export default defineConfig({
  plugins: [react(), tailwindcss(), earlyParts(), appWorker()],
  build: {
    target: 'es2023',
    // The Content-Security-Policy knows no `data:` fonts or scripts.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // What every page needs, in files that stay the same from version to version, and none so large that
          // to read it is a long task on a slow device. Small parts of many pages stand together, since each
          // alone is smaller than what asking for it costs.
          groups: [
            {
              name: 'react',
              test: /node_modules\/(react|react-dom|scheduler|use-sync-external-store)\//,
            },
            {
              name: 'socket',
              test: /node_modules\/(@socket\.io|engine\.io-[a-z]+|socket\.io-[a-z]+)\//,
            },
            { name: 'routing', test: /node_modules\/@tanstack\// },
            { name: 'icons', test: /node_modules\/lucide-react\//, minShareCount: 8 },
            { name: 'common', test: /\/src\/(design|shell)\/[^/]*\.tsx?$/, minShareCount: 4 },
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
