import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyBaseLogger } from 'fastify';
import { type RedisAddress, readRedisAddress } from './redis-address.ts';
import { connectRedis, type RedisNode, within } from './redis-node.ts';

/** How often the connection is looked at, and how long an answer may take before it counts as broken. */
const checkEveryMs = 1000;
const patienceMs = 2000;
const firstPauseMs = 50;
const longestPauseMs = 1000;
/** A server that starts while Redis is away does not wait longer than this. */
const startPatienceMs = 5000;

/**
 * The connection to Redis. It comes back by itself, and nobody waits for it: while it is away, what is
 * asked of it fails at once.
 */
export class RedisConnection {
  readonly #address: RedisAddress;
  readonly #logger: FastifyBaseLogger;
  readonly #onUp: (() => void)[] = [];
  readonly #onAway: (() => void)[] = [];
  #node: RedisNode | null = null;
  readonly #closing = new AbortController();
  #hasStarted = false;
  #keeping: Promise<void> = Promise.resolve();

  private constructor(address: RedisAddress, logger: FastifyBaseLogger) {
    this.#address = address;
    this.#logger = logger;
  }

  /**
   * Connects, or keeps trying when Redis is away.
   * @param url see `readRedisAddress`
   * @throws RedisRefusal a wrong password, say
   */
  static async open(url: string, logger: FastifyBaseLogger): Promise<RedisConnection> {
    const address = readRedisAddress(url);
    if (!address) throw new Error('REDIS_URL names no Redis');
    const connection = new RedisConnection(address, logger);
    const first = Promise.withResolvers<void>();
    connection.#keeping = connection.#keep(first);
    const started = new AbortController();
    try {
      await Promise.race([
        first.promise,
        delay(startPatienceMs, undefined, { signal: started.signal }),
      ]);
    } catch (error) {
      await connection.close();
      throw new RedisRefusal(`Redis refuses us: ${messageOf(error)}`, { cause: error });
    } finally {
      connection.#hasStarted = true;
      started.abort();
    }
    return connection;
  }

  /** What is connected now; null while Redis is away. */
  get node(): RedisNode | null {
    return this.#node;
  }

  /** Called each time it is connected, the first time too when it was not yet. */
  onUp(listener: () => void): void {
    this.#onUp.push(listener);
  }

  onAway(listener: () => void): void {
    this.#onAway.push(listener);
  }

  /** Runs a script on one key. @throws when Redis is away, or does not answer in time */
  async evaluate(
    script: string,
    key: string,
    values: readonly string[],
    withinMs = patienceMs,
  ): Promise<unknown> {
    return within(withinMs, this.#required().evaluate(script, key, values));
  }

  /** Sends one command on one key: its name, the key, the rest. @throws as `evaluate` does */
  async command(name: string, key: string, ...values: string[]): Promise<unknown> {
    return within(patienceMs, this.#required().command(key, [name, key, ...values]));
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#node?.end();
    await this.#keeping;
  }

  #required(): RedisNode {
    if (!this.#node) throw new RedisAway();
    return this.#node;
  }

  async #keep(first: PromiseWithResolvers<void>): Promise<void> {
    let pauseMs = firstPauseMs;
    let isTold = false;
    for (;;) {
      const { node, reason } = await this.#connect(first);
      if (this.#closing.signal.aborted) {
        node?.end();
        break;
      }
      if (!node) {
        if (!isTold) this.#logger.warn({ err: reason }, 'Redis is away');
        isTold = true;
        await this.#pause(pauseMs);
        pauseMs = Math.min(longestPauseMs, pauseMs * 2);
        continue;
      }
      if (isTold) this.#logger.warn('Redis is back');
      isTold = false;
      pauseMs = firstPauseMs;
      this.#node = node;
      for (const listener of this.#onUp) listener();
      first.resolve();
      await Promise.race([node.ended, untilSilent(node)]);
      this.#node = null;
      node.end();
      for (const listener of this.#onAway) listener();
    }
    first.resolve();
  }

  async #pause(ms: number): Promise<void> {
    // Closing ends it early.
    await delay(ms, undefined, { signal: this.#closing.signal }).catch(() => {});
  }

  async #connect(
    first: PromiseWithResolvers<void>,
  ): Promise<{ node: RedisNode | null; reason?: unknown }> {
    try {
      return { node: await connectRedis(this.#address) };
    } catch (error) {
      // Away may pass; a refusal does not. A running server waits for that too.
      if (/^(WRONGPASS|NOAUTH|NOPERM|ERR)/.test(messageOf(error)) && !this.#hasStarted) {
        first.reject(error);
        this.#closing.abort();
      }
      return { node: null, reason: error };
    }
  }
}

/** Redis is there, and does not let us in. */
export class RedisRefusal extends Error {}

/** What is asked of Redis while it is away. */
export class RedisAway extends Error {
  override readonly message = 'Redis is away';
}

/** Resolves when it does not answer any more: a connection may hang without breaking. */
async function untilSilent(node: RedisNode): Promise<void> {
  const end = new AbortController();
  void node.ended.then(() => end.abort());
  try {
    for (;;) {
      await delay(checkEveryMs, undefined, { signal: end.signal });
      await within(patienceMs, node.ping());
    }
  } catch {
    // It ended, or it is silent: either way it is of no use any more.
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
