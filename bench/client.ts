import { io, type Socket } from 'socket.io-client';

/** What an answer carries: read by name, as a stranger's client does. */
export type Data = Record<string, unknown>;

export const password = 'correct horse battery';

/** Somebody with stock clients: `fetch`, which keeps its connections, and Socket.IO. */
export class Client {
  readonly #url: string;
  readonly #token: string;
  readonly id: string;

  private constructor(url: string, id: string, token: string) {
    this.#url = url;
    this.id = id;
    this.#token = token;
  }

  /** Registers somebody new. */
  static async register(url: string, username: string): Promise<Client> {
    const email = `${username}@example.org`;
    const body = { username, email, password };
    const data = await request(url, 'POST', '/api/v1/auth/register', { body });
    const { user, accessToken } = data;
    if (typeof accessToken !== 'string' || !isData(user) || typeof user['id'] !== 'string') {
      throw new Error('nobody was registered');
    }
    return new Client(url, user['id'], accessToken);
  }

  get(path: string): Promise<Data> {
    return request(this.#url, 'GET', `/api/v1${path}`, { token: this.#token });
  }

  post(path: string, body: object = {}): Promise<Data> {
    return request(this.#url, 'POST', `/api/v1${path}`, { token: this.#token, body });
  }

  put(path: string): Promise<Data> {
    return request(this.#url, 'PUT', `/api/v1${path}`, { token: this.#token });
  }

  delete(path: string): Promise<Data> {
    return request(this.#url, 'DELETE', `/api/v1${path}`, { token: this.#token });
  }

  /** A connected socket. */
  async connect(namespace: string): Promise<Socket> {
    const socket = io(this.#url + namespace, {
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      auth: { token: this.#token },
    });
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', reject);
    });
    return socket;
  }
}

/** @throws when the ack is not a success */
export async function emit(socket: Socket, event: string, payload: object): Promise<Data> {
  const ack: unknown = await socket.timeout(30_000).emitWithAck(event, payload);
  if (!isData(ack) || ack['status'] !== 'success') {
    throw new Error(`${event} was answered ${JSON.stringify(ack)}`);
  }
  return ack;
}

async function request(
  url: string,
  method: string,
  path: string,
  { token, body }: { token?: string; body?: object },
): Promise<Data> {
  const response = await fetch(url + path, {
    method,
    signal: AbortSignal.timeout(30_000),
    headers: {
      ...(token !== undefined && { Authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const answer: unknown = await response.json();
  if (!response.ok || !isData(answer) || !isData(answer['data'])) {
    throw new Error(`${method} ${path} was answered ${response.status} ${JSON.stringify(answer)}`);
  }
  return answer['data'];
}

function isData(value: unknown): value is Data {
  return typeof value === 'object' && value !== null;
}
