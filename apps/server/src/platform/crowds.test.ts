import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../test/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

it('takes in a crowd that comes at once, without dropping anybody for a second', async () => {
  const { port } = new URL(server.url);
  // All in one turn: nobody is taken in before the last has come.
  const sockets: Socket[] = Array.from({ length: 1500 }, () => connect(Number(port), '127.0.0.1'));
  const began = performance.now();
  try {
    await Promise.all(sockets.map((socket) => once(socket, 'connect')));
    const tookMs = performance.now() - began;
    // Who is dropped tries again after a whole second.
    expect(tookMs).toBeLessThan(950);
  } finally {
    for (const socket of sockets) socket.destroy();
  }
});
