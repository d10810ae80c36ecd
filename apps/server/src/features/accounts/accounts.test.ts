import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call, connected, next, openSocket, register, testPassword } from '../../../test/people.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(async () => server.stop());

const account = (username: string, more: object = {}) => ({
  username,
  email: `${username.toLowerCase()}@example.org`,
  password: testPassword,
  ...more,
});
const post = async (path: string, body: object) => call(server, 'POST', `/api/v1${path}`, { body });
const login = async (name: string, password = testPassword) =>
  post('/auth/login', { username: name, password });

describe('registering', () => {
  test('answers with oneself and tokens that work', async () => {
    const answer = await post('/auth/register', {
      ...account('Thu.Ha_1'),
      email: 'Thu.Ha@Example.org',
      name: ' Hà ',
      family: 'Nguyễn Thị',
      phone: '+84 90 123 45 67',
    });
    expect(answer.status).toBe(201);
    const { user, accessToken, expiresIn } = answer.body.data;
    expect(expiresIn).toBe(900);
    expect(user).toMatchObject({
      username: 'thu.ha_1',
      email: 'thu.ha@example.org',
      displayName: 'Hà Nguyễn Thị',
      name: 'Hà',
      family: 'Nguyễn Thị',
      phone: '+84 90 123 45 67',
      role: 'user',
      photoUrl: null,
      links: [],
      settings: {},
      emailVerifiedAt: null,
      isPrivate: false,
      followerCount: 0,
    });
    const me = await call(server, 'GET', '/api/v1/users/me', { token: accessToken });
    expect(me.body.data).toEqual(user);
  });

  test('shows as the display name what was given for it, or the username', async () => {
    const named = await post('/auth/register', account('named', { displayName: 'Út', name: 'An' }));
    expect(named.body.data.user.displayName).toBe('Út');
    const plain = await post('/auth/register', account('plain', { name: '   ' }));
    expect(plain.body.data.user).toMatchObject({ displayName: 'plain', name: null });
  });

  test.each(['ab', 'a'.repeat(31), 'white space', 'việt', 'a-b', 'a@b', ''])(
    'takes no username like "%s"',
    async (username) => {
      const answer = await post('/auth/register', {
        username,
        email: 'somebody@example.org',
        password: testPassword,
      });
      expect(answer).toMatchObject({
        status: 400,
        body: { error: 'invalid_input', details: { username: expect.any(String) } },
      });
    },
  );

  test('of a name or an e-mail that is taken, in whatever case, says which', async () => {
    await register(server, 'first');
    const sameName = await post('/auth/register', {
      ...account('FIRST'),
      email: 'other@example.org',
    });
    expect(sameName).toMatchObject({ status: 409, body: { details: { username: 'is taken' } } });
    const sameEmail = await post('/auth/register', {
      ...account('second'),
      email: 'First@EXAMPLE.org',
    });
    expect(sameEmail).toMatchObject({ status: 409, body: { details: { email: 'is taken' } } });
    expect((await login('second')).status).toBe(401);
  });

  test('of one name many times at once makes one account', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, async (_, index) =>
        post('/auth/register', { ...account('racer'), email: `racer${index}@example.org` }),
      ),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([
      201, 409, 409, 409, 409, 409, 409, 409,
    ]);
  });

  test('stores no password', async () => {
    await register(server, 'careful');
    const { rows } = await server.pool.query(
      `select users::text as row from users where username = 'careful'`,
    );
    expect(rows[0].row).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
    expect(rows[0].row).not.toContain(testPassword);
    expect(server.log.join('\n')).not.toContain(testPassword);
  });
});

describe('signing in', () => {
  test('works by username and by e-mail, in any case', async () => {
    const lan = await register(server, 'lan.signs.in');
    for (const body of [
      { username: 'lan.signs.in' },
      { username: 'LAN.Signs.In' },
      { username: 'lan.signs.in@example.org' },
      { email: 'Lan.Signs.In@example.org' },
    ]) {
      const answer = await post('/auth/login', { ...body, password: testPassword });
      expect(answer).toMatchObject({ status: 200, body: { data: { user: { id: lan.id } } } });
    }
    const nobody = await post('/auth/login', { password: testPassword });
    expect(nobody).toMatchObject({ status: 400, body: { error: 'invalid_input' } });
  });

  test('answers the same, and as fast, for a wrong password and an unknown name', async () => {
    await register(server, 'timed');
    const times: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] };
    const bodies = new Set<string>();
    for (let round = 0; round < 20; round += 1) {
      for (const kind of ['known', 'unknown'] as const) {
        const began = performance.now();
        const answer = await login(kind === 'known' ? 'timed' : `nobody${round}`, 'a wrong one');
        times[kind].push(performance.now() - began);
        expect(answer.status).toBe(401);
        bodies.add(JSON.stringify(answer.body));
      }
    }
    expect(bodies.size).toBe(1);
    const [known, unknown] = [median(times.known), median(times.unknown)];
    expect(Math.abs(known - unknown)).toBeLessThan(Math.max(known, unknown) * 0.5);
  });
});

describe('deactivating', () => {
  test('signs out everywhere and hides; signing in brings everything back', async () => {
    const [lan, minh] = [await register(server, 'lan.away'), await register(server, 'minh.stays')];
    await lan.patch('/api/v1/users/me', { biography: 'Still mine' });
    const second = (await login('lan.away')).body.data;
    const sockets = [await lan.connect('/v1'), await lan.chat()];
    const ends = sockets.map(async (socket) => next(socket, 'disconnect'));
    const answer = await lan.post('/api/v1/users/me/deactivate');
    expect(answer).toMatchObject({ status: 200, body: { data: {} } });
    expect(clearedCookies(answer.headers)).toEqual(['xom_media', 'xom_refresh']);
    expect(await Promise.all(ends)).toEqual(['io server disconnect', 'io server disconnect']);

    for (const token of [lan.token, second.accessToken]) {
      expect((await call(server, 'GET', '/api/v1/users/me', { token })).status).toBe(401);
      await expect(connected(openSocket(server, '/v1', token))).rejects.toMatchObject({
        data: { error: 'unauthenticated' },
      });
    }
    const { refreshToken } = second;
    expect((await post('/auth/refresh', { refreshToken })).status).toBe(401);
    expect((await minh.get('/api/v1/users/lan.away')).status).toBe(404);

    expect((await login('lan.away', 'a wrong one')).status).toBe(401);
    expect((await minh.get('/api/v1/users/lan.away')).status).toBe(404);
    const back = await login('lan.away');
    expect(back).toMatchObject({ status: 200, body: { data: { user: { id: lan.id } } } });
    const seen = await minh.get('/api/v1/users/lan.away');
    expect(seen.body.data.biography).toBe('Still mine');
  });
});

function median(times: number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
}

function clearedCookies(headers: Headers): string[] {
  return headers
    .getSetCookie()
    .filter((cookie) => cookie.includes('Expires=Thu, 01 Jan 1970'))
    .map((cookie) => cookie.split('=')[0] ?? '')
    .toSorted();
}
