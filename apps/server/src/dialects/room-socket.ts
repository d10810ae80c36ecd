import type { IncomingMessage } from 'node:http';
import { openConversation } from '@xom/contract/conversations';
import { ConversationId, UserId } from '@xom/contract/fields';
import type { Message } from '@xom/contract/message-shape';
import { sendMessage } from '@xom/contract/messages';
import { reactMessage, unreactMessage } from '@xom/contract/reactions';
import { closeCodes, incomingFrames } from '@xom/contract/room-socket';
import { typeInConversation } from '@xom/contract/typing';
import type { FastifyBaseLogger } from 'fastify';
import type { RawData } from 'ws';
import { z } from 'zod';
import type { MediaUrls } from '../features/media/media.urls.ts';
import type { Authenticator } from '../platform/authenticator.ts';
import type { Connections } from '../platform/connections.ts';
import type { ClientAddress } from '../platform/client-address.ts';
import { type CallFrame, detailsOf, type Dispatch } from '../platform/dispatch.ts';
import { Failure, languageOf, renderFailure } from '../platform/failure.ts';
import { newId } from '../platform/identifiers.ts';
import type { Frames, JoinedWebSocket } from '../platform/joined-websocket.ts';
import { type FrameWriter, RoomConnection } from './room-connection.ts';

const Frame = z.discriminatedUnion('type', [
  z.object({ type: z.literal('send_message'), data: incomingFrames.send_message }),
  z.object({ type: z.literal('reaction'), data: incomingFrames.reaction }),
  z.object({ type: z.literal('typing'), data: incomingFrames.typing }),
]);
type Frame = z.output<typeof Frame>;

export interface RoomDoorOptions {
  dispatch: Dispatch;
  authenticator: Authenticator;
  connections: Connections;
  urls: MediaUrls;
  frames: FrameWriter;
  logger: FastifyBaseLogger;
  clientAddress: ClientAddress;
  areRateLimitsOn: boolean;
}

const framesPerWindow = 600;
const windowMs = 10_000;
const maxCallsInFlight = 64;

/** The dialect of seed 003, frame by frame: accepts a raw socket, and translates what it sends to operations. */
export function acceptRoomSocket(options: RoomDoorOptions) {
  return (socket: JoinedWebSocket, request: IncomingMessage): void => {
    void enter(socket, request, options).then(
      (connection) => {
        serve(socket, request, connection, options);
        socket.resume();
      },
      (thrown: unknown) => {
        if (!(thrown instanceof Failure)) options.logger.error({ err: thrown }, 'upgrade failed');
        socket.resume();
        socket.close(closeCodeOf(thrown), thrown instanceof Failure ? thrown.code : 'internal');
      },
    );
  };
}

/** @throws Failure: a bad token, another's userId, or a room that the person is not in */
async function enter(
  socket: JoinedWebSocket,
  request: IncomingMessage,
  { authenticator, connections, dispatch, clientAddress }: RoomDoorOptions,
): Promise<RoomConnection> {
  const url = new URL(request.url ?? '', 'http://localhost');
  const claims = await authenticator.readToken(tokenOf(url, request), 'access');
  const [, , roomPart, userPart, ...more] = url.pathname.split('/');
  const room = ConversationId.safeParse(roomPart);
  const user = UserId.safeParse(userPart);
  if (user.data !== claims.userId || !room.success || more.length > 0)
    throw new Failure('forbidden');
  const connection = new RoomConnection(socket, room.data, { ...claims, role: 'user' });
  socket.once('close', () => {
    connection.hasEnded = true;
    connections.detach(connection);
  });
  await connections.attach(connection);
  connection.caller = await authenticator.loadCaller(claims);
  await connections.begin(connection);
  await dispatch.runAs(frameOf(request, connection, clientAddress))(openConversation, {
    conversationId: room.data,
  });
  if (connection.hasEnded) throw new Failure('unauthenticated');
  return connection;
}

