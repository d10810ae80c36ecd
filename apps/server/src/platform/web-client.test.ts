import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { send } from '../../test/hostile-input-http.ts';
import { call } from '../../test/people.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';
import { writeWebClient } from '../../test/web-client-files.ts';

let server: TestServer;
let files: Awaited<ReturnType<typeof writeWebClient>>;
beforeAll(async () => {
  files = await writeWebClient();
  server = await startTestServer({}, null, files.folder);
});
afterAll(async () => {
  await server.stop();
  await files.remove();
});

const browser = { Accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };
const open = (path: string) => call(server, 'GET', path, { headers: browser });

describe('the page', () => {
  it.each(['/', '/messages', '/people/pham.an', '/posts/0190?from=feed', '/chats', '/apiary'])(
    'is at %s',
    async (path) => {
      const { status, headers, body } = await open(path);
      expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
      expect(body).toContain('<title>Xóm</title>');
      expect(headers.get('cache-control')).toBe('no-cache');
    },
  );

  it('may load and do nothing but what is the server’s own', async () => {
    const { headers } = await open('/');
    expect(headers.get('content-security-policy')?.split(';').toSorted()).toEqual([
      "base-uri 'none'",
      "default-src 'self'",
      "form-action 'self'",
      "frame-ancestors 'none'",
      "img-src 'self' data: blob:",
      "media-src 'self' blob:",
      "object-src 'none'",
      "style-src 'self'",
    ]);
    expect(Object.fromEntries(headers)).toMatchObject({
      'cross-origin-opener-policy': 'same-origin',
      'permissions-policy': 'camera=(self), microphone=(self), geolocation=(), payment=(), usb=()',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
  });

  it('is not sent again to a browser that has it', async () => {
    const etag = (
      await send(server.url, { method: 'GET', path: '/', headers: browser })
    ).headers.get('etag');
    expect(etag).toMatch(/^(W\/)?".+"$/);
    const again = await send(server.url, {
      method: 'GET',
      path: '/messages',
      headers: { ...browser, 'If-None-Match': String(etag) },
    });
    expect([again.status, again.body]).toEqual([304, '']);
  });

  it('is found at its address by programs too, and nowhere else', async () => {
    expect((await call(server, 'GET', '/')).status).toBe(200);
    expect(await call(server, 'GET', '/messages')).toMatchObject({
      status: 404,
      body: { error: 'not_found' },
    });
  });

  it('is never the answer to a call', async () => {
    const places = [
      '/api',
      '/api/v1/nothing',
      '/chat/nothing',
      '/ws/a/b',
      '/socket.io',
      '/healthz/a',
    ];
    for (const path of [...places, '/assets', '/assets/messages']) {
      const { status, body } = await open(path);
      expect([path, status, body.error]).toEqual([path, 404, 'not_found']);
    }
    const posted = await call(server, 'POST', '/messages', { headers: browser, body: {} });
    expect([posted.status, posted.body.error]).toEqual([404, 'not_found']);
  });
});

describe('files', () => {
  it.each([
    ['/assets/index-1a2b3c.js', 'application/javascript; charset=utf-8'],
    ['/assets/index-1a2b3c.css', 'text/css; charset=utf-8'],
    ['/assets/font-1a2b3c.woff2', 'font/woff2'],
  ])('%s is kept for good', async (path, type) => {
    const { status, headers } = await call(server, 'GET', path);
    expect([status, headers.get('content-type')]).toEqual([200, type]);
    expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  });

  it.each([
    ['/sw.js', 'application/javascript; charset=utf-8'],
    ['/theme.js', 'application/javascript; charset=utf-8'],
    ['/icon.svg', 'image/svg+xml'],
    ['/icons/icon-192.png', 'image/png'],
    ['/manifest.webmanifest', 'application/manifest+json'],
  ])('%s is asked for anew each time', async (path, type) => {
    const { status, headers } = await call(server, 'GET', path);
    expect([status, headers.get('content-type')]).toEqual([200, type]);
    expect(headers.get('cache-control')).toBe('no-cache');
  });

  it.each(['/assets/index-0ld0ld.js', '/favicon.ico', '/icons/nothing.png', '/theme.js/more'])(
    '%s is not there, and no page instead',
    async (path) => {
      const answer = await call(server, 'GET', path, { headers: { Accept: 'image/avif,*/*' } });
      expect([answer.status, answer.body.error]).toEqual([404, 'not_found']);
    },
  );

  it.each([
    '/assets/../../secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/assets/%2e%2e/%2e%2e/secret.txt',
    '/assets/..%5c..%5csecret.txt',
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/icons/..%2f..%2fsecret.txt',
    '/assets/%00',
    '/assets/',
    '/assets//index-1a2b3c.js',
    '/assets/.',
  ])('%s leads nowhere', async (path) => {
    // `fetch` would tidy the path up before it asks.
    for (const headers of [{}, browser]) {
      const { status, body } = await send(server.url, { method: 'GET', path, headers });
      expect(JSON.stringify(body)).not.toContain('a secret');
      if (path.startsWith('/assets')) expect([400, 404]).toContain(status);
    }
  });
});

describe('what travels', () => {
  it.each([
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['identity', undefined],
  ])('for %s is %s', async (accepted, sent) => {
    for (const path of ['/', '/assets/index-1a2b3c.js']) {
      const answer = await head(path, 'GET', accepted);
      expect([path, answer.headers['content-encoding']]).toEqual([path, sent]);
      expect(answer.headers.vary?.toLowerCase()).toContain('accept-encoding');
    }
  });

  it('is the same for HEAD, without the body', async () => {
    for (const path of ['/', '/assets/index-1a2b3c.js', '/sw.js']) {
      const [got, asked] = [await head(path, 'GET', 'br'), await head(path, 'HEAD', 'br')];
      expect(asked.bytes).toBe(0);
      expect(got.bytes).toBe(Number(got.headers['content-length']));
      for (const name of [
        'content-length',
        'content-type',
        'content-encoding',
        'etag',
        'cache-control',
      ]) {
        expect([path, name, asked.headers[name]]).toEqual([path, name, got.headers[name]]);
      }
      expect(asked.status).toBe(200);
    }
  });
});

it('leads to the reference where no client is built', async () => {
  const bare = await startTestServer();
  const answer = await fetch(`${bare.url}/`, { redirect: 'manual' });
  expect([answer.status, answer.headers.get('location')]).toEqual([302, '/api/docs']);
  expect((await call(bare, 'GET', '/messages', { headers: browser })).status).toBe(404);
  await bare.stop();
});

/** Asks as it is told to: `fetch` would unpack the answer, and say that it can. */
async function head(path: string, method: string, accepted: string) {
  return new Promise<{
    status: number | undefined;
    headers: Record<string, string | string[] | undefined> & { vary?: string | undefined };
    bytes: number;
  }>((resolve, reject) => {
    const headers = { ...browser, 'Accept-Encoding': accepted };
    request(server.url + path, { method, headers }, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => (bytes += chunk.length));
      response.on('end', () => {
        resolve({ status: response.statusCode, headers: response.headers, bytes });
      });
    })
      .on('error', reject)
      .end();
  });
}
