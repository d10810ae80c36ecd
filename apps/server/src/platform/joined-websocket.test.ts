import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { Frames, JoinedWebSocket, JoinedWebSocketServer } from './joined-websocket.ts';

let http: Server;
let client: WebSocket;
let socket: JoinedWebSocket;
let received: string[];

beforeEach(async () => {
  http = createServer();
  const server = new JoinedWebSocketServer({ server: http });
  const accepted = once(server, 'connection');
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  client = new WebSocket(`ws://127.0.0.1:${port}`);
  received = [];
  client.on('message', (data, isBinary) =>
    received.push(isBinary ? 'binary' : Buffer.concat([data as Buffer]).toString()),
  );
  const [given]: unknown[] = await accepted;
  if (!(given instanceof JoinedWebSocket)) throw new Error('another kind of socket');
  socket = given;
  if (client.readyState !== WebSocket.OPEN) await once(client, 'open');
});
afterEach(() => {
  client.terminate();
  http.close();
});

it('joins what one turn sends in one write, in the order of the calls', async () => {
  const write = vi.spyOn(socket._socket as Socket, 'write');
  const shared = Frames.ofText('shared');
  socket.send('một');
  socket.push(shared);
  socket.send('x'.repeat(70_000));
  socket.push(shared);
  await expect.poll(() => received).toHaveLength(4);
  expect(received).toEqual(['một', 'shared', 'x'.repeat(70_000), 'shared']);
  expect(write).toHaveBeenCalledTimes(1);
});

it('puts the same frames together once for all sockets', () => {
  const [first, second] = [Frames.ofText('1'), Frames.ofText('2')];
  const both = first.with(second);
  expect(first.with(second)).toBe(both);
  expect(both.bytes).toBe(first.with(second).bytes);
  expect(both.bytes).toEqual(Buffer.concat([first.bytes, second.bytes]));
  expect(both.sizeBytes).toBe(both.bytes.length);
  const other = first.with(Frames.ofText('3'));
  expect(other.bytes).not.toEqual(both.bytes);
  // What was joined before stays as it is.
  expect(both.bytes).toEqual(Buffer.concat([first.bytes, second.bytes]));
});

it('sends what waits before a close and before what is not joined', async () => {
  const closed = once(client, 'close');
  socket.push(Frames.ofText('first'));
  socket.send(Buffer.from([1]));
  socket.push(Frames.ofText('last'));
  socket.close(4000, 'over');
  socket.push(Frames.ofText('never'));
  const [code]: unknown[] = await closed;
  expect(code).toBe(4000);
  expect(received).toEqual(['first', 'binary', 'last']);
});

it('keeps what the kernel does not take, knows when it is too much, and can forget it', async () => {
  const tcp: Socket = Reflect.get(client, '_socket');
  tcp.pause();
  const frame = Frames.ofText('x'.repeat(100_000));
  let pushed = 0;
  await expect
    .poll(
      () => {
        for (let turn = 0; turn < 10; turn += 1) socket.push(frame);
        pushed += 10;
        return socket.isTooFarBehind;
      },
      { interval: 5, timeout: 10_000 },
    )
    .toBe(true);
  // The rest lies in the kernel, and in one write that it has begun to take.
  expect(socket._socket?.writableLength).toBeLessThan(8 * 1024 * 1024);
  socket.forget();
  expect(socket.isTooFarBehind).toBe(false);
  socket.push(Frames.ofText('resync'));
  tcp.resume();
  await expect.poll(() => received.at(-1), { timeout: 10_000 }).toBe('resync');
  expect(received.length).toBeLessThan(pushed);
});

it('ends a client that asks and never reads the answers', async () => {
  const tcp: Socket = Reflect.get(client, '_socket');
  tcp.pause();
  const closed = once(socket, 'close');
  const asking = setInterval(() => socket.send('x'.repeat(1_000_000)), 1);
  await closed;
  clearInterval(asking);
});
