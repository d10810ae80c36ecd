import type { RedisConnection } from './redis-connection.ts';
import type { RedisClient, RedisNode } from './redis-node.ts';
import { within } from './redis-node.ts';
import { RedisSubscriber } from './redis-subscriber.ts';

const checkEveryMs = 1000;
const patienceMs = 2000;
const firstPauseMs = 50;
const longestPauseMs = 1000;

/** Resolved when it is over. */
type Round = PromiseWithResolvers<void>;
const newRound = (): Round => Promise.withResolvers<void>();

/**
 * Which channels this process hears: what is wanted, and what is in effect. Works in rounds, one at a time,
 * so that wanting and not wanting a channel never overtake each other; what was in effect and broke is
 * brought back, and then counts as a gap.
 */
export class RedisSubscriptions {
  readonly #connection: RedisConnection;
  readonly #onMessage: (message: string, channel: string) => void;
  readonly #onGap: (channels: ReadonlySet<string>) => void;
  readonly #wanted = new Set<string>();
  /** In effect, and through which connection. */
  readonly #places = new Map<string, RedisSubscriber>();
  /** To be looked at in the next round. */
  #dirty = new Set<string>();
  /** Promised, and not in effect: something may be missed. */
  readonly #missed = new Set<string>();
  /** By the connection beside which each was opened. */
  readonly #subscribers = new Map<RedisClient, RedisSubscriber>();
  #running: Round | null = null;
  #next: Round = newRound();
  #isDue = false;
  #isCheckDue = false;
  #pauseMs = firstPauseMs;
  #retry: NodeJS.Timeout | null = null;
  readonly #checking: NodeJS.Timeout;
  #isClosed = false;

