import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Answer,
  call,
  connected,
  openSocket,
  register,
  testPassword,
} from '../../../test/people.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(async () => server.stop());

const ownPage = { 'X-Xom-Client': 'web' };
const post = async (path: string, body: object, headers: Record<string, string> = {}) =>
  call(server, 'POST', `/api/v1${path}`, { body, headers });
const login = async (username: string, body: object = {}, headers: Record<string, string> = {}) =>
  post('/auth/login', { username, password: testPassword, ...body }, headers);
const refresh = async (refreshToken: string) => post('/auth/refresh', { refreshToken });
const me = async (token: string) => call(server, 'GET', '/api/v1/users/me', { token });

interface Cookie {
  value: string;
  attributes: string[];
}
function cookieOf(answer: Answer, name: string): Cookie | null {
  const line = answer.headers.getSetCookie().find((cookie) => cookie.startsWith(`${name}=`));
  if (line === undefined) return null;
  const [pair = '', ...attributes] = line.split('; ');
  return { value: decodeURIComponent(pair.slice(name.length + 1)), attributes };
}

describe('the media cookie', () => {
  test('and an access token never pass for each other', async () => {
    const answer = await post('/auth/register', {
      username: 'lan.media',
      email: 'lan.media@example.org',
      password: testPassword,
    });
    const media = cookieOf(answer, 'xom_media');
    expect(media?.attributes).toEqual(
      expect.arrayContaining([
        'Path=/api/v1/media',
        'HttpOnly',
        'SameSite=Strict',
        'Max-Age=2592000',
      ]),
    );
    expect((await me(media?.value ?? '')).status).toBe(401);
    await expect(connected(openSocket(server, '/v1', media?.value))).rejects.toThrow();
    const file = '/api/v1/media/01890000-0000-7000-8000-000000000000';
    const fetchFile = async (cookie: string) =>
      call(server, 'GET', file, { headers: { Cookie: `xom_media=${cookie}` } });
    expect((await fetchFile(answer.body.data.accessToken)).status).toBe(401);
    expect((await fetchFile(media?.value ?? '')).status).toBe(404);
    await call(server, 'POST', '/api/v1/auth/logout', { token: answer.body.data.accessToken });
    expect((await fetchFile(media?.value ?? '')).status).toBe(401);
  });
});

describe('in a browser that asks for cookies', () => {
  test('the refresh token is only in its cookie', async () => {
    const account = {
      username: 'lan.browser',
      email: 'lan.browser@example.org',
      password: testPassword,
      cookies: true,
    };
    expect((await post('/auth/register', account)).status).toBe(403);
    const answer = await post('/auth/register', account, ownPage);
    expect(answer.status).toBe(201);
    expect(answer.body.data).not.toHaveProperty('refreshToken');
    const cookie = cookieOf(answer, 'xom_refresh');
    expect(cookie?.attributes).toEqual(
      expect.arrayContaining([
        'Path=/api/v1/auth',
        'HttpOnly',
        'SameSite=Strict',
        'Max-Age=2592000',
      ]),
    );
    // This server is not reached by https.
    expect(cookie?.attributes).not.toContain('Secure');

    const sent = { Cookie: `xom_refresh=${cookie?.value}` };
    const foreign = await post('/auth/refresh', {}, sent);
    expect(foreign).toMatchObject({ status: 403, body: { error: 'forbidden' } });
    const renewed = await post('/auth/refresh', {}, { ...sent, ...ownPage });
    expect(renewed.status).toBe(200);
    expect(renewed.body.data).not.toHaveProperty('refreshToken');
    // The page that opens learns at once who is here, as it did at sign-in.
    expect(renewed.body.data.user).toEqual(answer.body.data.user);
    const next = cookieOf(renewed, 'xom_refresh');
    expect(next?.value).not.toBe(cookie?.value);
    expect((await refresh(next?.value ?? '')).status).toBe(200);
  });

  test('a page that is left while its cookie is renewed does not sign out; an old cookie does', async () => {
    const lan = await register(server);
    const signIn = await login(lan.username, { cookies: true }, ownPage);
    const first = cookieOf(signIn, 'xom_refresh')?.value ?? '';
    const renew = async (cookie: string) =>
      post('/auth/refresh', {}, { Cookie: `xom_refresh=${cookie}`, ...ownPage });
    expect((await renew(first)).status).toBe(200);
    // The answer never arrived: the browser still has the first one.
    const again = await renew(first);
    expect(again.status).toBe(200);
    const next = cookieOf(again, 'xom_refresh')?.value ?? '';
    expect((await renew(next)).status).toBe(200);
    await server.pool.query(`update refresh_tokens set used_at = used_at - interval '31 seconds'`);
    expect((await renew(next)).status).toBe(401);
    expect((await me(again.body.data.accessToken)).status).toBe(401);
  });

  test('outside the cookie a used token ends the session at once', async () => {
    const lan = await register(server);
    const signIn = await login(lan.username, { cookies: true }, ownPage);
    const token = cookieOf(signIn, 'xom_refresh')?.value ?? '';
    expect((await refresh(token)).status).toBe(200);
    expect((await refresh(token)).status).toBe(401);
    expect((await me(signIn.body.data.accessToken)).status).toBe(401);
  });

  test('signing in without the header is refused, whatever the password', async () => {
    const lan = await register(server);
    const refused = await login(lan.username, { cookies: true });
    expect(refused).toMatchObject({ status: 403, body: { error: 'forbidden' } });
    expect(refused.headers.getSetCookie()).toEqual([]);
    const answer = await login(lan.username, { cookies: true }, ownPage);
    expect(answer.status).toBe(200);
    expect(answer.body.data).not.toHaveProperty('refreshToken');
    expect(cookieOf(answer, 'xom_refresh')).not.toBeNull();
    expect((await post('/auth/refresh', {}, ownPage)).status).toBe(401);
  });

  test('signing out clears both cookies', async () => {
    const lan = await register(server);
    const answer = await lan.post('/api/v1/auth/logout');
    for (const [name, path] of [
      ['xom_media', '/api/v1/media'],
      ['xom_refresh', '/api/v1/auth'],
    ] as const) {
      expect(cookieOf(answer, name)).toMatchObject({ value: '' });
      expect(cookieOf(answer, name)?.attributes).toEqual(
        expect.arrayContaining([`Path=${path}`, 'Expires=Thu, 01 Jan 1970 00:00:00 GMT']),
      );
    }
  });

  test('cookies travel by https only, where that is how the server is reached', async () => {
    const secure = await startTestServer({ PUBLIC_URL: 'https://xom.example' });
    try {
      const answer = await call(secure, 'POST', '/api/v1/auth/register', {
        body: {
          username: 'lan',
          email: 'lan@example.org',
          password: testPassword,
          cookies: true,
        },
        headers: ownPage,
      });
      expect(cookieOf(answer, 'xom_media')?.attributes).toContain('Secure');
      expect(cookieOf(answer, 'xom_refresh')?.attributes).toContain('Secure');
    } finally {
      await secure.stop();
    }
  });
});