function serve(
  socket: JoinedWebSocket,
  request: IncomingMessage,
  connection: RoomConnection,
  options: RoomDoorOptions,
): void {
  const { frames, logger, areRateLimitsOn } = options;
  const language = languageOf(request.headers['accept-language']);
  let callsInFlight = 0;
  let framesInWindow = 0;
  const refill = setInterval(() => (framesInWindow = 0), windowMs);
  socket.once('close', () => clearInterval(refill));

  const answer = async (data: RawData, isBinary: boolean): Promise<void> => {
    try {
      if (callsInFlight > maxCallsInFlight) throw new Failure('rate_limited', undefined, 1);
      const ack = await act(
        readFrame(data, isBinary),
        frameOf(request, connection, options.clientAddress),
        options,
      );
      if (ack) connection.write(ack);
    } catch (thrown) {
      if (!(thrown instanceof Failure)) logger.error({ err: thrown }, 'frame failed');
      const { error: code, message } = renderFailure(thrown, language);
      connection.write(frames.write('error', { code, message }));
    }
  };
  socket.on('message', (data, isBinary) => {
    framesInWindow += 1;
    if (areRateLimitsOn && framesInWindow > framesPerWindow) {
      connection.close(closeCodes.tooManyFrames, 'rate_limited');
      return;
    }
    callsInFlight += 1;
    void answer(data, isBinary).then(() => (callsInFlight -= 1));
  });
}

/** @throws Failure `invalid_input` unless it is a JSON object of a known type with good data */
function readFrame(data: RawData, isBinary: boolean): Frame {
  let given: unknown;
  try {
    given = isBinary || !Buffer.isBuffer(data) ? null : JSON.parse(data.toString());
  } catch {
    // Refused just below, like everything that is no frame.
  }
  const parsed = Frame.safeParse(given);
  if (!parsed.success) throw new Failure('invalid_input', detailsOf(parsed.error));
  return parsed.data;
}

/** Does what a frame says. @returns the frame that acknowledges it, where it has one */
async function act(
  frame: Frame,
  call: CallFrame & { connection: RoomConnection },
  { dispatch, frames, urls }: RoomDoorOptions,
): Promise<Frames | null> {
  const { connection } = call;
  const run = dispatch.admitAndRunAs(call);
  if (frame.type === 'send_message') {
    const { content, file_url: fileUrl, client_id: clientId } = frame.data;
    const common = { conversationId: connection.roomId, content, clientId };
    const message = fileUrl
      ? await sendFile(run, common, fileUrl, urls)
      : await run(sendMessage, { ...common, type: 'TEXT' });
    return frames.write('ack', { client_id: clientId ?? null, message_id: message.id });
  }
  if (frame.type === 'reaction') {
    const { message_id: messageId, emoji, remove } = frame.data;
    await run(remove ? unreactMessage : reactMessage, { messageId, emoji });
  } else {
    await run(typeInConversation, { conversationId: connection.roomId });
  }
  return null;
}

/** The frame does not say what kind of file it names: what it is not is refused before anything is stored. */
async function sendFile(
  run: ReturnType<Dispatch['admitAndRunAs']>,
  common: object,
  fileUrl: string,
  urls: MediaUrls,
): Promise<Message> {
  const mediaId = urls.read(fileUrl);
  if (!mediaId) throw new Failure('invalid_input', { file_url: 'is no file of this server' });
  for (const type of ['IMAGE', 'VIDEO'] as const) {
    try {
      return await run(sendMessage, { ...common, type, mediaId });
    } catch (thrown) {
      if (!(thrown instanceof Failure) || thrown.code !== 'unsupported_media_type') throw thrown;
    }
  }
  return run(sendMessage, { ...common, content: undefined, type: 'STICKER', stickerUrl: fileUrl });
}

function frameOf(
  request: IncomingMessage,
  connection: RoomConnection,
  clientAddress: ClientAddress,
): CallFrame & { connection: RoomConnection } {
  return {
    caller: connection.caller,
    language: languageOf(request.headers['accept-language']),
    requestId: newId(),
    address: clientAddress(request),
    userAgent: request.headers['user-agent']?.slice(0, 300) ?? null,
    connection,
    http: null,
    file: null,
    afterwards: (task) => void setImmediate(task),
  };
}

function tokenOf(url: URL, request: IncomingMessage): string {
  const [scheme, inHeader] = request.headers.authorization?.split(' ') ?? [];
  const [protocol, inProtocol] = request.headers['sec-websocket-protocol']?.split(/,\s*/) ?? [];
  const token =
    url.searchParams.get('token') ??
    (scheme?.toLowerCase() === 'bearer' ? inHeader : null) ??
    (protocol === 'bearer' ? inProtocol : null);
  if (!token) throw new Failure('unauthenticated');
  return token;
}

function closeCodeOf(thrown: unknown): number {
  if (!(thrown instanceof Failure)) return closeCodes.internal;
  if (thrown.code === 'unavailable') return closeCodes.restart;
  const isToken = thrown.code === 'unauthenticated' || thrown.code === 'account_suspended';
  return isToken ? closeCodes.unauthenticated : closeCodes.forbidden;
}
