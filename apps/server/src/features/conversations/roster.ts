import type { ConversationId, UserId } from '@xom/contract/fields';
import type { DomainBus, DomainEvent } from '../../domain-events.ts';
import type { Connection, ConnectionListener, Connections } from '../../platform/connections.ts';
import type { Database } from '../../tables.ts';
import { roomTopic, userTopic } from '../../topics.ts';
import { type Counts, listCounts } from './reading.queries.ts';

/** Renders one event, as it came on a topic, for the sockets of this process. */
export type Deliver = (event: DomainEvent, topic: string) => void;

interface LocalPerson {
  readonly conversations: Set<ConversationId>;
  /** What they were taken out of since they are here: an answer that was on its way may still name it. */
  readonly left: Set<ConversationId>;
  readonly ready: Promise<void>;
}

/**
 * Who of this process's connected people is in which conversation, with what their unread counts are made
 * of. Subscribes the bus to a room while one of them is in it, and to each person; what arrives first moves
 * people in and out, then is delivered.
 */
export class Roster implements ConnectionListener {
  readonly #database: Database;
  readonly #bus: DomainBus;
  readonly #connections: Connections;
  readonly #people = new Map<UserId, LocalPerson>();
  readonly #rooms = new Map<ConversationId, Map<UserId, Counts>>();
  readonly #direct = new Set<ConversationId>();
  readonly #deliverers: Deliver[] = [];

  constructor(dependencies: { database: Database; bus: DomainBus; connections: Connections }) {
    this.#database = dependencies.database;
    this.#bus = dependencies.bus;
    this.#connections = dependencies.connections;
  }

  addDeliverer(deliver: Deliver): void {
    this.#deliverers.push(deliver);
  }

  /** The connected members of a conversation. */
  members(conversationId: ConversationId): ReadonlyMap<UserId, Readonly<Counts>> {
    return this.#rooms.get(conversationId) ?? new Map();
  }

  isIn(conversationId: ConversationId, userId: UserId): boolean {
    return this.#rooms.get(conversationId)?.has(userId) ?? false;
  }

  /** Whether a conversation with connected members is a direct one. */
  isDirect(conversationId: ConversationId): boolean {
    return this.#direct.has(conversationId);
  }

  /** Every receiving connection of every connected member. */
  *connectionsIn(conversationId: ConversationId): Iterable<Connection> {
    for (const userId of this.members(conversationId).keys()) yield* this.#connections.of(userId);
  }

  async began(connection: Connection): Promise<void> {
    const { userId } = connection.caller;
    let person = this.#people.get(userId);
    if (!person) {
      const { promise: ready, resolve, reject } = Promise.withResolvers<void>();
      person = { conversations: new Set(), left: new Set(), ready };
      this.#people.set(userId, person);
      this.#bus.subscribe(userTopic(userId), this.#onUserEvent);
      const loading = person;
      this.#load(userId, loading).then(resolve, (error: unknown) => {
        this.#forget(userId, loading);
        reject(error);
      });
    }
    await person.ready;
  }

  detached(connection: Connection): void {
    const { userId } = connection.caller;
    if (this.#connections.of(userId).size > 0) return;
    const person = this.#people.get(userId);
    if (person) this.#forget(userId, person);
  }

  #forget(userId: UserId, person: LocalPerson): void {
    if (this.#people.get(userId) !== person) return;
    this.#people.delete(userId);
    this.#bus.unsubscribe(userTopic(userId), this.#onUserEvent);
    for (const conversationId of person.conversations) this.#leaveRoom(conversationId, userId);
  }

  /** Subscribed first, asked second: the counts asked last are no older than the first event seen. */
  async #load(userId: UserId, person: LocalPerson): Promise<void> {
    for (let times = 1; times <= 2; times += 1) {
      for (const counts of await listCounts(this.#database, userId)) {
        if (person.left.has(counts.conversationId)) continue;
        this.#join(counts.conversationId, userId, person, counts);
      }
    }
  }

  #join(
    conversationId: ConversationId,
    userId: UserId,
    person: LocalPerson,
    counts: Counts & { isGroup: boolean },
  ): void {
    // The person may have gone while the counts were on their way.
    if (this.#people.get(userId) !== person) return;
    person.conversations.add(conversationId);
    let room = this.#rooms.get(conversationId);
    if (!room) {
      room = new Map();
      this.#rooms.set(conversationId, room);
      if (!counts.isGroup) this.#direct.add(conversationId);
      this.#bus.subscribe(roomTopic(conversationId), this.#onRoomEvent);
    }
    const known = room.get(userId);
    // Counts only grow, but for somebody who left and came back.
    const isOlder = known !== undefined && known.joinedSeq === counts.joinedSeq;
    room.set(userId, {
      joinedSeq: counts.joinedSeq,
      sentCount: isOlder ? Math.max(known.sentCount, counts.sentCount) : counts.sentCount,
      readCount: isOlder ? Math.max(known.readCount, counts.readCount) : counts.readCount,
      clearedSeq: isOlder ? Math.max(known.clearedSeq, counts.clearedSeq) : counts.clearedSeq,
    });
  }

  #leaveRoom(conversationId: ConversationId, userId: UserId): void {
    const room = this.#rooms.get(conversationId);
    if (!room?.delete(userId)) return;
    for (const connection of this.#connections.of(userId)) connection.views.delete(conversationId);
    if (room.size > 0) return;
    this.#rooms.delete(conversationId);
    this.#direct.delete(conversationId);
    this.#bus.unsubscribe(roomTopic(conversationId), this.#onRoomEvent);
  }

  readonly #onUserEvent = (event: DomainEvent, topic: string): void => {
    if (event.type === 'conversation.joined') {
      const person = this.#people.get(event.userId);
      const { isGroup } = event.conversation;
      const none = { sentCount: 0, readCount: 0, clearedSeq: 0 };
      const counts = { isGroup, joinedSeq: event.joinedSeq, ...none };
      person?.left.delete(event.conversation.id);
      if (person) this.#join(event.conversation.id, event.userId, person, counts);
    }
    if (event.type === 'conversation.removed') {
      const person = this.#people.get(event.userId);
      person?.conversations.delete(event.conversationId);
      person?.left.add(event.conversationId);
      this.#leaveRoom(event.conversationId, event.userId);
    }
    if (event.type === 'conversation.cleared') {
      const counts = this.#rooms.get(event.conversationId)?.get(event.userId);
      if (counts) {
        counts.readCount = Math.max(counts.readCount, event.readCount);
        counts.clearedSeq = Math.max(counts.clearedSeq, event.seq);
      }
    }
    for (const deliver of this.#deliverers) deliver(event, topic);
  };

  readonly #onRoomEvent = (event: DomainEvent, topic: string): void => {
    if (event.type === 'message.created') {
      const { conversationId, senderId } = event.message;
      const counts = this.#rooms.get(conversationId)?.get(senderId);
      if (counts) counts.sentCount = Math.max(counts.sentCount, event.sentCount);
    }
    if (event.type === 'read.updated') {
      const counts = this.#rooms.get(event.conversationId)?.get(event.userId);
      if (counts) counts.readCount = Math.max(counts.readCount, event.readCount);
    }
    for (const deliver of this.#deliverers) deliver(event, topic);
  };
}

/** How many of the messages up to `lastSeq` a member has not read. */
export function unreadCountOf(counts: Readonly<Counts>, lastSeq: number): number {
  return lastSeq - counts.joinedSeq - counts.sentCount - counts.readCount;
}
