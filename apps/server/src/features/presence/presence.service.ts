import type { ConversationId, UserId } from '@xom/contract/fields';
import type { FastifyBaseLogger } from 'fastify';
import type { DomainBus, DomainEvent } from '../../domain-events.ts';
import type { Connection, ConnectionListener, Connections } from '../../platform/connections.ts';
import type { Database } from '../../tables.ts';
import { presenceTopic, roomTopic } from '../../topics.ts';
import type { OpenViews } from '../conversations/open-views.ts';
import type { Deliver } from '../conversations/roster.ts';
import { findSight, listCutConversations } from '../people/people.queries.ts';
import { listWatched, setLastSeen } from './presence.queries.ts';

/** Somebody who is connected here. */
interface LocalPerson {
  /** Whose presence they see wherever they are. */
  readonly watched: Set<UserId>;
  /** Direct conversations with a block between the two: nobody hears who looks at them. */
  readonly silent: Set<ConversationId>;
  /** Moves whenever something between them and another changes: what was looked up before may be old. */
  revision: number;
  ready: Promise<void>;
  /** Others have been told that they are online. */
  isTold: boolean;
}

/**
 * Who is online (has a socket that receives) and active (has a conversation open). Tells those in a direct
 * conversation with the person and their friends on `presence:<userId>`, and whoever has the same
 * conversation open on its room.
 */
export class PresenceService implements ConnectionListener {
  readonly #database: Database;
  readonly #bus: DomainBus;
  readonly #connections: Connections;
  readonly #logger: FastifyBaseLogger;
  /** By the person watched: who of this process's people watches. */
  readonly #watchers = new Map<UserId, Set<UserId>>();
  readonly #people = new Map<UserId, LocalPerson>();
  readonly #deliverers: Deliver[] = [];
  readonly #running = new Set<Promise<void>>();

  constructor(dependencies: {
    database: Database;
    bus: DomainBus;
    connections: Connections;
    openViews: OpenViews;
    logger: FastifyBaseLogger;
  }) {
    this.#database = dependencies.database;
    this.#bus = dependencies.bus;
    this.#connections = dependencies.connections;
    this.#logger = dependencies.logger;
    dependencies.openViews.listen((connection, conversationId, isOpen) => {
      const { userId } = connection.caller;
      // What they open before is told when they come.
      if (!this.#people.get(userId)?.isTold) return;
      // Another socket of theirs may still look at it.
      const isLooking = isOpen || dependencies.openViews.isLooking(userId, conversationId);
      this.#tell(userId, { conversationId, isOpen: isLooking }, null);
    });
  }

  addDeliverer(deliver: Deliver): void {
    this.#deliverers.push(deliver);
  }

  watchersOf(userId: UserId): ReadonlySet<UserId> {
    return this.#watchers.get(userId) ?? new Set();
  }

  async began(connection: Connection): Promise<void> {
    const { userId } = connection.caller;
    const person = this.#people.get(userId) ?? this.#meet(userId);
    await person.ready;
    if (!this.#connections.isReceiving(connection)) return;
    if (!person.isTold) {
      person.isTold = true;
      this.#tell(userId, null, null);
    }
    for (const view of connection.views) {
      // Views hold conversation ids; a socket may open some before it receives.
      this.#tell(userId, { conversationId: view as ConversationId, isOpen: true }, null);
    }
  }

  detached(connection: Connection, wasReceiving: boolean): void {
    if (!wasReceiving) return;
    const { userId } = connection.caller;
    const isGone = this.#connections.of(userId).size === 0;
    const now = new Date();
    const lastSeen = isGone ? now.toISOString() : null;
    const person = this.#people.get(userId);
    if (person?.isTold) {
      for (const view of connection.views) {
        this.#tell(userId, { conversationId: view as ConversationId, isOpen: false }, lastSeen);
      }
      if (isGone && connection.views.size === 0) this.#tell(userId, null, lastSeen);
    }
    if (!isGone) return;
    if (person) this.#forget(userId, person);
    this.#track(setLastSeen(this.#database, userId, now), 'last seen was not stored');
  }

  /** Lets `watcherId` see the presence of `userId` from now on, unless something stands between them. */
  watch(watcherId: UserId, userId: UserId): void {
    const watcher = this.#people.get(watcherId);
    if (watcher) this.#beginSight(watcherId, watcher, userId);
    // A block may have overtaken the news of what lets them.
    this.review(watcherId, userId);
  }

  /**
   * Ends at once that `watcherId` sees the presence of `userId`, and that looking at their direct
   * conversation is told.
   */
  unwatch(watcherId: UserId, userId: UserId, conversationId: ConversationId | null): void {
    const watcher = this.#people.get(watcherId);
    if (!watcher) return;
    watcher.revision += 1;
    watcher.watched.delete(userId);
    this.#endSight(watcherId, userId);
    if (conversationId) watcher.silent.add(conversationId);
  }

  /** Something between the two changed: looks again whether `watcherId` may see the presence of `userId`. */
  review(watcherId: UserId, userId: UserId): void {
    const watcher = this.#people.get(watcherId);
    if (!watcher) return;
    watcher.revision += 1;
    this.#track(this.#review(watcherId, watcher, userId), 'presence was not reviewed');
  }

  async #review(watcherId: UserId, watcher: LocalPerson, userId: UserId): Promise<void> {
    const { isBlocked, isFriend, conversationId } = await latest(watcher, () =>
      findSight(this.#database, watcherId, userId),
    );
    if (this.#people.get(watcherId) !== watcher) return;
    if (conversationId && isBlocked) watcher.silent.add(conversationId);
    if (conversationId && !isBlocked) watcher.silent.delete(conversationId);
    if (!isBlocked && (isFriend || conversationId)) {
      this.#beginSight(watcherId, watcher, userId);
    } else {
      watcher.watched.delete(userId);
      this.#endSight(watcherId, userId);
    }
  }

  #meet(userId: UserId): LocalPerson {
    const person: LocalPerson = {
      watched: new Set(),
      silent: new Set(),
      revision: 0,
      ready: Promise.resolve(),
      isTold: false,
    };
    this.#people.set(userId, person);
    person.ready = this.#load(userId, person).catch((error: unknown) => {
      if (this.#people.get(userId) === person) this.#forget(userId, person);
      throw error;
    });
    return person;
  }

  #forget(userId: UserId, person: LocalPerson): void {
    for (const other of person.watched) this.#endSight(userId, other);
    this.#people.delete(userId);
  }

