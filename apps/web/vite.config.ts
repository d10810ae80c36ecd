import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { appWorker } from './app-worker.ts';

/** Where Vite finds the server: what `npm run dev` serves beside it. */
const server = process.env['XOM_SERVER'] ?? 'http://127.0.0.1:3000';

export default defineConfig({
  plugins: [react(), tailwindcss(), appWorker()],
  build: {
    target: 'es2023',
    // The Content-Security-Policy knows no `data:` fonts or scripts.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // What every page needs, in a file that stays the same from version to version; and icons
          // together, since each alone is smaller than what asking for it costs.
          groups: [
            {
              name: 'vendor',
              test: /node_modules\/(react|react-dom|scheduler|@tanstack|engine\.io-[a-z]+|socket\.io-[a-z]+)\//,
            },
            { name: 'icons', test: /node_modules\/lucide-react\//, minShareCount: 3 },
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
