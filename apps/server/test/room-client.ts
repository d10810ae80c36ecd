import { outgoingFrames, type OutgoingType } from '@xom/contract/room-socket';
import { WebSocket } from 'ws';
import type { TestPerson } from './people.ts';

export interface ReceivedFrame {
  type: OutgoingType;
  data: Record<string, unknown>;
}

/** A stock client of the raw WebSocket; every frame that comes is held against the contract. */
export class RoomClient {
  readonly socket: WebSocket;
  readonly frames: ReceivedFrame[] = [];
  readonly closed: Promise<{ code: number; reason: string }>;

  /** Connects; what is refused is accepted first and then closed. */
  constructor(
    server: { url: string },
    path: string,
    protocols: string[] = [],
    headers: Record<string, string> = {},
  ) {
    this.socket = new WebSocket(server.url.replace('http', 'ws') + path, protocols, { headers });
    this.socket.on('message', (text) => {
      const frame: ReceivedFrame = JSON.parse(String(text));
      // Thrown where nobody catches it: the test run fails.
      if (!outgoingFrames[frame.type].safeParse(frame.data).success)
        throw new Error(`a frame out of shape: ${String(text)}`);
      this.frames.push(frame);
    });
    this.closed = new Promise((resolve) => {
      this.socket.once('close', (code, reason) => resolve({ code, reason: String(reason) }));
    });
  }

  async open(): Promise<this> {
    await new Promise((resolve, reject) => {
      this.socket.once('open', resolve);
      this.socket.once('error', reject);
    });
    return this;
  }

  send(type: string, data: unknown): void {
    this.socket.send(JSON.stringify({ type, data }));
  }

  /** The first frame of a type that fits, come already or still to come. */
  async frame(type: OutgoingType, fits: (data: Record<string, unknown>) => boolean = () => true) {
    for (let waited = 0; waited < 5000; waited += 10) {
      const found = this.frames.find((frame) => frame.type === type && fits(frame.data));
      if (found) return found.data;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error(`no frame ${type}; came: ${JSON.stringify(this.frames)}`);
  }

  /** All frames of a type that have come. */
  of(type: OutgoingType): Record<string, unknown>[] {
    return this.frames.filter((frame) => frame.type === type).map(({ data }) => data);
  }
}

/** A socket of a person in a room, when it is let in or closed. */
export async function roomClient(
  server: { url: string },
  roomId: string,
  person: Pick<TestPerson, 'id' | 'token'>,
): Promise<RoomClient> {
  return new RoomClient(server, `/ws/${roomId}/${person.id}?token=${person.token}`).open();
}

/** Waits until everything that was to reach the client before has: an answer comes after it. */
export async function answered(client: RoomClient): Promise<void> {
  const before = client.of('error').length;
  client.socket.send('no frame');
  for (let waited = 0; client.of('error').length === before; waited += 5) {
    if (waited > 5000) throw new Error('the client is not answered');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
