import type { Socket } from 'socket.io-client';
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
  /** Null until it is first opened: what a socket needs loads with it. */
  #socket: Socket | null = null;
  #state: ConnectionState = 'closed';
  #waiting: Waiting[] = [];
  #retry: ReturnType<typeof setTimeout> | undefined;
  /** The token of the last handshake. */
  #offered: string | null = null;
  #hasRenewed = false;

  constructor(settings: ConnectionSettings) {
    this.#settings = settings;
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
        void this.#connect();
      }
    });
  }

  /** Takes the session of this moment, when another one was connected. */
  restart(): void {
    if (this.#state === 'closed') return;
    clearTimeout(this.#retry);
    this.#socket?.disconnect();
    this.#enter('connecting');
    void this.#connect();
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
    const socket = this.#socket;
    if (!socket) throw new XomError('network', 'there is no connection');
    try {
      return await socket.timeout(this.#settings.timeoutMs).emitWithAck(event, input);
    } catch (thrown) {
      // Socket.IO gives both the same kind of error; only a broken connection is no longer connected.
      throw socket.connected
        ? new XomError('timeout', 'the server did not answer in time', { cause: thrown })
        : new XomError('network', 'the connection broke', { cause: thrown });
    }
  }

  async #connect(): Promise<void> {
    try {
      this.#socket ??= await this.#makeSocket();
    } catch {
      // It could not be loaded now.
      return this.#connectLater();
    }
    // It may have been closed meanwhile.
    if (this.#state === 'connecting') this.#socket.connect();
  }

  async #makeSocket(): Promise<Socket> {
    const { io } = await import('socket.io-client');
    // Asked for twice, it is made once.
    if (this.#socket) return this.#socket;
    const settings = this.#settings;
    const socket = io(new URL('/v1', settings.url).href, {
      autoConnect: false,
      forceNew: true,
      transports: ['websocket'],
      // Asked at every handshake, so that a reconnect carries the token of that moment.
      auth: (give: (data: object) => void) => {
        this.#offered = settings.session.accessToken;
        give({ token: this.#offered });
      },
    });
    socket.on('connect', () => this.#connected());
    socket.on('connect_error', (error) => void this.#refused(error));
    socket.on('disconnect', (reason) => this.#disconnected(reason));
    socket.onAny((name: string, payload: unknown) => settings.onEvent(name, payload));
    this.#socket = socket;
    return socket;
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
    if (this.#socket?.active || this.#state === 'closed') return;
    const refusal = errorFrom('data' in error ? error.data : null, { cause: error });
    if (refusal.code === 'account_suspended') {
      this.#settings.session.forget(refusal);
      return this.#end(refusal);
    }
    if (refusal.code !== 'unauthenticated') return this.#connectLater();
    if (this.#hasRenewed) return this.#end(refusal);
    this.#hasRenewed = true;
    try {
      if (await this.#settings.session.renew(this.#offered)) this.#socket?.connect();
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
    this.#retry = setTimeout(() => void this.#connect(), retryMs * (0.5 + Math.random()));
  }

  #end(reason: XomError): void {
    clearTimeout(this.#retry);
    this.#enter('closed');
    this.#socket?.disconnect();
    for (const { reject } of this.#waiting.splice(0)) reject(reason);
  }

  #enter(state: ConnectionState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#settings.onState(state);
  }
}
