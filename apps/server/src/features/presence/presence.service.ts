import { setTimeout as delay } from 'node:timers/promises';
import type { ConversationId, UserId } from '@xom/contract/fields';
import type { FastifyBaseLogger } from 'fastify';
import type { DomainBus } from '../../domain-events.ts';
import { Batched } from '../../platform/batched.ts';
import type { Connection, ConnectionListener, Connections } from '../../platform/connections.ts';
import type { Database } from '../../tables.ts';
import { presenceTopic, roomTopic } from '../../topics.ts';
import type { OpenViews } from '../conversations/open-views.ts';
import type { Deliver } from '../conversations/roster.ts';
import { listBlocksEitherWay } from '../people/people.queries.ts';
import type { PresenceEvent } from './presence.events.ts';
import { findLastSeen, listReserved, setLastSeen } from './presence.queries.ts';
import { PresenceSight } from './presence-sight.ts';
import type { PresenceState, PresenceStore, PresenceTurn } from './presence-store.ts';
import { tellSightChange } from './sight-changes.ts';

/** Longer than any process takes to be connected to Redis again and say who is there. */
const sayAnewMs = 3000;
const notStored = 'last seen was not stored';

/** What a person does in this process at one moment; `openIds` null: they are not connected. */
type Here = ReadonlySet<ConversationId> | null;

/**
 * Who is online (has a socket that receives, on whatever process) and active (has a conversation open).
 * Tells those in a direct conversation with the person and their friends on `presence:<userId>`, and
 * whoever has the same conversation open on its room.
 */
export class PresenceService implements ConnectionListener {
  readonly #database: Database;
  readonly #bus: DomainBus;
  readonly #connections: Connections;
  readonly #store: PresenceStore;
  readonly #logger: FastifyBaseLogger;
  readonly #sight: PresenceSight;
  /** Those of whom the store has been told. */
  readonly #told = new Set<UserId>();
  /** By person: the last step of what is being told of them. */
  readonly #steps = new Map<UserId, Promise<void>>();
  readonly #running = new Set<Promise<void>>();
  /** Many go at once when their network does. */
  readonly #lastSeen: Batched<{ userId: UserId; at: Date }, void>;
  readonly #stopped = new AbortController();

