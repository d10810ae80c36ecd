import type { PostId, UserId } from '@xom/contract/fields';
import { postRemoved, postUpdated } from '@xom/contract/post-watching';
import type { FastifyBaseLogger } from 'fastify';
import type { DomainBus, DomainEvent } from '../../domain-events.ts';
import type { Connection, ConnectionListener, Connections } from '../../platform/connections.ts';
import type { Database } from '../../tables.ts';
import { postTopic } from '../../topics.ts';
import type { Deliver } from '../conversations/roster.ts';
import { isPrivate } from './post-announcer.ts';
import { countersFor, type SeenCounters } from './post-counters.queries.ts';

/** Many more than anybody looks at; bounds what one socket can make us remember. */
const maxOpen = 100;
/** What comes together is told together: at once, then after a pause that grows with those who are told. */
const pauseMsEach = 0.5;
const maxPauseMs = 1000;
/** Enough for the news of some seconds. */
const maxKnown = 10_000;

/** A post of which something is to be told. */
interface Pending {
  authorId: UserId;
  /** All of their sockets are told. */
  actorIds: Set<UserId>;
  /** Of those that have the post open, all are told, or the author's only. */
  isForAll: boolean;
  /** Who deleted it, and its author: told so on all sockets. */
  toldGone: Set<UserId>;
}

/** What each socket of this process has open of posts, and what they are told of it. */
export class PostWatch implements ConnectionListener {
  readonly #database: Database;
  readonly #bus: DomainBus;
  readonly #connections: Connections;
  readonly #logger: FastifyBaseLogger;
  readonly #open = new Map<Connection, Set<PostId>>();
  readonly #openers = new Map<PostId, Set<Connection>>();
  readonly #pending = new Map<PostId, Pending>();
  /** Posts that are being told of, or were a moment ago. */
  readonly #busy = new Map<PostId, NodeJS.Timeout | null>();
  readonly #known = new Set<string>();
  readonly #running = new Set<Promise<void>>();
  #isStopped = false;

  constructor(dependencies: {
    database: Database;
    bus: DomainBus;
    connections: Connections;
    logger: FastifyBaseLogger;
  }) {
    this.#database = dependencies.database;
    this.#bus = dependencies.bus;
    this.#connections = dependencies.connections;
    this.#logger = dependencies.logger;
  }

