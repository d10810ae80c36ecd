import {
  accessSentences,
  type EventDefinition,
  type Namespace,
  type Operation,
  type SocketDoor,
} from '../define.ts';
import { errorCodes } from '../errors.ts';
import type { RoomFrame } from '../room-socket.ts';
import { roomParts } from './asyncapi-rooms.ts';
import { conventionsAsMarkdown } from './conventions.ts';
import { areaOf, channelName, refusalsOf } from './describe.ts';
import {
  componentsUsedBy,
  fieldsOf,
  type JsonSchema,
  type SchemaLibrary,
  schemaLibrary,
} from './schemas.ts';

type Json = Record<string, unknown>;
interface OperationWithSocket extends Operation {
  readonly socket: SocketDoor;
}

const namespaceDescriptions: Readonly<Record<Namespace, string>> = {
  '/v1': 'Every operation of the native protocol, and its events.',
  '/chat':
    'The dialect of the chat specification: `groupId` is the conversation, `profileId` the user. Only a socket that has called `register` receives events.',
  '/': 'The dialect of direct messages by person: events carry arguments of their own, and what answers one is sent as an event too.',
};

/** The AsyncAPI 3.0 document of every socket operation, every event and every frame. */
export function asyncApiDocument(
  operations: readonly Operation[],
  events: readonly EventDefinition[],
  frames: readonly RoomFrame[] = [],
): Json {
  const reachable = operations.filter(hasSocket);
  const library = schemaLibrary(reachable, events, frames);
  const rooms = roomParts(frames, library);
  const namespaces = [
    ...new Set([
      ...reachable.map(({ socket }) => socket.namespace),
      ...events.map(({ namespace }) => namespace),
    ]),
  ];
  const channels = {
    ...Object.fromEntries(
      namespaces.map((namespace) => [
        channelName(namespace),
        channelOf(namespace, reachable, events, library),
      ]),
    ),
    ...rooms.channels,
  };
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Xóm',
      version: '1',
      description: `The Socket.IO namespaces and the raw WebSocket of a Xóm server.\n\n${conventionsAsMarkdown()}`,
      license: { name: 'MIT' },
    },
    defaultContentType: 'application/json',
    servers: { socketio: server(), ...rooms.servers },
    channels,
    operations: Object.fromEntries([
      ...reachable.map(receiveOperation),
      ...events.map(sendOperation),
      ...Object.entries(rooms.operations),
    ]),
    components: {
      schemas: {
        ...componentsUsedBy(channels, library.components),
        ErrorAck: errorAckSchema(),
      },
      securitySchemes: { ...securitySchemes(), ...rooms.securitySchemes },
    },
  };
}

function hasSocket(operation: Operation): operation is OperationWithSocket {
  return operation.socket !== null;
}

function server(): Json {
  return {
    host: '{host}',
    pathname: '/socket.io/',
    protocol: 'ws',
    description:
      'Socket.IO 4 (Engine.IO protocol 4), `wss` behind TLS. The token may be given in any one of three ways.',
    variables: { host: { default: '127.0.0.1:3000', description: 'Where the server answers.' } },
    security: ['handshakeToken', 'bearer', 'queryToken'].map((name) => ({
      $ref: `#/components/securitySchemes/${name}`,
    })),
  };
}

function securitySchemes(): Json {
  return {
    handshakeToken: {
      type: 'apiKey',
      in: 'password',
      description:
        'The access token as `auth.token` of the Socket.IO handshake: `io(url, { auth: { token } })`.',
    },
    bearer: {
      type: 'http',
      scheme: 'bearer',
      bearerFormat: 'JWT',
      description: 'The access token in the `Authorization` header of the handshake.',
    },
    queryToken: {
      type: 'httpApiKey',
      in: 'query',
      name: 'token',
      description: 'The access token as `?token=` of the handshake.',
    },
  };
}

// Keys of channels, messages and operations: what comes in is a `call`, what answers it an `ack`.
const callName = ({ event }: SocketDoor) => `call.${event}`;
const ackName = ({ event }: SocketDoor) => `ack.${event}`;
const eventName = ({ name }: EventDefinition) => `event.${name}`;

function channelOf(
  namespace: Namespace,
  operations: readonly OperationWithSocket[],
  events: readonly EventDefinition[],
  library: SchemaLibrary,
): Json {
  const here = operations.filter(({ socket }) => socket.namespace === namespace);
  const messages = [
    ...here.flatMap((operation) => messagesOf(operation, library)),
    ...events
      .filter((event) => event.namespace === namespace)
      .map((event): [string, Json] => [eventName(event), eventMessage(event, library)]),
  ];
  return {
    address: namespace,
    title: `Socket.IO namespace ${namespace}`,
    description: namespaceDescriptions[namespace],
    servers: [{ $ref: '#/servers/socketio' }],
    messages: Object.fromEntries(messages),
  };
}

