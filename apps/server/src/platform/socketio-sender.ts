import type { EventDefinition } from '@xom/contract/define';
import type { Socket } from 'socket.io';
import { Encoder, PacketType } from 'socket.io-parser';
import type { Connection, SendEvent } from './connections.ts';
import { assertMatches } from './dispatch.ts';
import { Frames } from './joined-websocket.ts';
import { SocketConnection } from './socketio-connection.ts';

const encoder = new Encoder();
/** A client that polls and is so far behind is dropped: it comes back and syncs, and nobody else waits. */
const maxPacketsBehind = 10_000;
/** Engine.IO's mark of a message packet. */
const messageMark = '4';

export interface SenderOptions {
  checksEvents: boolean;
  /** Of somebody who is too far behind, everything that waited is dropped: tells them so, and that they come back. */
  onTooFarBehind(connection: Connection): void;
}

/**
 * Sends one event to many Socket.IO sockets: encoded once, framed once, and joined with what else they get.
 * Socket.IO's own room broadcast frames once too, but only for its rooms, where our audiences are made per event;
 * and it writes each frame by itself, by way of Engine.IO's buffers and events.
 */
export function createSender(
  namespace: string,
  { checksEvents, onTooFarBehind }: SenderOptions,
): SendEvent {
  return (event, payload, connections) => {
    if (checksEvents) assertMatches(event.payload, payload, event.name);
    const packet = encode(namespace, event, payload);
    const frame = Frames.ofText(messageMark + packet);
    for (const connection of connections) {
      if (!(connection instanceof SocketConnection)) continue;
      const { webSocket } = connection;
      if (!webSocket) poll(connection.socket.conn, packet);
      else if (webSocket.isTooFarBehind) {
        webSocket.forget();
        onTooFarBehind(connection);
        connection.socket.conn.close(true);
      } else webSocket.push(frame);
    }
  };
}

function encode(namespace: string, event: EventDefinition, payload: unknown): string {
  const [packet] = encoder.encode({
    type: PacketType.EVENT,
    nsp: namespace,
    data: [event.name, payload],
  });
  if (typeof packet !== 'string') throw new Error(`${event.name} holds binary data`);
  return packet;
}

function poll(conn: Socket['conn'], packet: string): void {
  // What waits to be polled; Engine.IO keeps the count to itself.
  const waiting: unknown = Reflect.get(conn, 'writeBuffer');
  if (Array.isArray(waiting) && waiting.length > maxPacketsBehind) conn.close(true);
  else conn.write(packet, { compress: false });
}
