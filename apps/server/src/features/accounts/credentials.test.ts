import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call, connected, next, openSocket, register, testPassword } from '../../../test/people.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { jobsAreDone, mailsTo, nextMail } from './test-mails.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ PUBLIC_URL: 'http://xom.example/' });
});
afterAll(async () => server.stop());

const post = async (path: string, body: object, headers: Record<string, string> = {}) =>
  call(server, 'POST', `/api/v1${path}`, { body, headers });
const login = async (name: string, password = testPassword) =>
  post('/auth/login', { username: name, password });

describe('the mail of an address', () => {
  test('proves it, once', async () => {
    const lan = await register(server, 'lan.proves');
    const mail = await nextMail(server, 'lan.proves@example.org');
    expect(mail.text).toContain('Hello lan.proves,');
    expect(mail.text).toContain(`http://xom.example/verify-email#token=${mail.token}\n`);
    expect((await post('/auth/email/verify', { token: mail.token })).status).toBe(200);
    const me = await lan.get('/api/v1/users/me');
    expect(Date.parse(me.body.data.emailVerifiedAt)).toBeGreaterThan(Date.now() - 60_000);
    expect((await post('/auth/email/verify', { token: mail.token })).status).toBe(401);
  });

  test('is in Vietnamese for whoever asks for it', async () => {
    const headers = { 'Accept-Language': 'vi-VN,vi;q=0.9,en;q=0.5' };
    const email = 'tieng.viet@example.org';
    await post(
      '/auth/register',
      { username: 'tieng.viet', email, password: testPassword },
      headers,
    );
    const { text } = await nextMail(server, email);
    expect(text).toContain('Xin chào tieng.viet,');
    await post('/auth/password/forgot', { email }, headers);
    const reset = await nextMail(server, email, 2);
    expect(reset.text).toContain('Để đặt mật khẩu mới');
  });

  test('opens nothing but what it is for, and ends in time', async () => {
    const lan = await register(server, 'lan.mixes');
    const { token } = await nextMail(server, 'lan.mixes@example.org');
    const password = 'another password';
    expect((await post('/auth/password/reset', { token, password })).status).toBe(401);
    for (const other of ['x', `${token}x`, lan.refreshToken, lan.token]) {
      expect((await post('/auth/email/verify', { token: other })).status).toBe(401);
    }
    const { rows } = await server.pool.query(
      `select extract(epoch from expires_at - now())::int as seconds, token_hash from mail_tokens where user_id = $1`,
      [lan.id],
    );
    expect(rows).toHaveLength(1);
    expect(Math.abs(rows[0].seconds - 3 * 24 * 3600)).toBeLessThan(60);
    expect(rows[0].token_hash).toHaveLength(32);
    await server.pool.query('update mail_tokens set expires_at = now() where user_id = $1', [
      lan.id,
    ]);
    expect((await post('/auth/email/verify', { token })).status).toBe(401);
  });
});

describe('a forgotten password', () => {
  test('is replaced by a mail; all sessions end', async () => {
    const lan = await register(server, 'lan.forgets');
    const email = 'lan.forgets@example.org';
    await nextMail(server, email);
    const socket = await lan.connect('/v1');
    expect(await post('/auth/password/forgot', { email: 'Lan.Forgets@example.org' })).toMatchObject(
      {
        status: 200,
        body: { data: {} },
      },
    );
    const mail = await nextMail(server, email, 2);
    expect(mail.text).toContain(`http://xom.example/reset-password#token=${mail.token}\n`);
    const stored = await server.pool.query(
      `select extract(epoch from expires_at - now())::int as seconds from mail_tokens
       where user_id = $1 and purpose = 'reset'`,
      [lan.id],
    );
    expect(Math.abs(stored.rows[0].seconds - 3600)).toBeLessThan(60);
    const password = 'another password';
    const tooShort = await post('/auth/password/reset', { token: mail.token, password: 'short' });
    expect(tooShort.status).toBe(400);
    const end = next(socket, 'disconnect');
    expect((await post('/auth/password/reset', { token: mail.token, password })).status).toBe(200);
    expect(await end).toBe('io server disconnect');
    expect((await lan.get('/api/v1/users/me')).status).toBe(401);
    expect((await login('lan.forgets')).status).toBe(401);
    expect((await login('lan.forgets', password)).status).toBe(200);
    expect((await post('/auth/password/reset', { token: mail.token, password })).status).toBe(401);
    expect(server.log.join('\n')).not.toContain(mail.token);
  });

  test('of an unknown address gets the same answer, and no mail', async () => {
    await register(server, 'known');
    const answers = await Promise.all(
      ['known@example.org', 'unknown@example.org'].map(async (email) =>
        post('/auth/password/forgot', { email }),
      ),
    );
    expect(answers[0]?.status).toBe(200);
    expect(answers[0]?.body).toEqual(answers[1]?.body);
    await nextMail(server, 'known@example.org', 2);
    await jobsAreDone(server);
    expect(await mailsTo(server, 'unknown@example.org')).toEqual([]);
  });

  test('floods no inbox, and one reset uses up all its mails', async () => {
    await register(server, 'flooded');
    const email = 'flooded@example.org';
    for (let time = 0; time < 8; time += 1) await post('/auth/password/forgot', { email });
    await nextMail(server, email, 6);
    await jobsAreDone(server);
    const tokens = (await mailsTo(server, email))
      .filter(({ text }) => text.includes('reset-password'))
      .map(({ token }) => token);
    expect(tokens).toHaveLength(5);
    const answers = await Promise.all(
      tokens.map(async (token) => post('/auth/password/reset', { token, password: testPassword })),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 401, 401, 401, 401]);
  });
});

describe('changing the password', () => {
  test('needs the current one and ends the other sessions', async () => {
    const lan = await register(server, 'lan.changes');
    const other = (await login('lan.changes')).body.data;
    const here = await lan.connect('/v1');
    const there = await connected(openSocket(server, '/v1', other.accessToken));
    const wrong = await lan.post('/api/v1/auth/password', {
      current: 'wrong one',
      next: 'longer!!',
    });
    expect(wrong).toMatchObject({ status: 403, body: { error: 'forbidden' } });
    const end = next(there, 'disconnect');
    const change = { current: testPassword, next: 'new password' };
    expect((await lan.post('/api/v1/auth/password', change)).status).toBe(200);
    expect(await end).toBe('io server disconnect');
    expect(here.connected).toBe(true);
    expect((await lan.get('/api/v1/users/me')).status).toBe(200);
    const me = await call(server, 'GET', '/api/v1/users/me', { token: other.accessToken });
    expect(me.status).toBe(401);
    const { refreshToken } = lan;
    expect((await post('/auth/refresh', { refreshToken })).status).toBe(200);
    expect((await login('lan.changes')).status).toBe(401);
    expect((await login('lan.changes', 'new password')).status).toBe(200);
    lan.disconnect();
  });

  test('twice at once from the same one succeeds once', async () => {
    const lan = await register(server, 'lan.twice');
    const answers = await Promise.all(
      ['first choice', 'second choice'].map(async (next) =>
        lan.post('/api/v1/auth/password', { current: testPassword, next }),
      ),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 403]);
  });
});
