import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';

// Serves the web client from its sources. Its calls go to the server that XOM_SERVER names.
const vite = await createServer({
  root: fileURLToPath(new URL('../apps/web', import.meta.url)),
  clearScreen: false,
});
await vite.listen();
console.log(`Open the web client at ${vite.resolvedUrls.local[0]} (it follows its sources)`);
