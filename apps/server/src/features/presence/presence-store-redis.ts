import { setTimeout as delay } from 'node:timers/promises';
import type { ConversationId, UserId } from '@xom/contract/fields';
import type { FastifyBaseLogger } from 'fastify';
import { newId } from '../../platform/identifiers.ts';
import type { RedisConnection } from '../../platform/redis-connection.ts';
import { type DeadProcess, keySeconds, PresenceKeys, type View } from './presence-keys.ts';
import {
  LocalPresenceStore,
  type PresenceListener,
  type PresenceState,
  type PresenceStore,
} from './presence-store.ts';

/** So that a death is told within 2 s: at most a life and a beat after the last one. */
const beatMs = 300;
const lifeMs = 1200;
/** Within this time whoever found a dead process clears up after it, or somebody else does. */
const leaseMs = 5000;
const refreshMs = (keySeconds * 1000) / 3;
const atOnce = 200;
const nothing: ReadonlySet<ConversationId> = new Set();

/**
 * The presence of many processes. Each says what its people do; when one dies, another says so for it.
 * While Redis is away, each knows its own people only; after that all of them are said anew.
 */
export class RedisPresenceStore implements PresenceStore {
  readonly #keys: PresenceKeys;
  readonly #logger: FastifyBaseLogger;
  readonly #here = new LocalPresenceStore();
  readonly #listeners: PresenceListener[] = [];
  readonly #stopped = new AbortController();
  readonly #tasks = new Set<Promise<unknown>>();
  readonly #puts = new Set<Promise<PresenceState>>();
  /** A new one after each time that this process was taken for dead. */
  #processId: string = newId();
  #isKnown = false;
  /** Redis was away: what was said meanwhile was said to nobody. */
  #isBehind = false;
  #catchingUp: Promise<void> | null = null;

  constructor(dependencies: { redis: RedisConnection; logger: FastifyBaseLogger }) {
    this.#keys = new PresenceKeys(dependencies.redis);
    this.#logger = dependencies.logger;
    dependencies.redis.onAway(() => {
      this.#isBehind = true;
    });
    this.#track(this.#keepBeating());
    this.#track(this.#keepRefreshing());
  }

  listen(listener: PresenceListener): void {
    this.#listeners.push(listener);
  }

