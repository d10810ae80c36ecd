import { afterAll, beforeAll, expect, it } from 'vitest';
import { pngFile } from './media-files.ts';
import { call, emit, register, testPassword } from './people.ts';
import { startTestServer, type TestServer } from './server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ LOG_LEVEL: 'trace' });
});
afterAll(() => server.stop());

it('logs each request with its id, and no secret and no text of anybody', async () => {
  const lan = await register(server);
  const made = await lan.post('/api/v1/conversations', {
    isGroup: true,
    name: 'Nhóm bí mật',
    memberIds: [],
  });
  const content = 'điều riêng tư';
  const path = `/api/v1/conversations/${made.body.data.id}/messages`;
  const answer = await lan.post(path, { type: 'TEXT', content });
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(await pngFile())]), 'anh-rieng.png');
  const image = await lan.post('/api/v1/media', form);
  await call(server, 'GET', `${image.body.data.url}?token=${lan.token}`);
  await call(server, 'POST', '/api/v1/auth/login', {
    body: { username: lan.username, password: 'wrong-guess' },
  });
  await call(server, 'POST', '/api/v1/auth/password/forgot', {
    body: { email: `${lan.username}@example.org` },
  });
  const socket = await lan.connect('/v1');
  await emit(socket, 'messages.send', { conversationId: made.body.data.id, type: 'TEXT', content });
  lan.disconnect();

  const lines = server.log.map((line): Record<string, unknown> => JSON.parse(line));
  const request = lines.find(({ reqId }) => reqId === answer.headers.get('x-request-id'));
  expect(request).toMatchObject({
    method: 'POST',
    route: '/api/v1/conversations/:conversationId/messages',
    status: 201,
    ms: expect.any(Number),
  });
  const secrets = [
    lan.token,
    lan.refreshToken,
    testPassword,
    'wrong-guess',
    content,
    'Nhóm bí mật',
    'anh-rieng',
    `${lan.username}@example.org`,
  ];
  const all = server.log.join('\n');
  expect(secrets.filter((secret) => all.includes(secret))).toEqual([]);
});
