import { expect, it } from 'vitest';
import { call, register, testPassword } from './people.ts';
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