function messagesOf(operation: OperationWithSocket, library: SchemaLibrary): [string, Json][] {
  const { socket, summary } = operation;
  const refused: JsonSchema = {
    allOf: [
      { $ref: '#/components/schemas/ErrorAck' },
      { properties: { error: { enum: [...refusalsOf(operation), 'internal'] } } },
    ],
  };
  const call = { name: socket.event, summary, ...callPayload(operation, library) };
  const ack = {
    name: `${socket.event} ack`,
    summary: `The ack of \`${socket.event}\`.`,
    payload: { oneOf: [successAck(operation, library), refused] },
  };
  return [
    [callName(socket), call],
    [ackName(socket), ack],
  ];
}

/** What follows the name of the event: one argument, none, or several as a list. */
function callPayload(operation: OperationWithSocket, library: SchemaLibrary): Json {
  const input = library.inputOf(operation);
  const { arguments: names } = operation.socket;
  if (!names) return { payload: input };
  const fields = fieldsOf(library.resolve(input));
  const given = names.flatMap((name) => fields.find((field) => field.name === name) ?? []);
  const [only] = given;
  const described = { 'x-arguments': [...names] };
  if (!only) return described;
  if (given.length === 1) return { ...described, payload: only.schema };
  const payload = {
    type: 'array',
    items: given.map(({ schema }) => schema),
    minItems: given.filter(({ required }) => required).length,
  };
  return { ...described, payload };
}

/** An ack holds the fields of the output beside `status`, not under `data`; or it is the output itself. */
function successAck(operation: OperationWithSocket, library: SchemaLibrary): JsonSchema {
  const output = library.outputOf(operation);
  if (operation.socket.ack === 'bare') return output;
  if ('status' in (library.resolve(output).properties ?? {}))
    throw new Error(`${operation.name}: the output has a field "status", as its ack does`);
  const status: JsonSchema = {
    type: 'object',
    properties: { status: { const: 'success' } },
    required: ['status'],
  };
  return { allOf: [status, output] };
}

function eventMessage(event: EventDefinition, library: SchemaLibrary): Json {
  return { name: event.name, summary: event.summary, payload: library.payloadOf(event) };
}

function receiveOperation(operation: OperationWithSocket): [string, Json] {
  const { socket } = operation;
  const channel = `#/channels/${channelName(socket.namespace)}`;
  return [
    `${channelName(socket.namespace)}.${callName(socket)}`,
    {
      action: 'receive',
      channel: { $ref: channel },
      title: operation.name,
      summary: operation.summary,
      description: descriptionOf(operation),
      tags: [{ name: areaOf(operation) }],
      'x-access': accessSentences[operation.access],
      messages: [{ $ref: `${channel}/messages/${callName(socket)}` }],
      reply: {
        channel: { $ref: channel },
        messages: [{ $ref: `${channel}/messages/${ackName(socket)}` }],
      },
    },
  ];
}

function descriptionOf({ access, socket }: OperationWithSocket): string {
  const { arguments: names, emits } = socket;
  const sentences: string[] = [accessSentences[access]];
  if (names?.length === 0) sentences.push('Takes no argument but an ack.');
  if (names && names.length > 0)
    sentences.push(`Arguments: ${names.map((name) => `\`${name}\``).join(', ')}.`);
  if (emits) sentences.push(`A success is also sent as the event \`${emits.name}\`.`);
  return sentences.join(' ');
}

function sendOperation(event: EventDefinition): [string, Json] {
  const channel = `#/channels/${channelName(event.namespace)}`;
  return [
    `${channelName(event.namespace)}.${eventName(event)}`,
    {
      action: 'send',
      channel: { $ref: channel },
      title: event.name,
      summary: event.summary,
      messages: [{ $ref: `${channel}/messages/${eventName(event)}` }],
    },
  ];
}

function errorAckSchema(): JsonSchema {
  return {
    type: 'object',
    description: 'The ack of a refused call.',
    properties: {
      status: { const: 'error' },
      error: { type: 'string', enum: [...errorCodes] },
      message: { type: 'string', description: 'For people.' },
      details: {
        type: 'object',
        additionalProperties: { type: 'string' },
        description: 'What is wrong, by the path of the field.',
      },
    },
    required: ['status', 'error', 'message'],
  };
}
