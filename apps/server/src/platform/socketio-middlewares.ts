import { decodeJwt } from 'jose';
import type { Authenticator } from './authenticator.ts';
import { Failure } from './failure.ts';
import type { DoorSocket } from './socketio-connection.ts';

/**
 * A check before a connection is accepted: true continues, false refuses it (`forbidden`). What it throws
 * refuses too, a Failure with its own code; and so does taking longer than 10 seconds.
 */
export type ConnectionMiddleware = (
  socket: DoorSocket,
  authenticator: Authenticator,
) => boolean | Promise<boolean>;

const limitMs = 10_000;

/** Who connects: the token of the handshake, decoded, as `socket.data.user`. The door asks for its session later. */
export const authenticate: ConnectionMiddleware = async (socket, authenticator) => {
  const token = tokenOf(socket);
  const { userId, sessionId } = await authenticator.readToken(token, 'access');
  socket.data.user = { ...decodeJwt(token), user_id: userId, sid: sessionId };
  return true;
};

function tokenOf({ handshake }: DoorSocket): string {
  const { token } = handshake.auth;
  if (typeof token === 'string' && token) return token;
  const [scheme, value] = handshake.headers.authorization?.split(' ') ?? [];
  if (scheme?.toLowerCase() === 'bearer' && value) return value;
  const inQuery = handshake.query['token'];
  if (typeof inQuery === 'string' && inQuery) return inQuery;
  throw new Failure('unauthenticated');
}

/**
 * Runs middlewares one after another, up to the first that refuses.
 * @throws Failure `forbidden`, or whatever a middleware throws
 */
export async function runMiddlewares(
  middlewares: readonly ConnectionMiddleware[],
  socket: DoorSocket,
  authenticator: Authenticator,
): Promise<void> {
  for (const middleware of middlewares) {
    // Nothing but true continues, whatever a check without types answers.
    const verdict: unknown = await inTime(async () => middleware(socket, authenticator));
    if (verdict !== true) throw new Failure('forbidden');
  }
}

async function inTime(check: () => Promise<boolean>): Promise<boolean> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new Error('a middleware took longer than 10 seconds')),
    limitMs,
  );
  try {
    return await Promise.race([check(), late]);
  } finally {
    clearTimeout(timer);
  }
}
