import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  call,
  connected,
  emit,
  next,
  openSocket,
  register,
  testPassword,
} from '../../../test/people.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { jobsAreDone } from './test-mails.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(async () => server.stop());

const post = async (path: string, body: object, headers: Record<string, string> = {}) =>
  call(server, 'POST', `/api/v1${path}`, { body, headers });
const login = async (username: string, body: object = {}, headers: Record<string, string> = {}) =>
  post('/auth/login', { username, password: testPassword, ...body }, headers);
const refresh = async (refreshToken: string) => post('/auth/refresh', { refreshToken });
const me = async (token: string) => call(server, 'GET', '/api/v1/users/me', { token });

describe('an access token', () => {
  test('says who, in which session, for 15 minutes', async () => {
    const lan = await register(server);
    const claims = decodeJwt(lan.token);
    expect(claims).toMatchObject({ user_id: lan.id, sub: lan.id, sid: expect.any(String) });
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(900);
  });

  test('is worth nothing once its session is over', async () => {
    const lan = await register(server);
    expect(await lan.post('/api/v1/auth/logout')).toMatchObject({
      status: 200,
      body: { data: {} },
    });
    expect((await me(lan.token)).status).toBe(401);
    expect((await refresh(lan.refreshToken)).status).toBe(401);
  });
});

describe('a refresh token', () => {
  test('is traded for new tokens of the same session', async () => {
    const lan = await register(server);
    const answer = await refresh(lan.refreshToken);
    expect(answer).toMatchObject({ status: 200, body: { data: { expiresIn: 900 } } });
    expect(Object.keys(answer.body.data).toSorted()).toEqual([
      'accessToken',
      'expiresIn',
      'refreshToken',
    ]);
    const { accessToken, refreshToken } = answer.body.data;
    expect(decodeJwt(accessToken)['sid']).toBe(decodeJwt(lan.token)['sid']);
    expect(refreshToken).not.toBe(lan.refreshToken);
    const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split('=')[0]);
    expect(cookies).toEqual(['xom_media']);
    expect((await me(accessToken)).status).toBe(200);
    expect((await refresh(refreshToken)).status).toBe(200);
  });

  test('that was used ends its session when it comes again, sockets and all', async () => {
    const lan = await register(server);
    const elsewhere = (await login(lan.username)).body.data;
    const socket = await lan.connect('/v1');
    const fresh = (await refresh(lan.refreshToken)).body.data;
    const end = next(socket, 'disconnect');
    const again = await refresh(lan.refreshToken);
    expect(again).toMatchObject({ status: 401, body: { error: 'unauthenticated' } });
    expect(await end).toBe('io server disconnect');
    expect((await me(fresh.accessToken)).status).toBe(401);
    expect((await refresh(fresh.refreshToken)).status).toBe(401);
    expect((await me(elsewhere.accessToken)).status).toBe(200);
  });

  test('brought many times at once wins once', async () => {
    const lan = await register(server);
    const answers = await Promise.all(
      Array.from({ length: 6 }, async () => refresh(lan.refreshToken)),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
    expect((await me(lan.token)).status).toBe(401);
  });

  test('is used also when who used it began later', async () => {
    const lan = await register(server);
    expect((await refresh(lan.refreshToken)).status).toBe(200);
    await server.pool.query(
      `update refresh_tokens set used_at = used_at + interval '1 minute' where user_id = $1`,
      [lan.id],
    );
    expect((await refresh(lan.refreshToken)).status).toBe(401);
  });

  test('is refused when it is none', async () => {
    const lan = await register(server);
    const [user, session, secret] = lan.refreshToken.split('.');
    const minh = await register(server);
    const [otherUser] = minh.refreshToken.split('.');
    for (const token of [
      'x',
      'a.b.c',
      lan.token,
      `${user}.${session}.${'A'.repeat(43)}`,
      `${otherUser}.${session}.${secret}`,
      `${lan.refreshToken}=`,
    ]) {
      expect((await refresh(token)).status).toBe(401);
    }
    expect((await post('/auth/refresh', {})).status).toBe(403);
    expect((await refresh(lan.refreshToken)).status).toBe(200);
  });

  test('is stored as its hash, and lasts 30 days from its making', async () => {
    const lan = await register(server);
    const stored = await server.pool.query(
      `select length(token_hash) as length, extract(epoch from expires_at - now())::int as seconds
       from refresh_tokens t join sessions s on (s.user_id, s.id) = (t.user_id, t.session_id) where t.user_id = $1`,
      [lan.id],
    );
    expect(stored.rows).toEqual([{ length: 32, seconds: expect.any(Number) }]);
    expect(Math.abs(stored.rows[0].seconds - 30 * 86_400)).toBeLessThan(60);
    const age = async () =>
      server.pool.query(
        `update sessions set expires_at = now() + interval '1 hour' where user_id = $1`,
        [lan.id],
      );
    await age();
    const answer = await refresh(lan.refreshToken);
    const renewed = await server.pool.query(
      `select expires_at > now() + interval '29 days' as is_renewed from sessions where user_id = $1`,
      [lan.id],
    );
    expect(renewed.rows).toEqual([{ is_renewed: true }]);
    await server.pool.query('update sessions set expires_at = now() where user_id = $1', [lan.id]);
    expect((await me(lan.token)).status).toBe(401);
    expect((await refresh(answer.body.data.refreshToken)).status).toBe(401);
    expect((await lan.get('/api/v1/auth/sessions')).status).toBe(401);
  });
});

