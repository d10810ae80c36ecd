import type { Server as HttpServer } from 'node:http';
import type { EventDefinition } from '@xom/contract/define';
import type { FastifyBaseLogger } from 'fastify';
import { type DefaultEventsMap, Server } from 'socket.io';
import { Failure } from './failure.ts';
import { JoinedWebSocketServer } from './joined-websocket.ts';
import { isSocketOperation, serveCalls } from './socketio-calls.ts';
import type { DoorSocket, SocketData } from './socketio-connection.ts';
import {
  accept,
  type HandshakeOptions,
  type HandshakeServices,
  refusalOf,
} from './socketio-handshake.ts';
import { createSender } from './socketio-sender.ts';

/** How one namespace behaves. */
export interface NamespaceOptions extends HandshakeOptions {
  /** Sent after every refused event, beside the ack. */
  readonly refusedEvent: EventDefinition | null;
}

export interface SocketDoorOptions extends HandshakeServices {
  server: HttpServer;
  namespaces: readonly NamespaceOptions[];
  logger: FastifyBaseLogger;
  corsOrigins: readonly string[];
  checksAnswers: boolean;
}

type DoorServer = Server<DefaultEventsMap, DefaultEventsMap, DefaultEventsMap, SocketData>;

/** Far above what any event needs: past it Socket.IO closes the socket without a word. */
const maxFrameBytes = 8_000_000;

/** The Socket.IO door: every operation's event and ack, on every namespace of the contract. */
export function openSocketDoor(options: SocketDoorOptions): { close(): Promise<void> } {
  const io: DoorServer = new Server(options.server, {
    serveClient: false,
    maxHttpBufferSize: maxFrameBytes,
    // Other paths have doors of their own.
    destroyUpgrade: false,
    wsEngine: JoinedWebSocketServer,
    cors: { origin: options.corsOrigins.includes('*') ? true : [...options.corsOrigins] },
  });
  // A namespace that is not ours: Socket.IO answers the client's CONNECT with an error by itself.
  for (const namespace of options.namespaces) openNamespace(io, namespace, options);
  // Closes the transports, not the namespaces: clients reconnect by themselves.
  return { close: async () => io.close() };
}

function openNamespace(
  io: DoorServer,
  namespace: NamespaceOptions,
  options: SocketDoorOptions,
): void {
  const { connections, dispatch, logger } = options;
  const operations = dispatch.operations
    .filter(isSocketOperation)
    .filter(({ socket }) => socket.namespace === namespace.name);
  const byEvent = new Map(operations.map((operation) => [operation.socket.event, operation]));
  const { refusedEvent } = namespace;
  const send = createSender(namespace.name, {
    checksEvents: options.checksAnswers,
    onTooFarBehind: (connection) => connections.tellResync([connection]),
  });
  connections.addDoor(namespace.name, send);
  const greetings = new WeakMap<DoorSocket, () => void>();
  const sockets = io.of(namespace.name);
  sockets.use((socket, next) => {
    void accept(socket, namespace, options).then(
      ({ connection, greet }) => {
        serveCalls(connection, { byEvent, refusedEvent, dispatch, connections, logger });
        greetings.set(socket, greet);
        next();
      },
      (thrown: unknown) => {
        // While the server stops: a client comes back by itself to who follows, but not after a refusal.
        if (thrown instanceof Failure && thrown.code === 'unavailable') socket.conn.close();
        else next(refusalOf(thrown, socket, logger));
      },
    );
  });
  sockets.on('connection', (socket) => greetings.get(socket)?.());
}
