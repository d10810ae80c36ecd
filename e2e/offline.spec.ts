import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';

test.use({ serviceWorkers: 'allow' });

/** From then on the page is served by what the browser keeps. */
const isKept = (page: Page) =>
  page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    const controlled = () => navigator.serviceWorker.controller !== null;
    while (!controlled()) await new Promise((resolve) => setTimeout(resolve, 20));
  });

test('the app opens offline once it has been open', { tag: '@phone' }, async ({ people }) => {
  const page = await people.visit();
  await page.goto('/sign-in');
  await isKept(page);
  await page.context().setOffline(true);
  const answer = await page.goto('/sign-up');
  expect(answer?.fromServiceWorker()).toBe(true);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const call = await page.evaluate(() => fetch('/api/v1/feed').catch(() => 'refused'));
  expect(call).toBe('refused');
});

test('only what the first load and the conversations need is kept at once', async ({ people }) => {
  const page = await people.visit();
  await page.goto('/sign-in');
  await isKept(page);
  const kept = await page.evaluate(async () => {
    const name = (await caches.keys()).find((key) => key.includes('precache')) ?? '';
    const requests = await (await caches.open(name)).keys();
    return requests.map(({ url }) => new URL(url).pathname);
  });
  expect(kept).toContain('/index.html');
  expect(kept.filter((path) => path.endsWith('.woff') || path.startsWith('/api'))).toEqual([]);
  expect(kept.length).toBeLessThan(100);
});

test('a new version waits until the person wants it', async ({ people, server }) => {
  const upgrade = { isHere: false };
  const proxy = await serveUpgrade(server.url, upgrade);
  const lan = await people.join('lan', { baseURL: proxy.url });
  const page = await lan.open('/notifications');
  await isKept(page);
  await expect(page.getByText('A new version is ready.')).toBeHidden();
  const before = await page.evaluate(() => performance.timeOrigin);
  upgrade.isHere = true;
  await page.evaluate(async () => {
    await (await navigator.serviceWorker.getRegistration())?.update();
  });
  await expect(page.getByText('A new version is ready.')).toBeVisible();
  expect(await page.evaluate(() => performance.timeOrigin)).toBe(before);
  await page.getByRole('button', { name: 'Reload' }).click();
  await page.waitForFunction((was) => performance.timeOrigin !== was, before);
  await expect(page.getByRole('navigation').first()).toBeVisible();
  await expect(page.getByText('A new version is ready.')).toBeHidden();
  proxy.server.close();
});

/** Hands on what is asked, and once the upgrade is here another service worker. */
async function serveUpgrade(
  target: string,
  upgrade: { isHere: boolean },
): Promise<{ url: string; server: Server }> {
  const server = createServer((asked, answer) => {
    const { method, headers, url = '/' } = asked;
    const isWorker = url === '/sw.js' && upgrade.isHere;
    // All of it, and not packed: something is added.
    const asks = isWorker ? {} : headers;
    const onward = request(target + url, { method, headers: asks }, (got) => {
      if (isWorker) delete got.headers['content-length'];
      answer.writeHead(got.statusCode ?? 502, got.headers);
      got.pipe(answer, { end: !isWorker });
      if (isWorker) got.on('end', () => answer.end('\n// another version'));
    });
    onward.on('error', () => answer.destroy());
    asked.pipe(onward);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A TCP server's address is never a string.
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, server };
}
