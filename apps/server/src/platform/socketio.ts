import type { Server as HttpServer } from 'node:http';
import type { EventDefinition, Namespace, Operation } from '@xom/contract/define';
import type { FastifyBaseLogger } from 'fastify';
import { Server, type Socket } from 'socket.io';
import type { Authenticator } from './authenticator.ts';
import type { Caller } from './call.ts';
import type { Connection, Connections } from './connections.ts';
import type { Dispatch } from './dispatch.ts';
import { Failure, languageOf, renderFailure } from './failure.ts';
import { newId } from './identifiers.ts';
import { createSender } from './socketio-sender.ts';

/** How one namespace behaves. */
export interface NamespaceOptions {
  readonly name: Namespace;
  /** Sockets receive from the moment they are connected; otherwise an operation lets them. */
  readonly receivesAtOnce: boolean;
  /** Sent after every refused event, beside the ack. */
  readonly refusedEvent: EventDefinition | null;
}

export interface SocketDoorOptions {
  server: HttpServer;
  namespaces: readonly NamespaceOptions[];
  dispatch: Dispatch;
  authenticator: Authenticator;
  connections: Connections;
  logger: FastifyBaseLogger;
  corsOrigins: readonly string[];
  checksAnswers: boolean;
}

/** Far above what any event needs: past it Socket.IO closes the socket without a word. */
const maxFrameBytes = 8_000_000;
const maxCallsInFlight = 256;

/** The Socket.IO door: every operation's event and ack, on every namespace of the contract. */
export function openSocketDoor(options: SocketDoorOptions): { close(): Promise<void> } {
  const io = new Server(options.server, {
    serveClient: false,
    maxHttpBufferSize: maxFrameBytes,
    cors: { origin: options.corsOrigins.includes('*') ? true : [...options.corsOrigins] },
  });
  // A namespace that is not ours: Socket.IO answers the client's CONNECT with an error by itself.
  for (const namespace of options.namespaces) openNamespace(io, namespace, options);
  // Closes the transports, not the namespaces: clients reconnect by themselves.
  return { close: async () => io.close() };
}

function openNamespace(io: Server, namespace: NamespaceOptions, options: SocketDoorOptions): void {
  const { connections } = options;
  const byEvent = new Map<string, Operation>();
  for (const operation of options.dispatch.operations) {
    if (operation.socket?.namespace === namespace.name)
      byEvent.set(operation.socket.event, operation);
  }
  connections.addDoor(namespace.name, createSender(namespace.name, options.checksAnswers));
  io.of(namespace.name).use((socket, next) => {
    void connect(socket, namespace, options).then(
      (connection) => {
        serve(socket, connection, byEvent, namespace, options);
        next();
      },
      (thrown: unknown) => {
        if (!(thrown instanceof Failure)) options.logger.error({ err: thrown }, 'handshake failed');
        const { error, message } = renderFailure(thrown, languageOfSocket(socket));
        next(Object.assign(new Error(message), { data: { error, message } }));
      },
    );
  });
}

/** Authenticates a handshake and makes its connection, which ends with the socket or its session. */
async function connect(
  socket: Socket,
  namespace: NamespaceOptions,
  { authenticator, connections }: SocketDoorOptions,
): Promise<SocketConnection> {
  const claims = await authenticator.readToken(tokenOf(socket), 'access');
  const connection = new SocketConnection(socket, namespace.name, { ...claims, role: 'user' });
  const end = () => {
    connection.hasEnded = true;
    connections.detach(connection);
  };
  // A socket that dies before its namespace is connected never says `disconnect`.
  socket.conn.once('close', end);
  socket.once('disconnect', end);
  // Attached first, asked second: a session that ends in between ends this connection too.
  connections.attach(connection);
  try {
    connection.caller = await authenticator.loadCaller(claims);
    if (namespace.receivesAtOnce) await connections.begin(connection);
    if (connection.hasEnded) throw new Failure('unauthenticated');
  } catch (thrown) {
    end();
    throw thrown;
  }
  return connection;
}

function serve(
  socket: Socket,
  connection: SocketConnection,
  byEvent: ReadonlyMap<string, Operation>,
  namespace: NamespaceOptions,
  options: SocketDoorOptions,
): void {
  const { dispatch, logger } = options;
  const language = languageOfSocket(socket);
  let callsInFlight = 0;

  const answer = async (
    event: string,
    payload: unknown,
    afterwards: (task: () => void) => void,
  ): Promise<object> => {
    const operation = byEvent.get(event);
    const requestId: string = newId();
    try {
      if (!operation) throw new Failure('not_found');
      if (callsInFlight > maxCallsInFlight) throw new Failure('rate_limited', undefined, 1);
      await dispatch.admit(operation, connection.caller, socket.handshake.address);
      const fields = await dispatch.run(operation, payload, {
        caller: connection.caller,
        language,
        requestId,
        address: socket.handshake.address,
        userAgent: socket.handshake.headers['user-agent']?.slice(0, 300) ?? null,
        connection,
        http: null,
        file: null,
        afterwards,
      });
      return { status: 'success', ...(typeof fields === 'object' && fields) };
    } catch (thrown) {
      if (!(thrown instanceof Failure)) {
        logger.error({ err: thrown, requestId, event: operation?.name }, 'event failed');
      }
      return { status: 'error', ...renderFailure(thrown, language) };
    }
  };

  // Every packet is taken here; `next` is never called, so that unknown events are answered too.
  socket.use((packet: unknown[]) => {
    const [event, ...rest] = packet;
    const last = rest.at(-1);
    const ack = typeof last === 'function' ? last : null;
    const payload = rest[0] === ack ? undefined : rest[0];
    const followUps: (() => void)[] = [];
    callsInFlight += 1;
    void answer(String(event), payload, (task) => followUps.push(task)).then((fields) => {
      callsInFlight -= 1;
      ack?.(fields);
      for (const followUp of followUps) followUp();
      if (namespace.refusedEvent && 'error' in fields) {
        const { error, message } = renderRefusal(fields);
        options.connections.send(namespace.refusedEvent, { error, message }, [connection]);
      }
    });
  });
}

function renderRefusal(fields: object): { error: string; message: string } {
  const error = 'error' in fields ? String(fields.error) : '';
  const message = 'message' in fields ? String(fields.message) : '';
  return { error, message };
}

class SocketConnection implements Connection {
  readonly id: string;
  readonly door: Namespace;
  readonly socket: Socket;
  readonly views = new Set<string>();
  caller: Caller;
  hasEnded = false;

  constructor(socket: Socket, door: Namespace, caller: Caller) {
    this.id = socket.id;
    this.socket = socket;
    this.door = door;
    this.caller = caller;
  }

  /** Clients see `io server disconnect`, after which they do not reconnect by themselves. */
  end(): void {
    this.hasEnded = true;
    this.socket.disconnect(false);
  }
}

function tokenOf({ handshake }: Socket): string {
  const { token } = handshake.auth;
  if (typeof token === 'string' && token) return token;
  const [scheme, value] = handshake.headers.authorization?.split(' ') ?? [];
  if (scheme?.toLowerCase() === 'bearer' && value) return value;
  const inQuery = handshake.query['token'];
  if (typeof inQuery === 'string' && inQuery) return inQuery;
  throw new Failure('unauthenticated');
}

function languageOfSocket({ handshake }: Socket) {
  return languageOf(handshake.headers['accept-language']);
}