  /** @param onGap these channels are heard again (or at last), and something may have been missed on them */
  constructor(options: {
    connection: RedisConnection;
    onMessage: (message: string, channel: string) => void;
    onGap: (channels: ReadonlySet<string>) => void;
  }) {
    this.#connection = options.connection;
    this.#onMessage = options.onMessage;
    this.#onGap = options.onGap;
    this.#connection.onAway(() => {
      for (const subscriber of this.#subscribers.values()) this.#lose(subscriber);
      this.#schedule();
    });
    this.#connection.onUp(() => this.#schedule());
    this.#checking = setInterval(() => {
      this.#isCheckDue = true;
      this.#schedule();
    }, checkEveryMs);
  }

  want(channel: string): void {
    this.#wanted.add(channel);
    this.#touch(channel);
  }

  unwant(channel: string): void {
    this.#wanted.delete(channel);
    this.#missed.delete(channel);
    this.#touch(channel);
  }

  /**
   * Resolves when all that is wanted now is in effect, or cannot be for now: then a gap is told when it is.
   */
  async ready(): Promise<void> {
    if (!this.#connection.node) this.#giveUp(this.#dirty);
    else if (this.#dirty.size > 0) await this.#next.promise;
    else await this.#running?.promise;
  }

  close(): void {
    this.#isClosed = true;
    clearInterval(this.#checking);
    if (this.#retry) clearTimeout(this.#retry);
    for (const subscriber of this.#subscribers.values()) subscriber.end();
    this.#subscribers.clear();
    this.#next.resolve();
  }

  #touch(channel: string): void {
    this.#dirty.add(channel);
    this.#schedule();
  }

  /** At the end of this turn: what one turn wants goes together. */
  #schedule(): void {
    if (this.#isDue || this.#running || this.#isClosed) return;
    this.#isDue = true;
    queueMicrotask(() => {
      this.#isDue = false;
      void this.#run();
    });
  }

  async #run(): Promise<void> {
    for (;;) {
      const { node } = this.#connection;
      if (this.#running || this.#isClosed) return;
      if (this.#dirty.size === 0 && !this.#isCheckDue) return;
      const round = this.#next;
      this.#next = newRound();
      const isCheckDue = this.#isCheckDue;
      this.#isCheckDue = false;
      if (!node) {
        // Still dirty when Redis is back; nobody waits until then.
        this.#giveUp(this.#dirty);
        round.resolve();
        return;
      }
      this.#running = round;
      const channels = this.#dirty;
      this.#dirty = new Set();
      const failed = await this.#settle(node, channels);
      if (isCheckDue) await this.#check();
      this.#running = null;
      if (failed.length > 0) this.#tryAgain(failed);
      else this.#pauseMs = firstPauseMs;
      this.#tellGap();
      round.resolve();
    }
  }

  /** Puts into effect what is wanted of these channels. Answers those for which that failed. */
  async #settle(node: RedisNode, channels: ReadonlySet<string>): Promise<string[]> {
    const failed: string[] = [];
    const adding = new Map<RedisClient, string[]>();
    const removing = new Map<RedisSubscriber, string[]>();
    const sorted = [...channels].map(async (channel) => {
      const place = this.#places.get(channel);
      if (this.#wanted.has(channel) && !place) {
        try {
          append(adding, await node.holderOf(channel), channel);
        } catch {
          failed.push(channel);
        }
      }
      if (!this.#wanted.has(channel) && place) append(removing, place, channel);
    });
    await within(patienceMs, Promise.all(sorted)).catch(() => failed.push(...channels));
    await Promise.all([
      ...[...adding].map(async ([holder, some]) => {
        failed.push(...(await this.#add(node, holder, some)));
      }),
      ...[...removing].map(async ([subscriber, some]) => this.#remove(subscriber, some)),
    ]);
    return failed;
  }

  async #add(node: RedisNode, holder: RedisClient, channels: string[]): Promise<string[]> {
    let subscriber = this.#subscribers.get(holder);
    try {
      if (!subscriber) {
        subscriber = await RedisSubscriber.open(holder, {
          isSharded: node.isSharded,
          onMessage: this.#onMessage,
          onLost: (lost) => this.#lose(lost),
        });
        // Redis may have gone meanwhile, and with it what this would be found by.
        if (this.#connection.node !== node || this.#isClosed) {
          subscriber.end();
          return channels;
        }
        this.#subscribers.set(holder, subscriber);
      }
      const moved = await subscriber.add(channels);
      if (this.#subscribers.get(holder) !== subscriber) return channels;
      for (const channel of channels) this.#places.set(channel, subscriber);
      for (const channel of moved) this.#places.delete(channel);
      const [first] = moved;
      if (first !== undefined) await within(patienceMs, node.relearn(first));
      return moved;
    } catch {
      if (subscriber) this.#lose(subscriber);
      return channels;
    }
  }

  async #remove(subscriber: RedisSubscriber, channels: string[]): Promise<void> {
    for (const channel of channels) this.#places.delete(channel);
    try {
      await subscriber.remove(channels);
    } catch {
      this.#lose(subscriber);
    }
  }

  /** A connection has ended: what it heard is to be heard by another. */
  #lose(subscriber: RedisSubscriber): void {
    const found = [...this.#subscribers].find(([, one]) => one === subscriber);
    if (!found) return;
    this.#subscribers.delete(found[0]);
    subscriber.end();
    for (const channel of subscriber.channels) this.#places.delete(channel);
    this.#tryAgain(subscriber.channels);
  }

  /** What is wanted of these is not in effect: a gap is told when it is. */
  #giveUp(channels: Iterable<string>): void {
    for (const channel of channels) if (this.#wanted.has(channel)) this.#missed.add(channel);
  }

  #tryAgain(channels: Iterable<string>): void {
    this.#giveUp(channels);
    if (this.#retry || this.#isClosed) return;
    this.#retry = setTimeout(() => {
      this.#retry = null;
      for (const channel of this.#missed) this.#dirty.add(channel);
      this.#schedule();
    }, this.#pauseMs);
    this.#pauseMs = Math.min(longestPauseMs, this.#pauseMs * 2);
  }

  #tellGap(): void {
    const healed = new Set<string>();
    for (const channel of this.#missed) if (this.#places.has(channel)) healed.add(channel);
    for (const channel of healed) this.#missed.delete(channel);
    if (healed.size > 0) this.#onGap(healed);
  }

  async #check(): Promise<void> {
    const checks = [...this.#subscribers.values()].map(async (subscriber) =>
      subscriber.check().catch(() => this.#lose(subscriber)),
    );
    await Promise.all(checks);
  }
}

function append<Key>(map: Map<Key, string[]>, key: Key, value: string): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
