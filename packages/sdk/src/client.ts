import {
  type Areas,
  buildAreas,
  type CallArguments,
  type CallDoor,
  type CallName,
  type CallOptions,
  type CallOutput,
  type EventName,
  type EventPayload,
  type NativeOperation,
  nativeEventNames,
  doorNamed,
  type OperationNamed,
} from './calls.ts';
import { Connection, type ConnectionState } from './connection.ts';
import { Listeners } from './listeners.ts';
import { callRest, type RestSettings } from './rest.ts';
import { Session, type Tokens } from './session.ts';
import { XomError } from './xom-error.ts';

export type { ConnectionState } from './connection.ts';
export type { Tokens } from './session.ts';
export { XomError, type XomErrorCode } from './xom-error.ts';

export interface ClientOptions {
  /** Where the server is: `https://xom.example`. */
  readonly url: string;
  /** Tokens of an earlier session. */
  readonly accessToken?: string | undefined;
  readonly refreshToken?: string | undefined;
  /** In a browser: keep the refresh token in an HttpOnly cookie, where scripts cannot read it. */
  readonly cookies?: boolean | undefined;
  readonly fetch?: typeof globalThis.fetch | undefined;
  /**
   * Told of every new pair of tokens, to keep them; null when the session is over, and by what the server
   * refused it: `account_suspended`, say.
   */
  readonly onTokens?: ((tokens: Tokens | null, refusal: XomError | null) => void) | undefined;
  /** How long a call may take; uploads may take as long as they need. */
  readonly timeoutMs?: number | undefined;
}

export interface ClientCore {
  /** Calls an operation, given as itself or by its name. */
  call<Name extends CallName>(
    name: Name,
    ...given: CallArguments<OperationNamed<Name>>
  ): Promise<CallOutput<OperationNamed<Name>>>;
  call<O extends NativeOperation>(operation: O, ...given: CallArguments<O>): Promise<CallOutput<O>>;
  /**
   * Opens the socket: events arrive, and calls go over it. It reconnects by itself; call `sync.pull`
   * after each time it is connected again. Resolves once connected.
   */
  connect(): Promise<void>;
  /** Closes the socket; calls go over REST again. */
  close(): void;
  /** Listens to an event of the server. Answers with what stops it. */
  on<Name extends EventName>(
    event: Name,
    handler: (payload: EventPayload<Name>) => void,
  ): () => void;
  /** Listens to the state of the socket. Answers with what stops it. */
  onConnection(handler: (state: ConnectionState) => void): () => void;
  readonly connection: ConnectionState;
  readonly accessToken: string | null;
}

/** `client.messages.send({ … })`, `client.call('messages.send', { … })`, `client.on('message.created', …)`. */
export type Client = ClientCore & Areas;

const startsSession: ReadonlySet<string> = new Set(['auth.register', 'auth.login']);
const endsSession: ReadonlySet<string> = new Set([
  'auth.logout',
  'users.deactivate',
  'users.erase',
]);

const refreshing = doorNamed('auth.refresh');

/** Makes a client of one server. */
export function createClient(options: ClientOptions): Client {
  const client = new XomClient(options);
  return Object.assign(
    client,
    buildAreas((...given) => client.run(...given)),
  );
}

class XomClient implements ClientCore {
  readonly #rest: RestSettings;
  readonly #session: Session;
  readonly #connection: Connection;
  /** `never` takes handlers of any payload. */
  readonly #events = new Listeners<never>();
  readonly #states = new Listeners<ConnectionState>();

  constructor(options: ClientOptions) {
    const { url, cookies = false, timeoutMs = 20_000 } = options;
    const fetch = options.fetch ?? globalThis.fetch;
    this.#rest = { url, fetch, timeoutMs, cookies };
    this.#session = new Session({
      accessToken: options.accessToken ?? null,
      refreshToken: options.refreshToken ?? null,
      cookies,
      refresh: (refreshToken) =>
        callRest(this.#rest, refreshing, refreshToken === null ? {} : { refreshToken }, null),
      onTokens: (tokens, refusal) => options.onTokens?.(tokens, refusal),
    });
    this.#connection = new Connection({
      url,
      timeoutMs,
      session: this.#session,
      // What arrives is what the contract says: the handlers' types are made from it.
      onEvent: (name, payload) => this.#events.tell(name, payload as never),
      onState: (state) => this.#states.tell('state', state),
    });
  }

  get connection(): ConnectionState {
    return this.#connection.state;
  }

  get accessToken(): string | null {
    return this.#session.accessToken;
  }

  call<Name extends CallName>(
    name: Name,
    ...given: CallArguments<OperationNamed<Name>>
  ): Promise<CallOutput<OperationNamed<Name>>>;
  call<O extends NativeOperation>(operation: O, ...given: CallArguments<O>): Promise<CallOutput<O>>;
  // What comes back is what the contract says: the server checks it, so it is not checked again here.
  call(
    target: NativeOperation | string,
    input?: object,
    callOptions?: CallOptions,
  ): Promise<unknown> {
    const name = typeof target === 'string' ? target : target.name;
    return this.run(doorNamed(name), input, callOptions);
  }

  /** Makes any call: over the socket where that is open and can, over REST otherwise. */
  async run(door: CallDoor, input: object = {}, options: CallOptions = {}): Promise<unknown> {
    options.signal?.throwIfAborted();
    const starts = startsSession.has(door.name);
    const given = starts && this.#rest.cookies ? { cookies: true, ...input } : input;
    const ends = endsSession.has(door.name);
    // Whoever ends the session ends the socket too, maybe before its ack: that goes over REST.
    const isOverSocket = door.isOnSocket && !ends && this.#connection.state === 'connected';
    const answer = await (isOverSocket
      ? this.#connection.call(door.name, given)
      : this.#callRest(door, given, options));
    if (starts || door === refreshing) this.#session.take(answer);
    if (starts) this.#connection.restart();
    if (ends) {
      this.#session.forget();
      this.#connection.close();
    }
    return answer;
  }

  /** Over REST; with a fresh access token when the one we hold has ended. */
  async #callRest(door: CallDoor, input: object, options: CallOptions): Promise<unknown> {
    const token = door.isOpen ? null : this.#session.accessToken;
    try {
      return await callRest(this.#rest, door, input, token, options);
    } catch (thrown) {
      // Where no token is asked for, 401 is a wrong password and not an old token.
      if (!(thrown instanceof XomError) || door.isOpen) throw thrown;
      if (thrown.code === 'account_suspended') this.#session.forget(thrown);
      if (thrown.code !== 'unauthenticated') throw thrown;
      if (!(await this.#session.renew(token))) throw thrown;
      return callRest(this.#rest, door, input, this.#session.accessToken, options);
    }
  }

  connect(): Promise<void> {
    return this.#connection.open();
  }

  close(): void {
    this.#connection.close();
  }

  on<Name extends EventName>(
    event: Name,
    handler: (payload: EventPayload<Name>) => void,
  ): () => void {
    if (!nativeEventNames.has(event)) throw new TypeError(`there is no event ${event}`);
    return this.#events.add(event, handler);
  }

  onConnection(handler: (state: ConnectionState) => void): () => void {
    return this.#states.add('state', handler);
  }
}
