import {
  closeCodes,
  type OutgoingData,
  outgoingFrames,
  type OutgoingType,
} from '@xom/contract/room-socket';
import type { ConversationId } from '@xom/contract/fields';
import type { Caller } from '../platform/call.ts';
import type { Connection } from '../platform/connections.ts';
import { assertMatches } from '../platform/dispatch.ts';
import { newId } from '../platform/identifiers.ts';
import { Frames, type JoinedWebSocket } from '../platform/joined-websocket.ts';

export const roomDoor = '/ws';

/** A raw WebSocket of one person in one room. */
export class RoomConnection implements Connection {
  readonly id: string = newId();
  readonly door = roomDoor;
  readonly roomId: ConversationId;
  readonly views = new Set<string>();
  readonly #socket: JoinedWebSocket;
  caller: Caller;
  hasEnded = false;

  constructor(socket: JoinedWebSocket, roomId: ConversationId, caller: Caller) {
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

  /** Sends a frame; a client that is far behind is told to come back instead. */
  write(frame: Frames): void {
    if (!this.#socket.isTooFarBehind) return this.#socket.push(frame);
    this.#socket.forget();
    this.comeBack();
  }
}

/** Makes a frame: once for all who get it. */
export class FrameWriter {
  readonly #checksFrames: boolean;

  constructor({ checksFrames }: { checksFrames: boolean }) {
    this.#checksFrames = checksFrames;
  }

  write<Type extends OutgoingType>(type: Type, data: OutgoingData<Type>): Frames {
    if (this.#checksFrames) assertMatches(outgoingFrames[type], data, `frame ${type}`);
    return Frames.ofText(JSON.stringify({ type, data }));
  }
}
