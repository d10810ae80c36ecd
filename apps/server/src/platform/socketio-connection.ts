import type { SessionId, UserId } from '@xom/contract/fields';
import type { Namespace } from '@xom/contract/define';
import type { Language } from '@xom/contract/errors';
import type { DefaultEventsMap, Socket } from 'socket.io';
import type { Caller } from './call.ts';
import type { Connection } from './connections.ts';
import type { CallFrame } from './dispatch.ts';
import { languageOf } from './failure.ts';

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
  caller: Caller;
  hasEnded = false;

  constructor(socket: DoorSocket, door: Namespace, caller: Caller) {
    this.id = socket.id;
    this.socket = socket;
    this.door = door;
    this.caller = caller;
  }

  /** Clients see `io server disconnect`, after which they do not reconnect by themselves. */
  end(): void {
    this.hasEnded = true;
    this.socket.disconnect(false);
  }

  /** What a call that comes by this socket carries. */
  frame(requestId: string, afterwards: CallFrame['afterwards']): CallFrame {
    const { handshake } = this.socket;
    return {
      caller: this.caller,
      language: languageOfSocket(this.socket),
      requestId,
      address: handshake.address,
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