describe('once a day', () => {
  test('what is over is removed, and its sockets end', async () => {
    const [lan, minh] = [await register(server), await register(server)];
    const fresh = (await refresh(lan.refreshToken)).body.data;
    await refresh(fresh.refreshToken);
    await server.pool.query(
      `update refresh_tokens set used_at = now() - interval '31 days' where user_id = $1 and used_at =
         (select min(used_at) from refresh_tokens where user_id = $1)`,
      [lan.id],
    );
    await server.pool.query(`update mail_tokens set expires_at = now() where user_id = $1`, [
      lan.id,
    ]);
    const socket = await minh.connect('/v1');
    await server.pool.query('update sessions set expires_at = now() where user_id = $1', [minh.id]);
    const end = next(socket, 'disconnect');
    await server.pool.query(`select graphile_worker.add_job('accounts:expire')`);
    expect(await end).toBe('io server disconnect');
    await jobsAreDone(server);
    const left = await server.pool.query(
      `select (select count(*)::int from sessions where user_id = $1) as sessions,
         (select count(*)::int from sessions where user_id = $2) as ended,
         (select count(*)::int from refresh_tokens where user_id = $1) as tokens,
         (select count(*)::int from mail_tokens where user_id = $1) as mails`,
      [lan.id, minh.id],
    );
    expect(left.rows).toEqual([{ sessions: 1, ended: 0, tokens: 2, mails: 0 }]);
    expect((await me(lan.token)).status).toBe(200);
  });
});

describe('my sessions', () => {
  test('are listed, last used first', async () => {
    const lan = await register(server);
    await login(lan.username, {}, { 'User-Agent': 'the phone' });
    const { items } = (await lan.get('/api/v1/auth/sessions')).body.data;
    expect(items).toHaveLength(2);
    expect(items[0]).toMatchObject({
      userAgent: 'the phone',
      isCurrent: false,
      address: '127.0.0.1',
    });
    expect(items[1]).toMatchObject({ id: decodeJwt(lan.token)['sid'], isCurrent: true });
    await refresh(lan.refreshToken);
    const after = (await lan.get('/api/v1/auth/sessions')).body.data.items;
    expect(after[0]).toMatchObject({ isCurrent: true, createdAt: items[1].createdAt });
    expect(after[0].lastUsedAt > items[1].lastUsedAt).toBe(true);
  });

  test('end one by one, with their sockets only', async () => {
    const lan = await register(server);
    const other = (await login(lan.username)).body.data;
    const here = await lan.connect('/v1');
    const there = await connected(openSocket(server, '/v1', other.accessToken));
    const chatThere = await connected(openSocket(server, '/chat', other.accessToken));
    const ends = [next(there, 'disconnect'), next(chatThere, 'disconnect')];
    const id = decodeJwt(other.accessToken)['sid'];
    expect((await lan.delete(`/api/v1/auth/sessions/${String(id)}`)).body.data).toEqual({});
    await Promise.all(ends);
    expect((await me(other.accessToken)).status).toBe(401);
    expect((await refresh(other.refreshToken)).status).toBe(401);
    expect(await emit(here, 'users.me', {})).toMatchObject({ status: 'success', id: lan.id });
    expect((await lan.delete(`/api/v1/auth/sessions/${String(id)}`)).status).toBe(404);
    lan.disconnect();
  });

  test('are mine alone', async () => {
    const [lan, minh] = [await register(server), await register(server)];
    const id = String(decodeJwt(lan.token)['sid']);
    expect((await minh.delete(`/api/v1/auth/sessions/${id}`)).status).toBe(404);
    expect((await me(lan.token)).status).toBe(200);
    expect((await minh.delete('/api/v1/auth/sessions/x')).status).toBe(400);
  });

  test('signing out over a socket is answered before that socket ends', async () => {
    const lan = await register(server);
    const socket = await lan.connect('/v1');
    const end = next(socket, 'disconnect');
    expect(await emit(socket, 'auth.logout', {})).toEqual({ status: 'success' });
    expect(await end).toBe('io server disconnect');
    expect((await me(lan.token)).status).toBe(401);
  });

  test('are a hundred at most; the one used longest ago ends', async () => {
    const lan = await register(server);
    await server.pool.query(
      `insert into sessions (user_id, id, expires_at, last_used_at)
       select $1, gen_random_uuid(), now() + interval '1 day', now() + make_interval(secs => n)
       from generate_series(1, 99) n`,
      [lan.id],
    );
    const socket = await lan.connect('/v1');
    const end = next(socket, 'disconnect');
    const latest = await login(lan.username);
    expect(latest.status).toBe(200);
    await end;
    const { rows } = await server.pool.query(
      'select count(*)::int as count from sessions where user_id = $1',
      [lan.id],
    );
    expect(rows).toEqual([{ count: 100 }]);
    expect((await me(lan.token)).status).toBe(401);
    expect((await me(latest.body.data.accessToken)).status).toBe(200);
  });
});
