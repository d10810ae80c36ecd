import type { EventDefinition } from '@xom/contract/define';
import type { Socket } from 'socket.io';
import { Encoder, PacketType } from 'socket.io-parser';
import { Sender } from 'ws';
import type { Connection, SendEvent } from './connections.ts';
import { assertMatches } from './dispatch.ts';

/** ws makes frames with this; its types leave it out. */
declare module 'ws' {
  export const Sender: {
    frame(
      data: Buffer,
      options: { fin: boolean; rsv1: boolean; opcode: number; mask: boolean; readOnly: boolean },
    ): Buffer[];
  };
}

const encoder = new Encoder();
/** A client that is so far behind is dropped: it comes back and syncs, and nobody else waits. */
const maxPacketsBehind = 10_000;
const textFrame = 1;
/** Engine.IO's mark of a message packet. */
const messageMark = '4';

/**
 * Sends one event to many Socket.IO sockets: encoded once, framed once, handed to each transport as it is.
 * Socket.IO's own room broadcast does the same but only for its rooms; our audiences are made per event.
 */
export function createSender(namespace: string, checksEvents: boolean): SendEvent {
  return (event, payload, connections) => {
    if (checksEvents) assertMatches(event.payload, payload, event.name);
    const { packet, frame } = encode(namespace, event, payload);
    const options = { compress: false, wsPreEncodedFrame: frame };
    for (const connection of connections) {
      const { conn } = socketOf(connection) ?? {};
      if (conn && packetsBehind(conn) > maxPacketsBehind) conn.close(true);
      else conn?.write(packet, options);
    }
  };
}

function encode(
  namespace: string,
  event: EventDefinition,
  payload: unknown,
): { packet: string; frame: Buffer[] } {
  const [packet] = encoder.encode({
    type: PacketType.EVENT,
    nsp: namespace,
    data: [event.name, payload],
  });
  if (typeof packet !== 'string') throw new Error(`${event.name} holds binary data`);
  const frame = Sender.frame(Buffer.from(messageMark + packet), {
    fin: true,
    rsv1: false,
    opcode: textFrame,
    mask: false,
    readOnly: false,
  });
  return { packet, frame };
}

function socketOf(connection: Connection): Socket | null {
  return 'socket' in connection ? (connection.socket as Socket) : null;
}

/** What waits to be handed to the transport; Engine.IO keeps the count to itself. */
function packetsBehind(conn: Socket['conn']): number {
  const waiting: unknown = Reflect.get(conn, 'writeBuffer');
  return Array.isArray(waiting) ? waiting.length : 0;
}