  async #load(userId: UserId, person: LocalPerson): Promise<void> {
    const [watched, silent] = await latest(person, async () =>
      Promise.all([
        listWatched(this.#database, userId),
        listCutConversations(this.#database, userId),
      ]),
    );
    // They may have gone meanwhile.
    if (this.#people.get(userId) !== person) return;
    for (const other of watched) this.#beginSight(userId, person, other);
    for (const conversationId of silent) person.silent.add(conversationId);
  }

  #beginSight(watcherId: UserId, watcher: LocalPerson, userId: UserId): void {
    if (watcher.watched.has(userId)) return;
    watcher.watched.add(userId);
    const watchers = this.#watchers.get(userId);
    if (watchers) {
      watchers.add(watcherId);
      return;
    }
    this.#watchers.set(userId, new Set([watcherId]));
    this.#bus.subscribe(presenceTopic(userId), this.#onPresence);
  }

  #endSight(watcherId: UserId, userId: UserId): void {
    const watchers = this.#watchers.get(userId);
    if (!watchers?.delete(watcherId) || watchers.size > 0) return;
    this.#watchers.delete(userId);
    this.#bus.unsubscribe(presenceTopic(userId), this.#onPresence);
  }

  /** Nothing is being looked up or written any more. */
  async drained(): Promise<void> {
    await Promise.all(this.#running);
  }

  #track(task: Promise<void>, failure: string): void {
    const running = task
      .catch((error: unknown) => this.#logger.error({ err: error }, failure))
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  #tell(
    userId: UserId,
    view: { conversationId: ConversationId; isOpen: boolean } | null,
    lastSeen: string | null,
  ): void {
    const connections = [...this.#connections.of(userId)];
    const event: DomainEvent = {
      type: 'presence.updated',
      userId,
      isOnline: connections.length > 0,
      isActive: connections.some((connection) => connection.views.size > 0),
      lastSeen,
      view,
    };
    this.#bus.publish(presenceTopic(userId), event);
    if (!view || this.#people.get(userId)?.silent.has(view.conversationId)) return;
    this.#bus.publish(roomTopic(view.conversationId), event);
  }

  readonly #onPresence = (event: DomainEvent, topic: string): void => {
    for (const deliver of this.#deliverers) deliver(event, topic);
  };
}

/** Asks until nothing changed between the question and the answer. */
async function latest<Answer>(
  person: Pick<LocalPerson, 'revision'>,
  ask: () => Promise<Answer>,
): Promise<Answer> {
  for (;;) {
    const { revision } = person;
    const answer = await ask();
    if (revision === person.revision) return answer;
  }
}
