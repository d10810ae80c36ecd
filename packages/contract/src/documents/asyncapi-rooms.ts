import type { RoomFrame } from '../room-socket.ts';
import type { SchemaLibrary } from './schemas.ts';

type Json = Record<string, unknown>;

/** The parts of the AsyncAPI document that are about the raw WebSocket. */
export interface RoomParts {
  servers: Json;
  channels: Json;
  operations: Json;
  securitySchemes: Json;
}

const channel = '#/channels/rooms';
const nothing: RoomParts = { servers: {}, channels: {}, operations: {}, securitySchemes: {} };

/** Describes the raw WebSocket by its frames; without any, there is no such door. */
export function roomParts(frames: readonly RoomFrame[], library: SchemaLibrary): RoomParts {
  if (frames.length === 0) return nothing;
  return {
    servers: { rooms: server() },
    channels: { rooms: channelOf(frames, library) },
    operations: Object.fromEntries(frames.map(operationOf)),
    securitySchemes: {
      subprotocolToken: {
        type: 'httpApiKey',
        in: 'header',
        name: 'Sec-WebSocket-Protocol',
        description:
          'The access token as the second of two subprotocols: `new WebSocket(url, ["bearer", token])`.',
      },
    },
  };
}

function server(): Json {
  return {
    host: '{host}',
    protocol: 'ws',
    description:
      'Raw WebSockets, `wss` behind TLS. The token may be given in any one of three ways.',
    variables: { host: { default: '127.0.0.1:3000', description: 'Where the server answers.' } },
    security: ['subprotocolToken', 'bearer', 'queryToken'].map((name) => ({
      $ref: `#/components/securitySchemes/${name}`,
    })),
  };
}

function channelOf(frames: readonly RoomFrame[], library: SchemaLibrary): Json {
  const messages = frames.map((frame): [string, Json] => [
    messageName(frame),
    { name: frame.type, summary: frame.data.description, payload: payloadOf(frame, library) },
  ]);
  return {
    address: '/ws/{roomId}/{userId}',
    title: 'The raw WebSocket',
    description: 'One conversation of one person, without Socket.IO. A frame is a JSON object.',
    servers: [{ $ref: '#/servers/rooms' }],
    parameters: {
      roomId: { description: 'A conversation that the person is in.' },
      userId: { description: 'The person whose token it is.' },
    },
    messages: Object.fromEntries(messages),
    bindings: { ws: { method: 'GET', bindingVersion: '0.1.0' } },
  };
}

// As for the namespaces: what comes in is a `call`, what goes out an `event`.
function messageName({ direction, type }: RoomFrame): string {
  return `${direction === 'in' ? 'call' : 'event'}.${type}`;
}

function payloadOf(frame: RoomFrame, library: SchemaLibrary): Json {
  const { description: _summary, ...data } = library.dataOf(frame);
  return {
    type: 'object',
    properties: { type: { const: frame.type }, data },
    required: ['type', 'data'],
  };
}

function operationOf(frame: RoomFrame): [string, Json] {
  const { direction, type, answers } = frame;
  const messageOf = (name: string) => ({ $ref: `${channel}/messages/${name}` });
  const replies = answers.map((answer) => messageOf(`event.${answer}`));
  return [
    `rooms.${messageName(frame)}`,
    {
      action: direction === 'in' ? 'receive' : 'send',
      channel: { $ref: channel },
      title: type,
      summary: frame.data.description,
      messages: [messageOf(messageName(frame))],
      ...(replies.length > 0 && { reply: { channel: { $ref: channel }, messages: replies } }),
    },
  ];
}
