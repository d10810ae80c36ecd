import { runPinned } from './child.mjs';

/**
 * Runs the server, which restarts on changes, and once it is ready Vite, which serves the web client
 * from its sources. Both end together; answers the server's exit code.
 */
export async function dev(serverArguments) {
  const ended = new AbortController();
  /** @type {Promise<number> | undefined} */
  let vite;
  const follow = (server) => {
    server.stdout.pipe(process.stdout);
    server.stdout.on('data', (chunk) => {
      const url = /ready at (http:\S+)/.exec(String(chunk))?.[1];
      if (url && !vite) vite = serveWeb(url).finally(() => server.kill('SIGTERM'));
    });
  };
  const serveWeb = (url) =>
    runPinned(['scripts/web-dev.mjs'], { env: { XOM_SERVER: url } }, (child) =>
      ended.signal.addEventListener('abort', () => child.kill('SIGTERM')),
    );
  const watched = ['--watch', '--watch-preserve-output', ...serverArguments];
  const code = await runPinned(watched, { stdio: ['inherit', 'pipe', 'inherit'] }, follow);
  ended.abort();
  await vite;
  return code;
}