  constructor(dependencies: {
    database: Database;
    bus: DomainBus;
    connections: Connections;
    openViews: OpenViews;
    store: PresenceStore;
    logger: FastifyBaseLogger;
  }) {
    this.#database = dependencies.database;
    this.#bus = dependencies.bus;
    this.#connections = dependencies.connections;
    this.#store = dependencies.store;
    this.#logger = dependencies.logger;
    this.#sight = new PresenceSight(dependencies);
    const { database } = dependencies;
    this.#lastSeen = new Batched(async (seen) => {
      await setLastSeen(database, seen);
      return seen.map(() => {});
    });
    dependencies.openViews.listen(async ({ caller: { userId } }, conversationId) => {
      // What they open before is told when they come.
      if (this.#told.has(userId)) await this.#say(userId, [conversationId]);
    });
    dependencies.store.listen({
      left: (turn) => this.#track(this.#tellLeft(turn), 'a death was not told'),
      returned: (turn) => this.#tellReturned(turn),
    });
  }

  addDeliverer(deliver: Deliver): void {
    this.#sight.addDeliverer(deliver);
  }

  watchersOf(userId: UserId): ReadonlySet<UserId> {
    return this.#sight.watchersOf(userId);
  }

  /** See `PresenceSight.isBlockedWith`. */
  isBlockedWith(viewerId: UserId, userId: UserId): boolean {
    return this.#sight.isBlockedWith(viewerId, userId);
  }

  async began(connection: Connection): Promise<void> {
    const { userId } = connection.caller;
    await this.#sight.meet(userId);
    if (!this.#connections.isReceiving(connection)) return;
    this.#told.add(userId);
    // Views hold conversation ids; a socket may open some before it receives. Awaited, so that who comes
    // here and only then goes elsewhere was never away.
    await this.#say(userId, [...connection.views] as ConversationId[]);
  }

  detached(connection: Connection, wasReceiving: boolean): void {
    if (!wasReceiving) return;
    const { userId } = connection.caller;
    const isGone = this.#connections.of(userId).size === 0;
    if (!this.#told.has(userId)) {
      if (isGone) this.#track(this.#lastSeen.ask({ userId, at: new Date() }), notStored);
    } else if (isGone || connection.views.size > 0) {
      // Views hold conversation ids.
      void this.#say(userId, [...connection.views] as ConversationId[]);
    }
    if (!isGone) return;
    this.#told.delete(userId);
    this.#sight.forget(userId);
  }

  /** A person was taken out of a conversation: what they had open of it is not open any more. */
  lookedAway(userId: UserId): void {
    if (this.#told.has(userId)) void this.#say(userId, []);
  }

  /** Lets `watcherId` see the presence of `userId` from now on, unless something stands between them. */
  watch(watcherId: UserId, userId: UserId): void {
    this.#sight.begin(watcherId, userId);
    // A block may have overtaken the news of what lets them.
    this.review(watcherId, userId);
  }

  /**
   * A block came between them: ends at once that `watcherId` hears of `userId`, and that looking at their
   * direct conversation is told.
   */
  unwatch(watcherId: UserId, userId: UserId, conversationId: ConversationId | null): void {
    this.#sight.end(watcherId, userId, conversationId);
    // It may have been taken back, and the news of that been here before.
    this.review(watcherId, userId);
  }

  /** Something between the two changed: looks again whether `watcherId` may see the presence of `userId`. */
  review(watcherId: UserId, userId: UserId): void {
    this.#track(this.#sight.review(watcherId, userId), 'presence was not reviewed');
  }

  /** A person let others see their presence, or no longer. */
  sightChanged(userId: UserId): void {
    this.#track(this.#followSightChange(userId), 'a change of who sees presence was not followed');
  }

  async #followSightChange(userId: UserId): Promise<void> {
    const parts = { database: this.#database, sight: this.#sight, store: this.#store };
    await tellSightChange(parts, userId);
    if (!this.#told.has(userId)) return;
    const openIds = [...(this.#here(userId) ?? [])];
    await this.#sight.reload([userId]);
    for (const conversationId of openIds) {
      if (!this.#sight.isSilent(userId, conversationId)) continue;
      // Whoever looks at it too has seen them there; those who still may are told anew just below.
      const gone = { userId, isOnline: false, isActive: false, lastSeen: null };
      const view = { conversationId, isOpen: false };
      const event = { type: 'presence.updated', ...gone, view, isQuiet: false, to: null } as const;
      this.#bus.publish(roomTopic(conversationId), event);
    }
    await this.#say(userId, openIds);
  }

  /** See `PresenceSight.reload`. */
  async reload(userIds: Iterable<UserId> | null): Promise<void> {
    await this.#sight.reload(userIds);
  }

  /**
   * What was heard of these people may be old: looks once all processes have had the time to say anew who is
   * there, and tells those who watch them here what is different now.
   */
  recheck(userIds: Iterable<UserId>): void {
    const heard = [...userIds].filter((userId) => this.#sight.heardOf(userId) !== undefined);
    if (heard.length > 0) this.#track(this.#recheck(heard), 'presence was not looked up again');
  }

  async #recheck(userIds: readonly UserId[]): Promise<void> {
    const { signal } = this.#stopped;
    await delay(sayAnewMs, undefined, { signal }).catch(() => {});
    if (signal.aborted) return;
    for (const userId of userIds) {
      const isOnline = await this.#store.isOnline(userId);
      if (isOnline === this.#sight.heardOf(userId)) continue;
      const lastSeen = isOnline ? null : await findLastSeen(this.#database, userId);
      const person = { userId, isOnline, isActive: false, lastSeen };
      const event = { type: 'presence.updated', ...person, view: null, isQuiet: true } as const;
      this.#sight.hear({ ...event, to: null });
    }
  }

  /** Nothing is being looked up, told or written any more. */
  async drained(): Promise<void> {
    this.#stopped.abort();
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  /**
   * Says what a person does here now, and tells what changed by it. Never rejects.
   * @param touched the conversations that were opened or closed
   */
  async #say(userId: UserId, touched: readonly ConversationId[]): Promise<void> {
    const here = this.#here(userId);
    const at = new Date();
    const silent = new Set(touched.filter((id) => this.#sight.isSilent(userId, id)));
    // One after the other: each answer of the store stands for one moment.
    const step = (this.#steps.get(userId) ?? Promise.resolve())
      .then(async () => this.#store.put(userId, here))
      .then(async (state) => {
        this.#tellChange({ userId, here, touched, silent, at }, state);
        if (!here && !state.isOnline) {
          this.#track(this.#lastSeen.ask({ userId, at }), notStored);
        }
      });
    const last = step
      .catch(() => {})
      .finally(() => {
        if (this.#steps.get(userId) === last) this.#steps.delete(userId);
      });
    this.#steps.set(userId, last);
    this.#track(step, 'presence was not told');
    await last;
  }

  #here(userId: UserId): Here {
    const connections = this.#connections.of(userId);
    if (connections.size === 0) return null;
    const openIds = new Set<ConversationId>();
    for (const { views } of connections) {
      for (const view of views) openIds.add(view as ConversationId);
    }
    return openIds;
  }

  #tellChange(
    change: {
      userId: UserId;
      here: Here;
      touched: readonly ConversationId[];
      silent: ReadonlySet<ConversationId>;
      at: Date;
    },
    { wasOnline, isOnline, isActive, stillOpen }: PresenceState,
  ): void {
    const { userId, here, touched, silent, at } = change;
    const lastSeen = isOnline ? null : at.toISOString();
    const person = { userId, isOnline, isActive, lastSeen };
    const hasCome = here !== null && !wasOnline;
    const hasGone = here === null && !isOnline;
    if (hasCome || (hasGone && touched.length === 0)) this.#tell(person, null, false);
    for (const conversationId of touched) {
      const isOpen = (here?.has(conversationId) ?? false) || stillOpen.has(conversationId);
      this.#tell(person, { conversationId, isOpen }, silent.has(conversationId));
    }
  }

  async #tellLeft({
    userId,
    isOnline,
    isActive,
    conversationIds,
    at,
  }: PresenceTurn): Promise<void> {
    const lastSeen = isOnline ? null : at.toISOString();
    const person = { userId, isOnline, isActive, lastSeen };
    if (!isOnline) this.#track(this.#lastSeen.ask({ userId, at }), notStored);
    if (conversationIds.length === 0) this.#tell(person, null, false);
    if (conversationIds.length === 0) return;
    const [blocks, reserved] = await Promise.all([
      listBlocksEitherWay(this.#database, [userId]),
      listReserved(this.#database, [userId]),
    ]);
    const silent = new Set(blocks.map((block) => block.conversationId));
    for (const conversationId of conversationIds) {
      const isSilent = reserved.length > 0 || silent.has(conversationId);
      this.#tell(person, { conversationId, isOpen: false }, isSilent);
    }
  }

  #tellReturned({ userId, isOnline, isActive, conversationIds }: PresenceTurn): void {
    const person = { userId, isOnline, isActive, lastSeen: null };
    this.#tell(person, null, false);
    for (const conversationId of conversationIds) {
      const isSilent = this.#sight.isSilent(userId, conversationId);
      this.#tell(person, { conversationId, isOpen: true }, isSilent);
    }
  }

  #tell(
    person: Pick<PresenceEvent, 'userId' | 'isOnline' | 'isActive' | 'lastSeen'>,
    view: PresenceEvent['view'],
    isSilent: boolean,
  ): void {
    const isQuiet = isSilent;
    const event: PresenceEvent = { type: 'presence.updated', ...person, view, isQuiet, to: null };
    this.#bus.publish(presenceTopic(person.userId), event);
    if (view && !isSilent) this.#bus.publish(roomTopic(view.conversationId), event);
  }

  #track(task: Promise<void>, failure: string): void {
    const running = task
      .catch((error: unknown) => this.#logger.error({ err: error }, failure))
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
  }
}
