import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

/** A frame's payload: the bytes from `start` to `end`, which hold only during the call. */
export type OnFrame = (bytes: Buffer, start: number, end: number) => void;

/** All sockets read into the same memory: what comes is taken apart before the next one reads. */
const memory = Buffer.allocUnsafe(256 * 1024);
const nothing = Buffer.alloc(0);
const text = 0x81;

/**
 * A WebSocket that costs a reader next to nothing: 1,000 of them must not be the bottleneck of what they measure.
 * Frames are looked at where they lie; what is sent is masked with zeros, so it goes as it is.
 */
export class Wire {
  onFrame: OnFrame = () => {};
  onClose: () => void = () => {};
  /** At the end of each read: what is to be answered goes in one write. */
  onRead: () => void = () => {};
  readonly #socket: Socket;
  #rest: Buffer = nothing;
  #isOpen = false;
  #isSlow = false;
  isClosed = false;
  #opened = Promise.withResolvers<void>();

  constructor(url: string, path: string, memoryOfItsOwn = memory) {
    const { hostname, port, host } = new URL(url);
    this.#socket = connect({
      host: hostname,
      port: Number(port),
      noDelay: true,
      onread: {
        buffer: memoryOfItsOwn,
        callback: (size, bytes) => {
          this.#take(Buffer.from(bytes.buffer, bytes.byteOffset, size));
          if (!this.#isSlow) return true;
          setTimeout(() => this.#socket.resume(), 1000);
          return false;
        },
      },
    });
    const key = randomBytes(16).toString('base64');
    this.#socket.write(
      `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        `Sec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: 13\r\n\r\n`,
    );
    this.#socket.on('error', (error) => this.#opened.reject(error));
    this.#socket.once('close', () => {
      this.#opened.reject(new Error(`${path} was closed`));
      this.isClosed = true;
      this.onClose();
    });
  }

  /** Resolves when it is upgraded. */
  get opened(): Promise<void> {
    return this.#opened.promise;
  }

  send(...texts: readonly string[]): void {
    this.#socket.write(Buffer.concat(texts.map(masked)));
  }

  end(): void {
    this.#socket.destroy();
  }

  /** From now on reads what fits into its memory once in a second, or again as fast as it comes. */
  setSlow(isSlow: boolean): void {
    this.#isSlow = isSlow;
    if (!isSlow) this.#socket.resume();
  }

  #take(chunk: Buffer): void {
    const bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk;
    let at = this.#isOpen ? 0 : this.#readHead(bytes);
    while (at + 2 <= bytes.length) {
      const short = (bytes[at + 1] ?? 0) & 0x7f;
      const head = short < 126 ? 2 : short === 126 ? 4 : 10;
      if (at + head > bytes.length) break;
      const size =
        short < 126
          ? short
          : short === 126
            ? bytes.readUInt16BE(at + 2)
            : bytes.readUIntBE(at + 4, 6);
      const end = at + head + size;
      if (end > bytes.length) break;
      if (bytes[at] === text) this.onFrame(bytes, at + head, end);
      at = end;
    }
    this.#rest = at < bytes.length ? Buffer.from(bytes.subarray(at)) : nothing;
    this.onRead();
  }

  #readHead(bytes: Buffer): number {
    const end = bytes.indexOf('\r\n\r\n');
    if (end < 0) return 0;
    const status = bytes.toString('latin1', 0, bytes.indexOf('\r\n'));
    if (!status.includes(' 101 ')) this.#opened.reject(new Error(status));
    this.#isOpen = true;
    this.#opened.resolve();
    return end + 4;
  }
}

function masked(payload: string): Buffer {
  const size = Buffer.byteLength(payload);
  const head = size < 126 ? 6 : 8;
  const frame = Buffer.alloc(head + size);
  frame[0] = text;
  if (size < 126) frame[1] = 0x80 | size;
  else {
    frame[1] = 0x80 | 126;
    frame.writeUInt16BE(size, 2);
  }
  frame.write(payload, head);
  return frame;
}