  /** Resolves when all that happens to the post from now on is told. */
  async open(connection: Connection, postId: PostId): Promise<void> {
    // Gone while it was being let in: nobody would close this.
    if (!this.#connections.attachedOf(connection.caller.userId).has(connection)) return;
    let own = this.#open.get(connection);
    if (!own) this.#open.set(connection, (own = new Set()));
    if (!own.has(postId)) {
      for (const eldest of own) {
        if (own.size < maxOpen) break;
        this.close(connection, eldest);
      }
      this.#open.set(connection, own);
      own.add(postId);
      const openers = this.#openers.get(postId);
      if (openers) openers.add(connection);
      else {
        this.#openers.set(postId, new Set([connection]));
        this.#bus.subscribe(postTopic(postId), this.#onPostEvent);
      }
    }
    await this.#bus.ready();
  }

  close(connection: Connection, postId: PostId): void {
    const own = this.#open.get(connection);
    if (!own?.delete(postId)) return;
    if (own.size === 0) this.#open.delete(connection);
    const openers = this.#openers.get(postId);
    openers?.delete(connection);
    if (openers?.size !== 0) return;
    this.#openers.delete(postId);
    this.#bus.unsubscribe(postTopic(postId), this.#onPostEvent);
  }

  detached(connection: Connection): void {
    for (const postId of this.#open.get(connection) ?? []) this.close(connection, postId);
  }

  /** What people here do themselves comes on their own topic. */
  readonly deliver: Deliver = (event) => this.#note(event);

  /** Tells nothing any more; resolves when nothing is on its way. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    for (const timer of this.#busy.values()) if (timer) clearTimeout(timer);
    this.#pending.clear();
    await Promise.all(this.#running);
  }

  readonly #onPostEvent = (event: DomainEvent): void => this.#note(event);

  #note(event: DomainEvent): void {
    if (this.#isStopped || event.type !== 'post.changed') return;
    const { eventId, postId, authorId, actorId, change } = event;
    // It comes on two topics.
    if (this.#known.has(eventId)) return;
    this.#remember(eventId);
    const pending = this.#pending.get(postId) ?? {
      authorId,
      actorIds: new Set<UserId>(),
      isForAll: false,
      toldGone: new Set<UserId>(),
    };
    pending.actorIds.add(actorId);
    if (!isPrivate(change)) pending.isForAll = true;
    if (change === 'deleted') pending.toldGone = new Set([actorId, authorId]);
    this.#pending.set(postId, pending);
    if (!this.#busy.has(postId)) this.#wait(postId);
  }

  #remember(eventId: string): void {
    this.#known.add(eventId);
    if (this.#known.size <= maxKnown) return;
    for (const eldest of this.#known) {
      this.#known.delete(eldest);
      return;
    }
  }

  #wait(postId: PostId): void {
    const timer = setTimeout(() => {
      this.#busy.set(postId, null);
      const running = this.#tellAndRest(postId).finally(() => this.#running.delete(running));
      this.#running.add(running);
    }, 0);
    this.#busy.set(postId, timer);
  }

  async #tellAndRest(postId: PostId): Promise<void> {
    let pauseMs = maxPauseMs;
    try {
      pauseMs = Math.min((await this.#tell(postId)) * pauseMsEach, maxPauseMs);
    } catch (error) {
      this.#logger.error({ err: error }, 'could not tell of a post');
    }
    if (!this.#isStopped) this.#rest(postId, pauseMs);
  }

  #rest(postId: PostId, pauseMs: number): void {
    const timer = setTimeout(() => {
      this.#busy.delete(postId);
      if (this.#pending.has(postId)) this.#wait(postId);
    }, pauseMs);
    timer.unref();
    this.#busy.set(postId, timer);
  }

  /** @returns how many sockets were told */
  async #tell(postId: PostId): Promise<number> {
    const pending = this.#pending.get(postId);
    this.#pending.delete(postId);
    if (!pending) return 0;
    const { authorId, actorIds, toldGone } = pending;
    const audience = new Set<Connection>();
    for (const connection of this.#openers.get(postId) ?? []) {
      if (pending.isForAll || connection.caller.userId === authorId) audience.add(connection);
    }
    for (const userId of [...actorIds, ...toldGone]) {
      for (const connection of this.#connections.of(userId)) audience.add(connection);
    }
    if (audience.size === 0) return 0;
    const byPerson = Map.groupBy(audience, ({ caller }) => caller.userId);
    const seen = await countersFor(this.#database, { authorId, postId }, [...byPerson.keys()]);
    for (const { viewerId, ...counters } of seen) {
      const payload = { postId, ...shown(counters, viewerId === authorId) };
      this.#connections.send(postUpdated, payload, byPerson.get(viewerId) ?? []);
      byPerson.delete(viewerId);
    }
    // Those who do not see it, or no longer.
    for (const [userId, connections] of byPerson) {
      const lost = connections.filter(
        (connection) => this.#open.get(connection)?.has(postId) || toldGone.has(userId),
      );
      for (const connection of lost) this.close(connection, postId);
      this.#connections.send(postRemoved, { postId }, lost);
    }
    return audience.size;
  }
}

function shown(
  { editedAt, saveCount, ...counters }: SeenCounters & { editedAt: Date | null },
  isAuthor: boolean,
) {
  return {
    ...counters,
    saveCount: isAuthor ? saveCount : null,
    editedAt: editedAt?.toISOString() ?? null,
  };
}
