import { io, type Socket } from 'socket.io-client';
import type { TestServer } from './server.ts';

/** What REST answered: the envelope, and the status beside it. */
export interface Answer {
  status: number;
  headers: Headers;
  // Tests read answers as a stranger's client does: by name, without our types.
  // oxlint-disable-next-line typescript/no-explicit-any
  body: any;
}

/** Somebody with a client: stock `fetch` and stock `socket.io-client`. */
export class TestPerson {
  readonly #server: TestServer;
  readonly id: string;
  readonly username: string;
  readonly token: string;
  readonly refreshToken: string;
  readonly #sockets: Socket[] = [];

  constructor(server: TestServer, account: Omit<Account, 'password'>) {
    this.#server = server;
    this.id = account.id;
    this.username = account.username;
    this.token = account.token;
    this.refreshToken = account.refreshToken;
  }

  get(path: string): Promise<Answer> {
    return call(this.#server, 'GET', path, { token: this.token });
  }
  post(path: string, body: unknown = {}): Promise<Answer> {
    return call(this.#server, 'POST', path, { token: this.token, body });
  }
  put(path: string, body: unknown = {}): Promise<Answer> {
    return call(this.#server, 'PUT', path, { token: this.token, body });
  }
  patch(path: string, body: unknown = {}): Promise<Answer> {
    return call(this.#server, 'PATCH', path, { token: this.token, body });
  }
  delete(path: string, body?: unknown): Promise<Answer> {
    return call(this.#server, 'DELETE', path, { token: this.token, body });
  }

  /** The same person, signed in as here, with a client of another server of the network. */
  at(server: TestServer): TestPerson {
    const { id, username, token, refreshToken } = this;
    return new TestPerson(server, { id, username, token, refreshToken });
  }

  /**
   * A connected stock socket on a namespace.
   * @param prepare is given it before it connects: what comes first cannot be missed then
   */
  async connect(namespace: string, prepare?: (socket: Socket) => void): Promise<Socket> {
    const socket = openSocket(this.#server, namespace, this.token);
    this.#sockets.push(socket);
    prepare?.(socket);
    await connected(socket);
    return socket;
  }

  /** A socket on `/chat` that receives. */
  async chat(): Promise<Socket> {
    const socket = await this.connect('/chat');
    await this.register(socket);
    return socket;
  }

  /** Lets a socket on `/chat` receive. */
  async register(socket: Socket): Promise<void> {
    const answer = await emit(socket, 'register', { profileId: this.id });
    if (answer.status !== 'success') throw new Error(`register: ${JSON.stringify(answer)}`);
  }

  disconnect(): void {
    for (const socket of this.#sockets.splice(0)) socket.disconnect();
  }
}

export interface Account {
  id: string;
  username: string;
  password: string;
  token: string;
  refreshToken: string;
}

export const testPassword = 'correct horse battery';
let made = 0;

/** Registers somebody new. */
export async function register(
  server: TestServer,
  username = `person${(made += 1)}`,
): Promise<TestPerson> {
  const answer = await call(server, 'POST', '/api/v1/auth/register', {
    body: { username, email: `${username}@example.org`, password: testPassword },
  });
  if (answer.status !== 201) throw new Error(`register: ${JSON.stringify(answer.body)}`);
  const { user, accessToken, refreshToken } = answer.body.data;
  return new TestPerson(server, { id: user.id, username, token: accessToken, refreshToken });
}

/** One REST call; JSON unless the body is a FormData. */
export async function call(
  server: { url: string },
  method: string,
  path: string,
  given: { token?: string | undefined; body?: unknown; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const isForm = given.body instanceof FormData;
  const response = await fetch(server.url + path, {
    method,
    headers: {
      ...(given.token !== undefined && { Authorization: `Bearer ${given.token}` }),
      ...(given.body !== undefined && !isForm && { 'Content-Type': 'application/json' }),
      ...given.headers,
    },
    ...(given.body !== undefined && {
      body: given.body instanceof FormData ? given.body : JSON.stringify(given.body),
    }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  return {
    status: response.status,
    headers: response.headers,
    body: isJson ? JSON.parse(text) : text,
  };
}

export function openSocket(server: { url: string }, namespace: string, token?: string): Socket {
  return io(server.url + namespace, {
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    ...(token !== undefined && { auth: { token } }),
  });
}

/** Resolves when the socket is connected; rejects with what the server said. */
export async function connected(socket: Socket): Promise<Socket> {
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  return socket;
}

/** Emits with an ack. */
// oxlint-disable-next-line typescript/no-explicit-any
export async function emit(socket: Socket, event: string, ...payload: unknown[]): Promise<any> {
  return socket.timeout(5000).emitWithAck(event, ...payload);
}

/** The next event of that name that fits. */
export async function next<Payload = unknown>(
  socket: Socket,
  event: string,
  fits: (payload: Payload) => boolean = () => true,
  timeoutMs = 5000,
): Promise<Payload> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      socket.off(event, listener);
      reject(new Error(`${event} did not come`));
    }, timeoutMs);
    const listener = (payload: Payload) => {
      if (!fits(payload)) return;
      clearTimeout(timer);
      socket.off(event, listener);
      resolve(payload);
    };
    socket.on(event, listener);
  });
}

/** Everything that a socket receives from now on, as [event, payload]. */
export function record(socket: Socket): [string, unknown][] {
  const received: [string, unknown][] = [];
  socket.onAny((event: string, payload: unknown) => received.push([event, payload]));
  return received;
}

/** Long enough for an event that should not come to have come: a round trip after it. */
export async function settle(...sockets: Socket[]): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 100));
  await Promise.all(sockets.map((socket) => emit(socket, 'no such event', {})));
}
