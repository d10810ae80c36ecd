import { authenticate, type ConnectionMiddleware } from '../platform/socketio-middlewares.ts';

/**
 * The checks of the namespace `/`, run in this order before a connection is accepted: each answers `true` to
 * continue or `false` to refuse it, and the client gets `connect_error`, never `connect`. To add one, write it
 * in a file of its own, import it here and add it to the array:
 *
 *     export const requireOwnOrigin: ConnectionMiddleware = (socket) =>
 *       socket.handshake.headers.origin === 'https://xom.example';
 *
 * After `authenticate`, `socket.data.user` is the decoded token with its `user_id`. What a check throws refuses
 * too (a Failure with its own code), and so does taking longer than 10 seconds.
 */
export const middlewares: ConnectionMiddleware[] = [authenticate];
