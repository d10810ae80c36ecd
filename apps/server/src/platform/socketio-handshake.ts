import type { Namespace } from '@xom/contract/define';
import type { FastifyBaseLogger } from 'fastify';
import type { ExtendedError } from 'socket.io';
import type { Authenticator } from './authenticator.ts';
import type { Run } from './call.ts';
import type { ClientAddress } from './client-address.ts';
import type { Connection, Connections } from './connections.ts';
import type { Dispatch } from './dispatch.ts';
import { Failure, renderFailure } from './failure.ts';
import { newId } from './identifiers.ts';
import { type DoorSocket, languageOfSocket, SocketConnection } from './socketio-connection.ts';
import { type ConnectionMiddleware, runMiddlewares } from './socketio-middlewares.ts';

/**
 * Loads what a new connection is told first, before its handshake is accepted: what fails refuses it.
 * @param run calls operations as the person
 * @returns what tells it, once the client knows that it is connected
 */
export type Greet = (connection: Connection, run: Run) => Promise<() => void>;

/** Tells a new connection several things, one after the other. */
export function greetInOrder(...greets: readonly Greet[]): Greet {
  return async (connection, run) => {
    const tellings = await Promise.all(greets.map(async (greet) => greet(connection, run)));
    return () => {
      for (const tell of tellings) tell();
    };
  };
}

export interface HandshakeOptions {
  readonly name: Namespace;
  /** Run in order; `authenticate` is one of them, for nobody is let in without. */
  readonly middlewares: readonly ConnectionMiddleware[];
  /** Sockets receive from the moment they are connected; otherwise an operation lets them. */
  readonly receivesAtOnce: boolean;
  readonly greet: Greet | null;
}

export interface HandshakeServices {
  readonly authenticator: Authenticator;
  readonly connections: Connections;
  readonly dispatch: Dispatch;
  readonly clientAddress: ClientAddress;
}

export interface Accepted {
  readonly connection: SocketConnection;
  /** To be called once the client is connected. */
  readonly greet: () => void;
}

/**
 * Lets a handshake in and makes its connection, which ends with the socket or its session.
 * @throws Failure and whatever else refuses it
 */
export async function accept(
  socket: DoorSocket,
  options: HandshakeOptions,
  { authenticator, connections, dispatch, clientAddress }: HandshakeServices,
): Promise<Accepted> {
  await runMiddlewares(options.middlewares, socket, authenticator);
  const { user } = socket.data;
  // A connection that closed meanwhile will not say so again.
  if (!user || socket.conn.readyState !== 'open') throw new Failure('unauthenticated');
  const claims = { userId: user.user_id, sessionId: user.sid };
  const caller = { ...claims, role: 'user' as const };
  const address = clientAddress(socket.request);
  const connection = new SocketConnection(socket, options.name, caller, address);
  connection.whenEnded(() => connections.detach(connection));
  // Attached first, asked second: a session that ends in between ends this connection too.
  try {
    await connections.attach(connection);
    connection.caller = await authenticator.loadCaller(claims);
    if (options.receivesAtOnce) await connections.begin(connection);
    const frame = connection.frame(newId(), (task) => void setImmediate(task));
    const greet = await options.greet?.(connection, dispatch.runAs(frame));
    if (connection.hasEnded) throw new Failure('unauthenticated');
    return { connection, greet: greet ?? (() => {}) };
  } catch (thrown) {
    connection.markEnded();
    throw thrown;
  }
}

/** What the client gets as its `connect_error`, with the code in `data`. */
export function refusalOf(
  thrown: unknown,
  socket: DoorSocket,
  logger: FastifyBaseLogger,
): ExtendedError {
  if (!(thrown instanceof Failure)) logger.error({ err: thrown }, 'handshake failed');
  const { error, message } = renderFailure(thrown, languageOfSocket(socket));
  return Object.assign(new Error(message), { data: { error, message } });
}
