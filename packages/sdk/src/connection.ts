import { io, type Socket } from 'socket.io-client';
import type { Session } from './session.ts';
import { errorFrom, isRecord, XomError } from './xom-error.ts';

/** `connecting` also between a break and the next success; `closed` until asked to connect. */
export type ConnectionState = 'closed' | 'connecting' | 'connected';

export interface ConnectionSettings {
  readonly url: string;
  readonly timeoutMs: number;
  readonly session: Session;
  readonly onEvent: (name: string, payload: unknown) => void;
  readonly onState: (state: ConnectionState) => void;
}

interface Waiting {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

const retryMs = 1_000;

/** The socket of one client: connects, stays connected while the session lives, carries calls. */
export class Connection {
  readonly #settings: ConnectionSettings;
  readonly #socket: Socket;
  #state: ConnectionState = 'closed';
  #waiting: Waiting[] = [];
  #retry: ReturnType<typeof setTimeout> | undefined;
  /** The token of the last handshake. */
  #offered: string | null = null;
  #hasRenewed = false;

  constructor(settings: ConnectionSettings) {
    this.#settings = settings;
    this.#socket = io(new URL('/v1', settings.url).href, {
      autoConnect: false,
      forceNew: true,
      transports: ['websocket'],
      // Asked at every handshake, so that a reconnect carries the token of that moment.
      auth: (give: (data: object) => void) => {
        this.#offered = settings.session.accessToken;
        give({ token: this.#offered });
      },
    });
    this.#socket.on('connect', () => this.#connected());
    this.#socket.on('connect_error', (error) => void this.#refused(error));
    this.#socket.on('disconnect', (reason) => this.#disconnected(reason));
    this.#socket.onAny((name: string, payload: unknown) => settings.onEvent(name, payload));
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /**
   * Connects, and from then on reconnects by itself. Resolves once connected, however long that takes.
   * @throws XomError when the server refuses this session
   */
  open(): Promise<void> {
    if (this.#state === 'connected') return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      if (this.#state === 'closed') {
        this.#enter('connecting');
        this.#socket.connect();
      }
    });
  }

  /** Takes the session of this moment, when another one was connected. */
  restart(): void {
    if (this.#state === 'closed') return;
    clearTimeout(this.#retry);
    this.#socket.disconnect();
    this.#enter('connecting');
    this.#socket.connect();
  }

  close(): void {
    this.#end(new XomError('network', 'the client was closed'));
  }

  /** Calls an operation over the socket; gives the fields of its ack. */
  async call(name: string, input: object): Promise<unknown> {
    const ack = await this.#emit(name, input);
    if (!isRecord(ack) || ack['status'] !== 'success') throw errorFrom(ack);
    const { status: _status, ...fields } = ack;
    return fields;
  }

  async #emit(event: string, input: object): Promise<unknown> {
    try {
      return await this.#socket.timeout(this.#settings.timeoutMs).emitWithAck(event, input);
    } catch (thrown) {
      // Socket.IO gives both the same kind of error; only a broken connection is no longer connected.
      throw this.#socket.connected
        ? new XomError('timeout', 'the server did not answer in time', { cause: thrown })
        : new XomError('network', 'the connection broke', { cause: thrown });
    }
  }

  #connected(): void {
    this.#hasRenewed = false;
    this.#enter('connected');
    for (const { resolve } of this.#waiting.splice(0)) resolve();
  }

  #disconnected(reason: string): void {
    // `io client disconnect` is our own doing.
    if (reason === 'io client disconnect' || this.#state === 'closed') return;
    this.#enter('connecting');
    // After every other reason Socket.IO reconnects by itself. This one is a session that ended, or a
    // client that was too slow: the next handshake tells.
    if (reason === 'io server disconnect') this.#connectLater();
  }

  async #refused(error: Error): Promise<void> {
    // The server was not reached: Socket.IO tries again by itself.
    if (this.#socket.active || this.#state === 'closed') return;
    const refusal = errorFrom('data' in error ? error.data : null, { cause: error });
    if (refusal.code === 'account_suspended') {
      this.#settings.session.forget(refusal);
      return this.#end(refusal);
    }
    if (refusal.code !== 'unauthenticated') return this.#connectLater();
    if (this.#hasRenewed) return this.#end(refusal);
    this.#hasRenewed = true;
    try {
      if (await this.#settings.session.renew(this.#offered)) this.#socket.connect();
      else this.#end(refusal);
    } catch {
      // Nobody could say whether the session lives.
      this.#hasRenewed = false;
      this.#connectLater();
    }
  }

  /** Waits a little, differently in every client, so that they do not come back all at once. */
  #connectLater(): void {
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#socket.connect(), retryMs * (0.5 + Math.random()));
  }

  #end(reason: XomError): void {
    clearTimeout(this.#retry);
    this.#enter('closed');
    this.#socket.disconnect();
    for (const { reject } of this.#waiting.splice(0)) reject(reason);
  }

  #enter(state: ConnectionState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#settings.onState(state);
  }
}
