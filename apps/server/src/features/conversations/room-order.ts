import type { ConversationId, MessageId } from '@xom/contract/fields';
import type { DomainEvent } from '../../domain-events.ts';

export type MessageTold = Extract<DomainEvent, { type: 'message.created' | 'message.updated' }>;

/** How long a message is waited for whose successors are here. */
const patienceMs = 1000;
const maxHeld = 1000;
/** Messages whose newest state is remembered. */
const maxRemembered = 2000;

interface Room {
  /** The last message that was delivered in its turn. */
  lastSeq: number;
  /** The last message that was delivered at all: none before it is, or somebody would see another order. */
  toldSeq: number;
  /** What the database is known to hold already. */
  expectedSeq: number;
  held: MessageTold[];
  timer: NodeJS.Timeout | null;
}

/**
 * Puts the messages of a room in their order: told by several processes, they may arrive in another one. A
 * message waits for those before it, and its changes for itself. What does not come is given up after a
 * while, and told as a gap.
 */
export class RoomOrder {
  readonly #deliver: (event: MessageTold) => void;
  readonly #onGap: (conversationId: ConversationId) => void;
  readonly #rooms = new Map<ConversationId, Room>();
  /** The newest state told of messages that changed lately. */
  readonly #newest = new Map<MessageId, MessageTold>();

  constructor(options: {
    deliver: (event: MessageTold) => void;
    onGap: (conversationId: ConversationId) => void;
  }) {
    this.#deliver = options.deliver;
    this.#onGap = options.onGap;
  }

  /** Everything up to `lastSeq` is there already. */
  begin(conversationId: ConversationId, lastSeq: number): void {
    this.#rooms.set(conversationId, {
      lastSeq,
      toldSeq: 0,
      expectedSeq: lastSeq,
      held: [],
      timer: null,
    });
  }

  end(conversationId: ConversationId): void {
    const room = this.#rooms.get(conversationId);
    if (room?.timer) clearTimeout(room.timer);
    this.#rooms.delete(conversationId);
  }

  clear(): void {
    for (const conversationId of this.#rooms.keys()) this.end(conversationId);
  }

  /** The last message that was delivered in its turn; 0: the room is not known. */
  lastSeqOf(conversationId: ConversationId): number {
    return this.#rooms.get(conversationId)?.lastSeq ?? 0;
  }

  /** Everything up to `seq` is there, whether or not it was told here: nothing of it is waited for. */
  skipTo(conversationId: ConversationId, seq: number): void {
    const room = this.#rooms.get(conversationId);
    if (room && seq > room.lastSeq) this.#letGo(room, seq);
  }

  /** The database holds messages up to `seq`: what of it does not come in time was lost. */
  expect(conversationId: ConversationId, seq: number): void {
    const room = this.#rooms.get(conversationId);
    if (!room || seq <= room.lastSeq) return;
    room.expectedSeq = Math.max(room.expectedSeq, seq);
    this.#wait(conversationId, room);
  }

  /** Delivers it when its turn has come: at once, as a rule. What comes after its turn is told as a gap. */
  take(event: MessageTold): void {
    const { conversationId, seq } = event.message;
    const room = this.#rooms.get(conversationId);
    const isNext = event.type === 'message.created' && seq === (room?.lastSeq ?? 0) + 1;
    if (!room || seq <= room.lastSeq || isNext) {
      if (!this.#tell(event, room)) this.#onGap(conversationId);
      if (room && isNext) this.#letGo(room, seq);
      return;
    }
    room.held = [...room.held, event].toSorted(inOrder);
    if (room.held.length > maxHeld) this.#giveUp(conversationId, room);
    else this.#wait(conversationId, room);
  }

  /** `seq` is done: what waited for it follows. */
  #letGo(room: Room, seq: number): void {
    room.lastSeq = seq;
    for (let first = room.held[0]; first; first = room.held[0]) {
      const isNext = first.type === 'message.created' && first.message.seq === room.lastSeq + 1;
      if (first.message.seq > room.lastSeq && !isNext) break;
      room.held.shift();
      room.lastSeq = Math.max(room.lastSeq, first.message.seq);
      this.#tell(first, room);
    }
    if (room.timer && room.held.length === 0 && room.lastSeq >= room.expectedSeq) {
      clearTimeout(room.timer);
      room.timer = null;
    }
  }

  #wait(conversationId: ConversationId, room: Room): void {
    room.timer ??= setTimeout(() => this.#giveUp(conversationId, room), patienceMs).unref();
  }

  #giveUp(conversationId: ConversationId, room: Room): void {
    if (room.timer) clearTimeout(room.timer);
    room.timer = null;
    const { held } = room;
    room.held = [];
    room.lastSeq = Math.max(room.lastSeq, room.expectedSeq, held.at(-1)?.message.seq ?? 0);
    for (const event of held) this.#tell(event, room);
    this.#onGap(conversationId);
  }

  /**
   * A change that was overtaken by a newer one is told with the newer state.
   * @returns false: a message that those behind it have overtaken for good, which nobody is told
   */
  #tell(event: MessageTold, room: Room | undefined): boolean {
    if (room && event.type === 'message.created') {
      if (event.message.seq < room.toldSeq) return false;
      room.toldSeq = event.message.seq;
    }
    this.#tellNewest(event);
    return true;
  }

  #tellNewest(event: MessageTold): void {
    const { id, version } = event.message;
    const newest = this.#newest.get(id);
    if (newest && newest.message.version > version) {
      if (event.type === 'message.created') return;
      const { message, quoteHiddenFrom } = newest;
      this.#deliver({ ...event, message, quoteHiddenFrom });
      return;
    }
    if (event.type === 'message.updated') {
      // Deleted first, so that it moves to the end: the oldest stand at the front and go first.
      this.#newest.delete(id);
      this.#newest.set(id, event);
      const [oldest] = this.#newest.keys();
      if (oldest && this.#newest.size > maxRemembered) this.#newest.delete(oldest);
    }
    this.#deliver(event);
  }
}

function inOrder(a: MessageTold, b: MessageTold): number {
  return a.message.seq - b.message.seq || a.message.version - b.message.version;
}
