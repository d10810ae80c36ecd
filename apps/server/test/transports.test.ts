import { io } from 'socket.io-client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connected, emit, next, register } from './people.ts';
import { startTestServer, type TestServer } from './server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

it.each([
  ['polling alone', { transports: ['polling'] }],
  ['polling that becomes WebSocket, as by default', {}],
  ['WebSocket alone', { transports: ['websocket'] }],
])('delivers in order over %s', async (_name, options) => {
  const [lan, minh] = await Promise.all([register(server), register(server)]);
  const made = await lan.post('/api/v1/conversations', { isGroup: true, memberIds: [minh.id] });
  const groupId: string = made.body.data.id;
  const socket = io(`${server.url}/chat`, {
    ...options,
    forceNew: true,
    extraHeaders: { Authorization: `Bearer ${minh.token}` },
  });
  await connected(socket);
  expect(await emit(socket, 'register', { profileId: minh.id })).toEqual({ status: 'success' });
  await emit(socket, 'open', { profileId: minh.id, groupId });
  const seqs: number[] = [];
  socket.on('newMessage', ({ seq }: { seq: number }) => seqs.push(seq));
  const last = next<{ seq: number }>(socket, 'newMessage', ({ seq }) => seq === 50);
  for (let index = 0; index < 50; index += 1) {
    await lan.post('/chat/send', { groupId, message: `${index}`, type: 'TEXT', senderId: lan.id });
  }
  await last;
  expect(seqs).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
  socket.disconnect();
});
