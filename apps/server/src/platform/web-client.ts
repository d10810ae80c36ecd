import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Where unknown paths are unknown calls, or unknown files, and never pages. */
const notPages = /^(api|chat|ws|socket\.io|assets|healthz|readyz)(\/|$)/;

/** What scripts on our page may ask the person for. */
const permissions = 'camera=(self), microphone=(self), geolocation=(), payment=(), usb=()';

/**
 * Serves the built web client: its files, and its page at every other path that a browser opens, since
 * the client finds its way itself.
 * @param folder of the build; null: there is none, and whoever opens the address finds the reference
 */
export async function addWebClient(server: FastifyInstance, folder: string | null): Promise<void> {
  if (folder === null) {
    server.get('/', (_request, reply) => reply.redirect('/api/docs'));
    return;
  }
  const files = await unhashedFiles(folder);
  // Only `sendFile`: what is a file, and for how long it is kept, is decided here.
  await server.register(fastifyStatic, {
    root: folder,
    serve: false,
    preCompressed: true,
    index: false,
    acceptRanges: false,
  });
  server.get<{ Params: { '*': string } }>('/*', (request, reply) => {
    const path = request.params['*'];
    if (path.startsWith('assets/')) {
      return reply.sendFile(path, { maxAge: '1y', immutable: true });
    }
    if (!files.has(path) && !isPage(path, request)) return reply.callNotFound();
    return reply
      .headers({ 'Cache-Control': 'no-cache', 'Permissions-Policy': permissions })
      .sendFile(files.has(path) ? path : 'index.html', { cacheControl: false });
  });
}

/** The files whose name stays when their content changes. */
async function unhashedFiles(folder: string): Promise<Set<string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() && !/\.(br|gz)$/.test(entry.name))
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)));
  return new Set(paths.filter((path) => !path.startsWith('assets/')));
}

/** Whether somebody opens this path to see a page. */
function isPage(path: string, { headers }: FastifyRequest): boolean {
  if (path === '') return true;
  return !notPages.test(path) && (headers.accept?.includes('text/html') ?? false);
}