  async put(userId: UserId, openIds: ReadonlySet<ConversationId> | null): Promise<PresenceState> {
    const before = this.#here.people.get(userId) ?? new Set();
    const state = this.#here.putNow(userId, openIds);
    while (this.#catchingUp) await this.#catchingUp;
    const change = {
      opened: viewsOf(userId, openIds ?? new Set(), before),
      closed: viewsOf(userId, before, openIds ?? new Set()),
    };
    const put = this.#say(this.#processId, userId, openIds, change).catch(() => {
      this.#isBehind = true;
      return state;
    });
    this.#puts.add(put);
    try {
      return await put;
    } finally {
      this.#puts.delete(put);
    }
  }

  async activeIn(conversationId: ConversationId): Promise<UserId[]> {
    try {
      return await this.#keys.listActive(conversationId);
    } catch {
      return this.#here.activeIn(conversationId);
    }
  }

  async isOnline(userId: UserId): Promise<boolean> {
    if (this.#here.people.has(userId)) return true;
    // While Redis is away, nobody is known to be elsewhere.
    return this.#keys.isOnline(userId).catch(() => false);
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await Promise.all(this.#tasks);
    await Promise.all(this.#puts);
    const own = { id: this.#processId, at: new Date(), claim: this.#processId };
    // While Redis is away, another process finds this one dead.
    await this.#clearUpAfter(own).catch(() => {});
  }

  async #say(
    processId: string,
    userId: UserId,
    openIds: ReadonlySet<ConversationId> | null,
    { opened, closed }: { opened: readonly View[]; closed: readonly View[] },
  ): Promise<PresenceState> {
    if (openIds) await this.#keys.addToProcess(processId, userId, opened);
    const stillOpen = new Set<ConversationId>();
    await Promise.all([
      ...opened.map(async (view) => this.#keys.putView(processId, view, true)),
      ...closed.map(async (view) => {
        const isOpen = await this.#keys.putView(processId, view, false);
        if (isOpen) stillOpen.add(view.conversationId);
      }),
    ]);
    const openCount = openIds ? openIds.size : null;
    const { before, after, isActive } = await this.#keys.putPerson(processId, userId, openCount);
    await this.#keys.removeFromProcess(processId, openIds ? null : userId, closed);
    return { wasOnline: before > 0, isOnline: after > 0, isActive, stillOpen };
  }

  async #keepBeating(): Promise<void> {
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      try {
        const times = { lifeMs, leaseMs };
        const { isAlive, dead } = await this.#keys.beat(this.#processId, times, this.#isKnown);
        this.#isKnown = true;
        if (!isAlive || this.#isBehind) this.#track(this.#startAnew());
        // Beside the heartbeat, which must go on.
        for (const one of dead) this.#track(this.#clearUpAfter(one));
      } catch {
        // Redis is away: its connection says so.
        this.#isBehind = true;
      }
      await delay(beatMs, undefined, { signal }).catch(() => {});
    }
  }

  /** Says all that is here under a new name; what stands under the old one is cleared. */
  async #startAnew(): Promise<void> {
    if (this.#catchingUp) return;
    this.#isBehind = false;
    const old = { id: this.#processId, at: new Date(), claim: this.#processId };
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#catchingUp = promise;
    try {
      await Promise.all(this.#puts);
      this.#processId = newId();
      this.#isKnown = false;
      await this.#keys.beat(this.#processId, { lifeMs, leaseMs }, false);
      await this.#forAllHere(async (userId, openIds) => {
        const opened = viewsOf(userId, openIds, new Set());
        const change = { opened, closed: [] };
        const state = await this.#say(this.#processId, userId, openIds, change);
        if (state.wasOnline) return;
        const turn = { userId, ...state, conversationIds: [...openIds], at: old.at };
        for (const listener of this.#listeners) listener.returned(turn);
      });
    } finally {
      this.#catchingUp = null;
      resolve();
    }
    this.#logger.warn('this process had been cut off from the others: its presence was said anew');
    await this.#clearUpAfter(old);
  }

  /** Takes out what a process has said that says nothing more, and tells whose presence ended with it. */
  async #clearUpAfter({ id, at, claim }: DeadProcess): Promise<void> {
    const { people, views } = await this.#keys.listProcess(id);
    const viewsByPerson = Map.groupBy(views, ({ userId }) => userId);
    await inParts(people, async (userId) => {
      const closed: ConversationId[] = [];
      for (const view of viewsByPerson.get(userId) ?? []) {
        const isOpen = await this.#keys.putView(id, view, false);
        if (!isOpen) closed.push(view.conversationId);
      }
      const { before, after, isActive } = await this.#keys.putPerson(id, userId, null);
      // Somebody else was quicker.
      if (before === after) return;
      const isOnline = after > 0;
      if (isOnline && closed.length === 0) return;
      const turn = { userId, isOnline, isActive, conversationIds: closed, at };
      for (const listener of this.#listeners) listener.left(turn);
    });
    await this.#keys.removeProcess(id, claim);
  }

  /** What is here must not end by itself. */
  async #keepRefreshing(): Promise<void> {
    const { signal } = this.#stopped;
    for (;;) {
      await delay(refreshMs, undefined, { signal }).catch(() => {});
      if (signal.aborted) return;
      try {
        await this.#keys.keepProcess(this.#processId);
        await this.#forAllHere(async (userId, openIds) => this.#refresh(userId, openIds));
      } catch {
        this.#isBehind = true;
      }
    }
  }

  /** What changes meanwhile is said beside this, and may be overtaken by it: then it is said once more. */
  async #refresh(userId: UserId, openIds: ReadonlySet<ConversationId>): Promise<void> {
    let before = nothing;
    for (let said: typeof openIds | null = openIds; ;) {
      for (const view of viewsOf(userId, before, said ?? nothing)) {
        await this.#keys.putView(this.#processId, view, false);
      }
      for (const view of viewsOf(userId, said ?? nothing, nothing)) {
        await this.#keys.putView(this.#processId, view, true);
      }
      await this.#keys.putPerson(this.#processId, userId, said?.size ?? null);
      const now = this.#here.people.get(userId) ?? null;
      if (now === said) return;
      [before, said] = [said ?? nothing, now];
    }
  }

  #track(task: Promise<unknown>): void {
    const running = task
      .catch(() => {
        this.#isBehind = true;
      })
      .finally(() => this.#tasks.delete(running));
    this.#tasks.add(running);
  }

  async #forAllHere(
    act: (userId: UserId, openIds: ReadonlySet<ConversationId>) => Promise<void>,
  ): Promise<void> {
    await inParts([...this.#here.people.keys()], async (userId) => {
      const openIds = this.#here.people.get(userId);
      if (openIds) await act(userId, openIds);
    });
  }
}

function viewsOf(
  userId: UserId,
  openIds: ReadonlySet<ConversationId>,
  but: ReadonlySet<ConversationId>,
): View[] {
  const views: View[] = [];
  for (const conversationId of openIds) {
    if (!but.has(conversationId)) views.push({ userId, conversationId });
  }
  return views;
}

async function inParts<Item>(
  items: readonly Item[],
  act: (item: Item) => Promise<void>,
): Promise<void> {
  for (let start = 0; start < items.length; start += atOnce) {
    await Promise.all(items.slice(start, start + atOnce).map(act));
  }
}
