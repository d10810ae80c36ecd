import type { Socket as TcpSocket } from 'node:net';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { emit, register } from './people.ts';
import { startTestServer, type TestServer } from './server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

it('drops a client that does not read, and lets nobody else wait', async () => {
  const [lan, minh] = await Promise.all([register(server), register(server)]);
  const made = await lan.post('/api/v1/conversations', { isGroup: true, memberIds: [minh.id] });
  const conversationId: string = made.body.data.id;
  const slow = new WebSocket(
    `${server.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`,
  );
  await new Promise((resolve) => slow.once('message', resolve));
  slow.send(`40/v1,${JSON.stringify({ token: minh.token })}`);
  await new Promise((resolve) => slow.once('message', resolve));
  // From here on it takes nothing from its connection.
  const tcp: TcpSocket = Reflect.get(slow, '_socket');
  tcp.pause();

  const sender = await lan.connect('/v1');
  let received = 0;
  sender.on('message.created', () => (received += 1));
  const send = (count: number) =>
    Promise.all(
      Array.from({ length: count }, () =>
        emit(sender, 'messages.send', { conversationId, type: 'TEXT', content: 'x'.repeat(4000) }),
      ),
    );
  await vi.waitFor(
    async () => {
      await send(500);
      const { rows } = await server.pool.query('select last_seen_at from users where id = $1', [
        minh.id,
      ]);
      // Gone for the server: its last socket has ended.
      expect(rows[0]?.last_seen_at).not.toBeNull();
    },
    { timeout: 18_000, interval: 0 },
  );
  const before = received;
  await send(10);
  await vi.waitFor(() => expect(received).toBe(before + 10));
  tcp.destroy();
  lan.disconnect();
}, 20_000);
