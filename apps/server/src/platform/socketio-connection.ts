import type { SessionId, UserId } from '@xom/contract/fields';
import type { Namespace } from '@xom/contract/define';
import type { Language } from '@xom/contract/errors';
import type { DefaultEventsMap, Socket } from 'socket.io';
import type { Caller } from './call.ts';
import type { Connection } from './connections.ts';
import type { CallFrame } from './dispatch.ts';
import { languageOf } from './failure.ts';
import { JoinedWebSocket } from './joined-websocket.ts';

/** What a token says, its signature checked. */
export interface DecodedToken {
  readonly user_id: UserId;
  readonly sid: SessionId;
  readonly [claim: string]: unknown;
}

/** What is known of a socket from its handshake on. */
export interface SocketData {
  user?: DecodedToken;
}

export type DoorSocket = Socket<DefaultEventsMap, DefaultEventsMap, DefaultEventsMap, SocketData>;

/** A socket of a person, as everybody beyond the door knows it. */
export class SocketConnection implements Connection {
  readonly id: string;
  readonly door: Namespace;
  readonly socket: DoorSocket;
  readonly views = new Set<string>();
  /** Where it comes from. */
  readonly #address: string;
  caller: Caller;
  hasEnded = false;
  #webSocket: JoinedWebSocket | null = null;
  #callsInFlight = 0;
  #onEnd: () => void = () => {};

  constructor(socket: DoorSocket, door: Namespace, caller: Caller, address: string) {
    this.id = socket.id;
    this.socket = socket;
    this.door = door;
    this.caller = caller;
    this.#address = address;
  }

  /** What events go to by themselves; null while it polls. Engine.IO's types leave it out. */
  get webSocket(): JoinedWebSocket | null {
    if (this.#webSocket) return this.#webSocket;
    const { transport } = this.socket.conn;
    // From polling it may change to a WebSocket, but not back.
    if ('socket' in transport && transport.socket instanceof JoinedWebSocket) {
      this.#webSocket = transport.socket;
    }
    return this.#webSocket;
  }

  /** What happens in the moment in which it ends, from whichever side. */
  whenEnded(act: () => void): void {
    this.#onEnd = act;
    // A socket that dies before its namespace is connected never says `disconnect`.
    this.socket.conn.once('close', () => this.markEnded());
    this.socket.once('disconnect', () => this.markEnded());
  }

  /**
   * Clients see `io server disconnect`, after which they do not reconnect by themselves. Nothing is heard and no
   * call is taken from now on; those that run are answered first, such as the one that ends it.
   */
  end(): void {
    this.markEnded();
    if (this.#callsInFlight === 0) this.socket.disconnect(false);
  }

  get callsInFlight(): number {
    return this.#callsInFlight;
  }

  beginCall(): void {
    this.#callsInFlight += 1;
  }

  /** A call is answered. */
  endCall(): void {
    this.#callsInFlight -= 1;
    if (this.hasEnded && this.#callsInFlight === 0) this.socket.disconnect(false);
  }

  /** It is over: its client went, or was never let in. */
  markEnded(): void {
    this.hasEnded = true;
    this.#onEnd();
  }

  /** Clients see `transport close`, after which they reconnect by themselves, and are greeted anew. */
  comeBack(): void {
    this.socket.conn.close();
  }

  /** What a call that comes by this socket carries. */
  frame(requestId: string, afterwards: CallFrame['afterwards']): CallFrame {
    const { handshake } = this.socket;
    return {
      caller: this.caller,
      language: languageOfSocket(this.socket),
      requestId,
      address: this.#address,
      userAgent: handshake.headers['user-agent']?.slice(0, 300) ?? null,
      connection: this,
      http: null,
      file: null,
      afterwards,
    };
  }
}

export function languageOfSocket({ handshake }: DoorSocket): Language {
  return languageOf(handshake.headers['accept-language']);
}
