import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call, register, testPassword } from '../../../test/people.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { nextMail } from './test-mails.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ RATE_LIMITS: 'on' });
});
afterAll(async () => server.stop());

const post = async (path: string, body: object) => call(server, 'POST', `/api/v1${path}`, { body });
const login = async (username: string, password: string) =>
  post('/auth/login', { username, password });

describe('wrong passwords', () => {
  test('shut an account for a while, known or not, until its password is set anew', async () => {
    const lan = await register(server, 'lan');
    const answers: string[][] = [];
    for (const name of ['lan', 'nobody']) {
      const bodies: string[] = [];
      for (let time = 0; time < 11; time += 1) {
        // Upper case is the same name.
        const answer = await login(time % 2 ? name : name.toUpperCase(), 'wrong');
        bodies.push(JSON.stringify(answer.body));
        if (time < 10) continue;
        expect(answer).toMatchObject({ status: 429, body: { error: 'rate_limited' } });
        const seconds = Number(answer.headers.get('retry-after'));
        expect(seconds).toBeGreaterThan(890);
        expect(seconds).toBeLessThanOrEqual(900);
      }
      answers.push(bodies);
    }
    expect(answers[0]).toEqual(answers[1]);
    expect((await login('lan', testPassword)).status).toBe(429);
    expect((await lan.get('/api/v1/users/me')).status).toBe(200);

    await post('/auth/password/forgot', { email: 'lan@example.org' });
    const { token } = await nextMail(server, 'lan@example.org', 2);
    const password = 'another password';
    expect((await post('/auth/password/reset', { token, password })).status).toBe(200);
    expect((await login('lan', password)).status).toBe(200);
  });

  test('cannot be tried without end by who stole an access token', async () => {
    const minh = await register(server, 'minh');
    const change = async (current: string) =>
      minh.post('/api/v1/auth/password', { current, next: 'longer than before' });
    for (let time = 0; time < 10; time += 1) expect((await change('wrong')).status).toBe(403);
    expect((await change(testPassword)).status).toBe(429);
    expect((await login('minh', testPassword)).status).toBe(200);
  });
});
