import type { ConversationId, UserId } from '@xom/contract/fields';

/** What a change in this process made of a person, all processes taken together. */
export interface PresenceState {
  /** Whether they were connected anywhere before it. */
  wasOnline: boolean;
  isOnline: boolean;
  /** Looks at any conversation. */
  isActive: boolean;
  /** Of the conversations closed here, those that are still open elsewhere. */
  stillOpen: ReadonlySet<ConversationId>;
}

/** Somebody whose presence ended or came back without a change here. */
export interface PresenceTurn {
  userId: UserId;
  isOnline: boolean;
  isActive: boolean;
  /** What was closed (or, when they are back, opened) with it. */
  conversationIds: readonly ConversationId[];
  /** When they were last known to be there. */
  at: Date;
}

/** Told of what no socket of this process did. */
export interface PresenceListener {
  /** Their process died. Told by one of the others, once. */
  left(turn: PresenceTurn): void;
  /** They were taken for gone, but were here all the time. */
  returned(turn: PresenceTurn): void;
}

/** Who is connected, and looks at what, on all processes that share it. */
export interface PresenceStore {
  /**
   * Says what a person does here.
   * @param openIds the conversations they look at; null: they are not connected here any more
   */
  put(userId: UserId, openIds: ReadonlySet<ConversationId> | null): Promise<PresenceState>;
  activeIn(conversationId: ConversationId): Promise<UserId[]>;
  isOnline(userId: UserId): Promise<boolean>;
  listen(listener: PresenceListener): void;
  /** Takes this process and everybody in it out. */
  stop(): Promise<void>;
}

const nothing: ReadonlySet<ConversationId> = new Set();

/** The presence of a single process. */
export class LocalPresenceStore implements PresenceStore {
  readonly #people = new Map<UserId, ReadonlySet<ConversationId>>();
  readonly #rooms = new Map<ConversationId, Set<UserId>>();

  /** Everybody here, with the conversations that they look at. */
  get people(): ReadonlyMap<UserId, ReadonlySet<ConversationId>> {
    return this.#people;
  }

  async put(userId: UserId, openIds: ReadonlySet<ConversationId> | null): Promise<PresenceState> {
    return this.putNow(userId, openIds);
  }

  putNow(userId: UserId, openIds: ReadonlySet<ConversationId> | null): PresenceState {
    const before = this.#people.get(userId);
    for (const id of before ?? nothing) if (!openIds?.has(id)) this.#close(id, userId);
    for (const id of openIds ?? nothing) {
      const room = this.#rooms.get(id);
      if (room) room.add(userId);
      else this.#rooms.set(id, new Set([userId]));
    }
    if (openIds) this.#people.set(userId, openIds);
    else this.#people.delete(userId);
    return {
      wasOnline: before !== undefined,
      isOnline: openIds !== null,
      isActive: openIds !== null && openIds.size > 0,
      stillOpen: nothing,
    };
  }

  async activeIn(conversationId: ConversationId): Promise<UserId[]> {
    return [...(this.#rooms.get(conversationId) ?? [])];
  }

  async isOnline(userId: UserId): Promise<boolean> {
    return this.#people.has(userId);
  }

  /** Nothing happens here but by `put`. */
  listen(): void {}

  async stop(): Promise<void> {}

  #close(conversationId: ConversationId, userId: UserId): void {
    const room = this.#rooms.get(conversationId);
    room?.delete(userId);
    if (room?.size === 0) this.#rooms.delete(conversationId);
  }
}
