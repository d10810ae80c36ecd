import {
  closeCodes,
  type OutgoingData,
  outgoingFrames,
  type OutgoingType,
} from '@xom/contract/room-socket';
import type { ConversationId } from '@xom/contract/fields';
import type { WebSocket } from 'ws';
import type { Caller } from '../platform/call.ts';
import type { Connection } from '../platform/connections.ts';
import { assertMatches } from '../platform/dispatch.ts';
import { newId } from '../platform/identifiers.ts';
import { writeFrame } from '../platform/raw-websocket.ts';

/** A raw WebSocket of one person in one room. */
export class RoomConnection implements Connection {
  readonly id: string = newId();
  readonly door = '/ws';
  readonly roomId: ConversationId;
  readonly views = new Set<string>();
  readonly #socket: WebSocket;
  caller: Caller;
  hasEnded = false;

  constructor(socket: WebSocket, roomId: ConversationId, caller: Caller) {
    this.#socket = socket;
    this.roomId = roomId;
    this.caller = caller;
  }

  /** The session is over. */
  end(reason: string): void {
    this.close(closeCodes.unauthenticated, reason);
  }

  comeBack(): void {
    this.close(closeCodes.restart, 'resync');
  }

  close(code: number, reason: string): void {
    this.hasEnded = true;
    this.#socket.close(code, reason);
  }

  write(frame: string): void {
    writeFrame(this.#socket, frame);
  }
}

/** Makes the text of a frame: once for all who get it. */
export class FrameWriter {
  readonly #checksFrames: boolean;

  constructor({ checksFrames }: { checksFrames: boolean }) {
    this.#checksFrames = checksFrames;
  }

  write<Type extends OutgoingType>(type: Type, data: OutgoingData<Type>): string {
    if (this.#checksFrames) assertMatches(outgoingFrames[type], data, `frame ${type}`);
    return JSON.stringify({ type, data });
  }
}
