import type { ConversationId, UserId } from '@xom/contract/fields';
import type { DomainBus, DomainEvent } from '../../domain-events.ts';
import { Batched } from '../../platform/batched.ts';
import type { Connection, ConnectionListener, Connections } from '../../platform/connections.ts';
import type { Database } from '../../tables.ts';
import { roomTopic, userTopic } from '../../topics.ts';
import { LocalRooms } from './local-rooms.ts';
import { MembershipCheck } from './membership-check.ts';
import { RoomOrder } from './room-order.ts';
import { listPlaces, type Place } from './roster.queries.ts';
import { noteTold } from './unread.ts';

/** Renders one event, as it came on a topic, for the sockets of this process. */
export type Deliver = (event: DomainEvent, topic: string) => void;

interface LocalPerson {
  readonly conversations: Set<ConversationId>;
  /** Moves whenever they are told to be in or out of something: an answer that was on its way may be older. */
  revision: number;
  ready: Promise<void>;
}

const peoplePerQuery = 100;

/**
 * Who of this process's connected people is in which conversation, with what their unread counts are made
 * of. Subscribes the bus to a room while one of them is in it, and to each person; what arrives first moves
 * people in and out, then is delivered.
 */
export class Roster implements ConnectionListener {
  readonly rooms: LocalRooms;
  readonly #database: Database;
  readonly #bus: DomainBus;
  readonly #connections: Connections;
  readonly #people = new Map<UserId, LocalPerson>();
  readonly #deliverers: Deliver[] = [];
  #takenOut = new Set<UserId>();
  readonly #order = new RoomOrder({
    deliver: (event) => this.#tell(event, roomTopic(event.message.conversationId)),
    onGap: (conversationId) =>
      this.#connections.tellResync(this.rooms.connectionsIn(conversationId)),
  });
  readonly #check: MembershipCheck;
  /** Those of one person: many come back at once when a server starts anew. */
  readonly #places = new Batched<UserId, readonly Place[]>(async (userIds) => {
    const places = Map.groupBy(await listPlaces(this.#database, userIds), ({ userId }) => userId);
    return userIds.map((userId) => places.get(userId) ?? []);
  });

  constructor(dependencies: { database: Database; bus: DomainBus; connections: Connections }) {
    this.#database = dependencies.database;
    this.#bus = dependencies.bus;
    this.#connections = dependencies.connections;
    this.rooms = new LocalRooms(dependencies.connections);
    this.#check = new MembershipCheck({
      database: dependencies.database,
      bus: dependencies.bus,
      onAnswer: ({ userId, conversationId }, place) => this.#settle(userId, conversationId, place),
    });
  }

  addDeliverer(deliver: Deliver): void {
    this.#deliverers.push(deliver);
  }

  /** The last message that was told in its turn; 0 where nobody is connected. */
  lastSeqOf(conversationId: ConversationId): number {
    return this.#order.lastSeqOf(conversationId);
  }

  /** In how many conversations each connected person is thought to be. */
  placeCounts(): Map<UserId, number> {
    return new Map(
      [...this.#people].map(([userId, person]) => [userId, person.conversations.size]),
    );
  }

  /** Who was taken out of something since this was last asked. */
  takeTakenOut(): ReadonlySet<UserId> {
    const takenOut = this.#takenOut;
    this.#takenOut = new Set();
    return takenOut;
  }

  /** The database says so of members: what they sent and read may not have been told. */
  correct(places: readonly Place[]): void {
    for (const place of places) {
      const person = this.#people.get(place.userId);
      if (!person?.conversations.has(place.conversationId)) continue;
      this.#join(place.userId, person, place);
      this.#order.expect(place.conversationId, place.lastSeq);
    }
  }

  async began(connection: Connection): Promise<void> {
    const { userId } = connection.caller;
    const person = this.#people.get(userId) ?? this.#meet(userId);
    await person.ready;
  }

  receivingChanged(userId: UserId): void {
    for (const conversationId of this.#people.get(userId)?.conversations ?? []) {
      this.rooms.receiversChanged(conversationId);
    }
  }

  looked(connection: Connection, view: string): void {
    this.rooms.looked(connection, view);
  }

  detached(connection: Connection): void {
    const { userId } = connection.caller;
    if (this.#connections.of(userId).size > 0) return;
    const person = this.#people.get(userId);
    if (person) this.#forget(userId, person);
  }

  /**
   * Asks the database anew where people are: the news that they were let in or taken out may have been lost.
   * @param userIds who; null: everybody who is here
   */
  async reload(userIds: Iterable<UserId> | null): Promise<void> {
    const asked = [...(userIds ?? this.#people.keys())];
    for (let start = 0; start < asked.length; start += peoplePerQuery) {
      const some = asked.slice(start, start + peoplePerQuery);
      const before = new Map(some.map((userId) => [userId, this.#people.get(userId)?.revision]));
      const places = Map.groupBy(await listPlaces(this.#database, some), ({ userId }) => userId);
      for (const userId of some) {
        const person = this.#people.get(userId);
        if (!person) continue;
        const own = places.get(userId) ?? [];
        for (const place of own) this.#order.skipTo(place.conversationId, place.lastSeq);
        const isAnswered = before.get(userId) === person.revision;
        const isSettled = isAnswered && !this.#place(userId, person, own, true);
        if (!isSettled) await this.#load(userId, person, true);
      }
    }
  }

  async stop(): Promise<void> {
    await this.#check.stop();
    this.#order.clear();
  }

  #meet(userId: UserId): LocalPerson {
    const person: LocalPerson = { conversations: new Set(), revision: 0, ready: Promise.resolve() };
    this.#people.set(userId, person);
    this.#bus.subscribe(userTopic(userId), this.#onUserEvent);
    person.ready = this.#load(userId, person, false).catch((error: unknown) => {
      this.#forget(userId, person);
      throw error;
    });
    return person;
  }

  #forget(userId: UserId, person: LocalPerson): void {
    if (this.#people.get(userId) !== person) return;
    this.#people.delete(userId);
    this.#takenOut.delete(userId);
    this.#bus.unsubscribe(userTopic(userId), this.#onUserEvent);
    for (const conversationId of person.conversations) this.#leaveRoom(conversationId, userId);
  }

  /** Subscribed first, asked second, until nothing new is found: what is asked last is no older than what is heard. */
  async #load(userId: UserId, person: LocalPerson, isLater: boolean): Promise<void> {
    for (let isHeard = false; !isHeard;) {
      await this.#bus.ready();
      const { revision } = person;
      const places = await this.#places.ask(userId);
      // The person may have gone while the answer was on its way.
      if (this.#people.get(userId) !== person) return;
      if (revision !== person.revision) continue;
      isHeard = !this.#place(userId, person, places, isLater);
    }
  }

  /**
   * Puts a person into these conversations and no others. Answers whether some of them are new.
   * @param isLater their clients may have synced already, and do not know of what is new
   */
  #place(userId: UserId, person: LocalPerson, places: readonly Place[], isLater: boolean): boolean {
    let isNew = false;
    const ids = new Set(places.map(({ conversationId }) => conversationId));
    for (const conversationId of person.conversations) {
      if (!ids.has(conversationId)) this.#takeOut(userId, person, conversationId);
    }
    for (const place of places) {
      const isNewHere = !person.conversations.has(place.conversationId);
      isNew ||= isNewHere;
      if (isNewHere && isLater) this.#joinLater(userId, person, place);
      else this.#join(userId, person, place);
    }
    return isNew;
  }

  #join(userId: UserId, person: LocalPerson, place: Omit<Place, 'userId'>): void {
    const { conversationId } = place;
    person.conversations.add(conversationId);
    if (!this.rooms.join(userId, place)) return;
    this.#order.begin(conversationId, place.lastSeq);
    this.#bus.subscribe(roomTopic(conversationId), this.#onRoomEvent);
  }

  /** After their clients synced: that they are in it may be lost on the way to these, and is repeated. */
  #joinLater(userId: UserId, person: LocalPerson, place: Omit<Place, 'userId'>): void {
    this.#join(userId, person, place);
    this.rooms.forgetVersion(place.conversationId);
  }

  #takeOut(userId: UserId, person: LocalPerson, conversationId: ConversationId): void {
    person.conversations.delete(conversationId);
    this.#takenOut.add(userId);
    this.#leaveRoom(conversationId, userId);
  }

  #leaveRoom(conversationId: ConversationId, userId: UserId): void {
    if (!this.rooms.leave(userId, conversationId)) return;
    this.#order.end(conversationId);
    this.#bus.unsubscribe(roomTopic(conversationId), this.#onRoomEvent);
  }

  /** What the database says of somebody who was just told to be in or out. */
  #settle(userId: UserId, conversationId: ConversationId, place: Place | null): void {
    const person = this.#people.get(userId);
    if (!person) return;
    const isIn = person.conversations.has(conversationId);
    // What they did before they were known to be in is in no count.
    if (place && isIn) this.correct([place]);
    if ((place !== null) === isIn) return;
    // Two tellings overtook each other.
    person.revision += 1;
    if (place) this.#joinLater(userId, person, place);
    else this.#takeOut(userId, person, conversationId);
    this.#connections.tellResync(this.#connections.of(userId));
  }

  readonly #countsOf = (conversationId: ConversationId, userId: UserId) =>
    this.rooms.countsOf(conversationId, userId);

  readonly #onUserEvent = (event: DomainEvent, topic: string): void => {
    if (event.type === 'conversation.joined') this.#onJoined(event);
    if (event.type === 'conversation.removed') this.#onRemoved(event);
    this.#tell(event, topic);
  };

  #onJoined(event: Extract<DomainEvent, { type: 'conversation.joined' }>): void {
    const { userId, joinedSeq } = event;
    const person = this.#people.get(userId);
    if (!person) return;
    const { id: conversationId, isGroup, lastSeq, version } = event.conversation;
    person.revision += 1;
    const counts = { joinedSeq, sentCount: 0, readCount: 0, clearedSeq: 0 };
    this.#joinLater(userId, person, { conversationId, isGroup, lastSeq, version, ...counts });
    this.#check.ask({ userId, conversationId });
  }

  #onRemoved(event: Extract<DomainEvent, { type: 'conversation.removed' }>): void {
    const { userId, conversationId } = event;
    const person = this.#people.get(userId);
    if (!person) return;
    person.revision += 1;
    this.#takeOut(userId, person, conversationId);
    this.#check.ask({ userId, conversationId });
  }

  readonly #onRoomEvent = (event: DomainEvent, topic: string): void => {
    const isMessage = event.type === 'message.created' || event.type === 'message.updated';
    if (isMessage && this.#bus.isWhole) {
      this.#order.take(event);
      return;
    }
    // What others write does not come for now: nothing waits for it.
    if (isMessage) this.#order.skipTo(event.message.conversationId, event.message.seq);
    this.#tell(event, topic);
  };

  #tell(event: DomainEvent, topic: string): void {
    noteTold(event, this.#countsOf);
    if (event.type === 'conversation.cleared') this.rooms.receiversChanged(event.conversationId);
    for (const deliver of this.#deliverers) deliver(event, topic);
  }
}
