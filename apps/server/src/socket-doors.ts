import { socketError } from '@xom/contract/chat-namespace';
import { closeCodes } from '@xom/contract/room-socket';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import type { Config } from './config.ts';
import { middlewares } from './dialects/middlewares.ts';
import { FrameWriter } from './dialects/room-connection.ts';
import { deliverRooms } from './dialects/room-delivery.ts';
import { acceptRoomSocket } from './dialects/room-socket.ts';
import { greetWithStories } from './dialects/social-namespace-stories.ts';
import type { Features } from './features.ts';
import type { Authenticator } from './platform/authenticator.ts';
import { clientAddressBehind } from './platform/client-address.ts';
import type { Connections } from './platform/connections.ts';
import type { Dispatch } from './platform/dispatch.ts';
import { openRawDoor } from './platform/raw-websocket.ts';
import { greetInOrder } from './platform/socketio-handshake.ts';
import { authenticate } from './platform/socketio-middlewares.ts';
import { openSocketDoor } from './platform/socketio.ts';

/** Where rooms without Socket.IO are. */
export const roomSocketPrefix = '/ws/';

interface Needs {
  config: Config;
  http: FastifyInstance;
  dispatch: Dispatch;
  authenticator: Authenticator;
  connections: Connections;
  logger: FastifyBaseLogger;
  features: Pick<Features, 'social' | 'conversations' | 'urls'>;
}

/** The doors of sockets: Socket.IO's namespaces, and rooms without it. */
export function openSocketDoors(needs: Needs, opened: AsyncDisposableStack): void {
  const { config, http, dispatch, authenticator, connections, logger, features } = needs;
  const { social, urls } = features;
  const { roster } = features.conversations;
  const native = {
    middlewares: [authenticate],
    receivesAtOnce: true,
    greet: null,
    refusedEvent: null,
  };
  const clientAddress = clientAddressBehind(config.trustedProxies);
  const sockets = openSocketDoor({
    server: http.server,
    namespaces: [
      { ...native, name: '/v1' },
      { ...native, name: '/chat', receivesAtOnce: false, refusedEvent: socketError },
      {
        ...native,
        name: '/',
        middlewares,
        greet: greetInOrder(social.greet, greetWithStories(connections)),
      },
    ],
    dispatch,
    authenticator,
    connections,
    clientAddress,
    logger,
    corsOrigins: config.corsOrigins,
    checksAnswers: config.checksAnswers,
  });
  opened.defer(() => sockets.close());
  const frames = new FrameWriter({ checksFrames: config.checksAnswers });
  roster.addDeliverer(deliverRooms({ roster, connections, frames }));
  const { areRateLimitsOn } = config;
  const rooms = openRawDoor({
    server: http.server,
    prefix: roomSocketPrefix,
    maxFrameBytes: 64 * 1024,
    stopCode: closeCodes.restart,
    accept: acceptRoomSocket({
      dispatch,
      authenticator,
      connections,
      urls,
      frames,
      logger,
      clientAddress,
      areRateLimitsOn,
    }),
  });
  opened.defer(() => rooms.close());
}
