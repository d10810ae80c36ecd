import type { Socket } from 'node:net';
import { Sender, WebSocket, WebSocketServer } from 'ws';

/** ws makes frames with this; its types leave it out. */
declare module 'ws' {
  export const Sender: {
    frame(
      data: Buffer,
      options: { fin: boolean; rsv1: boolean; opcode: number; mask: boolean; readOnly: boolean },
    ): Buffer[];
  };
}

/**
 * Frames that follow each other. Sockets that wait for the same ones share them: a frame is one object for all
 * who get it, what follows it is remembered at it, and so the bytes of many frames are put together once.
 */
export class Frames {
  readonly sizeBytes: number;
  readonly #before: Frames | null;
  readonly #last: Buffer;
  #joined: Buffer | null = null;
  /** The frame that last followed this, and both together: nearly always those asked for next. */
  #followedBy: Frames | null = null;
  #withIt: Frames | null = null;

  private constructor(before: Frames | null, last: Buffer) {
    this.#before = before;
    this.#last = last;
    this.sizeBytes = (before?.sizeBytes ?? 0) + last.length;
  }

  /** The one frame of a text. */
  static ofText(text: string): Frames {
    const options = { fin: true, rsv1: false, opcode: 1, mask: false, readOnly: true };
    return new Frames(null, Buffer.concat(Sender.frame(Buffer.from(text), options)));
  }

  /** These, then that one. */
  with(frame: Frames): Frames {
    if (this.#followedBy !== frame || !this.#withIt) {
      this.#followedBy = frame;
      this.#withIt = new Frames(this, frame.#last);
    }
    return this.#withIt;
  }

  get bytes(): Buffer {
    if (!this.#before) return this.#last;
    if (!this.#joined) {
      const parts = [this.#last];
      for (let at = this.#before; ; at = at.#before) {
        parts.push(at.#last);
        if (!at.#before) break;
      }
      this.#joined = Buffer.concat(parts.toReversed(), this.sizeBytes);
    }
    return this.#joined;
  }
}

/** A client that leaves this much unread is too far behind: it comes back and syncs, and nobody else waits. */
const maxBytesBehind = 4 * 1024 * 1024;
/** While the server is busy, frames wait at most so long for others to join them. */
const maxPauseMs = 5;

/** Sockets that something waits for. */
let waiting: JoinedWebSocket[] = [];
let isFlushDue = false;
/** Until then frames are collected: half of the time goes into writing at most. */
let pauseEnd = 0;

function flushSoon(): void {
  if (isFlushDue) return;
  isFlushDue = true;
  const pauseMs = pauseEnd - performance.now();
  // At the end of this turn: what it tells one socket goes together.
  if (pauseMs < 1) setImmediate(flush);
  else setTimeout(flush, pauseMs);
}

function flush(): void {
  const began = performance.now();
  const sockets = waiting;
  waiting = [];
  isFlushDue = false;
  for (const socket of sockets) socket.flush();
  const ended = performance.now();
  pauseEnd = ended + Math.min(ended - began, maxPauseMs);
}

/**
 * A server's WebSocket that joins its frames: those of one turn of the event loop (of up to 5 ms, when writing is
 * what the server is busy with) go to the kernel in one write, which is what a delivery costs most. ws and Engine.IO
 * write each frame by itself. Order is that of the calls; what the kernel does not take yet waits here.
 */
export class JoinedWebSocket extends WebSocket {
  /** What ws hands on to; its types leave it out. */
  declare readonly _socket: Socket | null;
  #frames: Frames | null = null;
  /** Whether a flush is on its way: of all sockets, or when the kernel takes more. */
  #isWaiting = false;

  /** Whether so much waits that the client had better come back. */
  get isTooFarBehind(): boolean {
    return this.#frames !== null && this.#frames.sizeBytes > maxBytesBehind;
  }

  /** Forgets what was not handed to the kernel: a client that is told so can take other frames instead. */
  forget(): void {
    this.#frames = null;
  }

  /** Sends a frame, made once for all who get it. */
  push(frame: Frames): void {
    if (this.readyState !== WebSocket.OPEN) return;
    this.#frames = this.#frames ? this.#frames.with(frame) : frame;
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    waiting.push(this);
    flushSoon();
  }

  /** Hands on what waits, unless the kernel is not done with what it has. */
  flush(): void {
    const socket = this._socket;
    if (!this.#frames || !socket || this.readyState !== WebSocket.OPEN) {
      this.#isWaiting = false;
      return;
    }
    if (socket.writableNeedDrain) {
      socket.once('drain', () => this.flush());
      return;
    }
    this.#isWaiting = false;
    socket.write(this.#frames.bytes);
    this.#frames = null;
  }

  /** Texts are joined; what is not a text goes at once, after what waits. */
  override send(data: unknown, ...more: unknown[]): void {
    const done = more.at(-1);
    if (typeof data === 'string' && this.readyState === WebSocket.OPEN) {
      if (this.isTooFarBehind) this.terminate();
      else this.push(Frames.ofText(data));
      if (typeof done === 'function') done();
      return;
    }
    this.#handOn();
    Reflect.apply(super.send, this, [data, ...more]);
  }

  override close(code?: number, reason?: string | Buffer): void {
    this.#handOn();
    super.close(code, reason);
  }

  /** Even while the kernel is not done. */
  #handOn(): void {
    if (this.#frames && this.readyState === WebSocket.OPEN) this._socket?.write(this.#frames.bytes);
    this.#frames = null;
  }
}

/** Makes such sockets: for Engine.IO as its `wsEngine`, and for doors of their own. */
export class JoinedWebSocketServer extends WebSocketServer<typeof JoinedWebSocket> {
  constructor(options: ConstructorParameters<typeof WebSocketServer>[0]) {
    super({ ...options, WebSocket: JoinedWebSocket });
  }
}
