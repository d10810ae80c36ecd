import { io } from 'socket.io-client';
import { expect, it } from 'vitest';
import { call, connected, emit, register, testPassword } from './people.ts';
import { startTestServer } from './server.ts';

/** Behind a proxy: who is believed to say where a request comes from. */

async function addressSeen(settings: Record<string, string>): Promise<unknown> {
  const server = await startTestServer(settings);
  const { username } = await register(server);
  const login = await call(server, 'POST', '/api/v1/auth/login', {
    body: { username, password: testPassword },
    headers: { 'X-Forwarded-For': '198.51.100.1, 203.0.113.9' },
  });
  const token: string = login.body.data.accessToken;
  const { body } = await call(server, 'GET', '/api/v1/auth/sessions', { token });
  await server.stop();
  return body.data.items.find((session: { isCurrent: boolean }) => session.isCurrent).address;
}

it('believes the proxies that it is told of, and nobody else', async () => {
  expect(await addressSeen({})).toBe('127.0.0.1');
  expect(await addressSeen({ TRUST_PROXY: '10.0.0.0/8' })).toBe('127.0.0.1');
  // What stands before the address that the proxy saw may be made up.
  expect(await addressSeen({ TRUST_PROXY: '127.0.0.1, ::1' })).toBe('203.0.113.9');
});

it('counts wrong passwords that come by a socket against the client, and not against its proxy', async () => {
  const server = await startTestServer({ TRUST_PROXY: '127.0.0.1', RATE_LIMITS: 'on' });
  const people = await Promise.all(Array.from({ length: 10 }, () => register(server)));
  const extraHeaders = { 'X-Forwarded-For': '203.0.113.9' };
  await Promise.all(
    people.map(async ({ token }) => {
      const options = { auth: { token }, extraHeaders, transports: ['websocket'], forceNew: true };
      const socket = await connected(io(`${server.url}/v1`, options));
      const wrong = { current: 'wrong password', next: testPassword };
      for (let time = 0; time < 10; time += 1) {
        const ack = await emit(socket, 'auth.changePassword', wrong);
        expect(ack.error).toBe('forbidden');
      }
      socket.disconnect();
    }),
  );
  const someone = await register(server);
  const login = async (headers: Record<string, string>) => {
    const body = { username: someone.username, password: testPassword };
    return (await call(server, 'POST', '/api/v1/auth/login', { body, headers })).status;
  };
  expect(await login(extraHeaders)).toBe(429);
  expect(await login({ 'X-Forwarded-For': '203.0.113.10' })).toBe(200);
  expect(await login({})).toBe(200);
  await server.stop();
}, 60_000);
