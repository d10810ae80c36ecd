import { Wire } from './wire.ts';

/** Where a socket comes in: the doors of the server, and the one of stock Socket.IO. */
export type Door = '/v1' | '/chat' | '/' | '/ws' | 'stock' | 'floor';

/** Who a socket is, and what it looks at. */
export interface SeatOptions {
  token: string;
  userId: string;
  roomId: string;
}

/** How each door's event of a new message begins. */
const messageMarks: Record<Door, string> = {
  '/v1': '42/v1,["message.created"',
  '/chat': '42/chat,["newMessage"',
  '/': '42["singleUnreadMsgFromServer"',
  '/ws': '{"type":"new_message"',
  stock: '42["newMessage"',
  floor: '42["newMessage"',
};

/** One connected person, in Socket.IO's words or, at `/ws`, in raw frames. */
export class Seat {
  /** How many messages came to it. */
  received = 0;
  onMessage: (nth: number) => void = () => {};
  /** A call was answered. */
  onAck: (id: number, refusal: string | null) => void = () => {};
  wasToldResync = false;
  readonly wire: Wire;
  readonly #door: Door;
  readonly #mark: string;
  readonly #resyncMark: string;
  readonly #namespace: string;
  #nextId = 0;
  #waiting: { mark: string; resolve: (frame: string) => void } | null = null;

  constructor(
    url: string,
    door: Door,
    { token, userId, roomId }: SeatOptions,
    memory?: Buffer<ArrayBuffer>,
  ) {
    const path =
      door === '/ws'
        ? `/ws/${roomId}/${userId}?token=${token}`
        : '/socket.io/?EIO=4&transport=websocket';
    this.wire = new Wire(url, path, memory);
    this.#door = door;
    this.#mark = messageMarks[door];
    this.#namespace = door === '/v1' || door === '/chat' ? `${door},` : '';
    this.#resyncMark = `42${this.#namespace}["resync"`;
    this.wire.onFrame = (bytes, start, end) => this.#read(bytes, start, end);
  }

  /** Connected, registered, looking at its room: everything that follows reaches it. */
  static async take(
    url: string,
    door: Door,
    options: SeatOptions,
    memory?: Buffer<ArrayBuffer>,
  ): Promise<Seat> {
    const seat = new Seat(url, door, options, memory);
    const { token, userId: profileId, roomId: groupId } = options;
    if (door === 'floor' || door === '/ws') await seat.wire.opened;
    if (door === 'floor') return seat;
    if (door === '/ws') {
      // What is no frame is refused once it listens.
      await seat.#ask('{}', '{"type":"error"');
      return seat;
    }
    await seat.#ask(null, '0');
    const connected = `40${seat.#namespace}`;
    await seat.#ask(connected + JSON.stringify({ token }), `${connected}{"sid"`);
    if (door === '/chat') {
      await seat.call('register', { profileId });
      if (groupId) await seat.call('open', { profileId, groupId });
    }
    if (door === 'stock') await seat.call('join', { groupId });
    return seat;
  }

  /** The text of a call, to be sent with others; its id comes back in the ack. */
  callText(event: string, payload: object): { id: number; text: string } {
    const id = this.#nextId;
    this.#nextId += 1;
    return { id, text: `42${this.#namespace}${id}${JSON.stringify([event, payload])}` };
  }

  async call(event: string, payload: object): Promise<string> {
    const { id, text } = this.callText(event, payload);
    const answer = await this.#ask(text, `43${this.#namespace}${id}[`);
    if (!answer.includes('"status":"success"')) throw new Error(`${event} was answered ${answer}`);
    return answer;
  }

  async #ask(text: string | null, mark: string): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    this.#waiting = { mark, resolve };
    this.wire.onClose = () => reject(new Error(`${this.#door} closed while ${mark} was awaited`));
    this.wire.opened.catch(reject);
    if (text !== null) this.wire.send(text);
    const answer = await promise;
    this.wire.onClose = () => {};
    return answer;
  }

  #read(bytes: Buffer, start: number, end: number): void {
    if (begins(bytes, start, end, this.#mark)) {
      this.received += 1;
      this.onMessage(this.received);
      return;
    }
    // Engine.IO's heartbeat.
    if (end - start === 1 && bytes[start] === 0x32) return this.wire.send('3');
    if (this.#waiting) {
      const { mark, resolve } = this.#waiting;
      if (begins(bytes, start, end, mark)) {
        this.#waiting = null;
        resolve(bytes.toString('utf8', start, end));
        return;
      }
    }
    if (bytes[start] === 0x34 && bytes[start + 1] === 0x33) this.#readAck(bytes, start, end);
    else if (begins(bytes, start, end, this.#resyncMark)) this.wasToldResync = true;
  }

  #readAck(bytes: Buffer, start: number, end: number): void {
    let at = start + 2 + this.#namespace.length;
    let id = 0;
    for (; at < end; at += 1) {
      const digit = (bytes[at] ?? 0) - 0x30;
      if (digit < 0 || digit > 9) break;
      id = id * 10 + digit;
    }
    const isSuccess = begins(bytes, at, end, '[{"status":"success"');
    this.onAck(id, isSuccess ? null : bytes.toString('utf8', at, end));
  }
}

/** Compared from the end, where marks differ. */
function begins(bytes: Buffer, start: number, end: number, mark: string): boolean {
  if (end - start < mark.length) return false;
  for (let at = mark.length - 1; at >= 0; at -= 1) {
    if (bytes[start + at] !== mark.charCodeAt(at)) return false;
  }
  return true;
}
