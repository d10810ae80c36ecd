import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { WebSocketServer } from 'ws';

/** The floor: a plain loop of `write()` of one ready frame, as often and as much joined as it is told. */
export interface FloorOrder {
  /** Of one frame. */
  bytes: number;
  /** Frames in one write. */
  joined: number;
  /** Loops in a second. */
  perSecond: number;
  ms: number;
}

const http = createServer();
const sockets = new Set<Socket>();
const server = new WebSocketServer({ server: http });
server.on('connection', (_socket, request) => {
  sockets.add(request.socket);
  request.socket.once('close', () => sockets.delete(request.socket));
});

process.on('message', (order: FloorOrder) => {
  const payload = Buffer.from('42["newMessage"'.padEnd(order.bytes - 4, 'x'));
  const head = Buffer.from([0x81, 126, payload.length >> 8, payload.length & 0xff]);
  const frames = Array.from({ length: order.joined }, () => Buffer.concat([head, payload]));
  const ready = Buffer.concat(frames);
  const began = performance.now();
  let loops = 0;
  const write = (): void => {
    const passed = performance.now() - began;
    const due = (Math.min(passed, order.ms) / 1000) * order.perSecond;
    for (; loops < due; loops += 1) for (const socket of sockets) socket.write(ready);
    if (passed < order.ms) setTimeout(write, 1);
    else process.send?.(loops * order.joined * sockets.size);
  };
  write();
});

http.listen(0, '127.0.0.1', () => {
  // A TCP server's address is never a string.
  const { port } = http.address() as AddressInfo;
  console.log(`ready at http://127.0.0.1:${port}`);
});
process.on('SIGTERM', () => process.exit());
