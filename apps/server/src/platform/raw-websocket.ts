import type { IncomingMessage, Server as HttpServer } from 'node:http';
import type { Duplex } from 'node:stream';
import { type JoinedWebSocket, JoinedWebSocketServer } from './joined-websocket.ts';

export interface RawDoorOptions {
  server: HttpServer;
  /** Where it is served: `/ws/`. */
  prefix: string;
  maxFrameBytes: number;
  /** The close code of all sockets when the server stops. */
  stopCode: number;
  /** Takes a socket over; it is paused until `resume` is called. */
  accept(socket: JoinedWebSocket, request: IncomingMessage): void;
}

const heartbeatMs = 25_000;
const stopGraceMs = 1000;

/** The door of raw WebSockets: upgrades, heartbeats, bounds. What the frames mean is not its matter. */
export function openRawDoor(options: RawDoorOptions): { close(): Promise<void> } {
  const sockets = new JoinedWebSocketServer({
    noServer: true,
    maxPayload: options.maxFrameBytes,
    perMessageDeflate: false,
    // A browser cannot set headers: it sends the token as the second of two subprotocols.
    handleProtocols: (protocols) => (protocols.has('bearer') ? 'bearer' : false),
  });
  const answered = new WeakSet<JoinedWebSocket>();
  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (!request.url?.startsWith(options.prefix)) return;
    sockets.handleUpgrade(request, socket, head, (accepted) => {
      accepted.pause();
      answered.add(accepted);
      accepted.on('pong', () => answered.add(accepted));
      // What is wrong with a frame closes its socket by a code; there is nobody else to tell.
      accepted.on('error', () => accepted.terminate());
      options.accept(accepted, request);
    });
  };
  options.server.on('upgrade', upgrade);
  const heartbeat = setInterval(() => {
    for (const socket of sockets.clients) {
      if (!answered.delete(socket)) socket.terminate();
      else socket.ping();
    }
  }, heartbeatMs);
  return {
    async close() {
      clearInterval(heartbeat);
      options.server.off('upgrade', upgrade);
      for (const socket of sockets.clients) socket.close(options.stopCode);
      const grace = setTimeout(() => {
        for (const socket of sockets.clients) socket.terminate();
      }, stopGraceMs);
      const closing = [...sockets.clients].map(
        (socket) => new Promise((resolve) => socket.once('close', resolve)),
      );
      await Promise.all(closing);
      clearTimeout(grace);
    },
  };
}
