import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterRes,
} from 'rate-limiter-flexible';
import { Failure } from './failure.ts';
import type { RedisConnection } from './redis-connection.ts';

/** How often something may happen: so many points in so many seconds. */
export interface Limit {
  name: string;
  points: number;
  seconds: number;
}

/** Counts what happens, by key. */
export type Limiter = Pick<RateLimiterAbstract, 'consume' | 'reward' | 'delete'>;

/** Makes what counts for a limit. */
export type MakeLimiter = (limit: Limit) => Limiter;

/** Longer than this, nobody waits for a count: this process's own has to do. */
const patienceMs = 250;
const tellEveryMs = 100;

/** Counts in this process. */
export const limiterHere: MakeLimiter = ({ points, seconds }) =>
  new RateLimiterMemory({ points, duration: seconds });

/** Counts for all processes in Redis, and in this process while Redis is away. */
export function sharedLimiter(redis: RedisConnection): MakeLimiter {
  return (limit) => inRedis(redis, limit, new RateLimiterMemory(optionsOf(limit)));
}

/**
 * Counts in this process at once, and for all processes a little later: nobody waits, and a limit may be
 * overstepped by what happens on several processes within a moment.
 */
export function looselySharedLimiter(redis: RedisConnection): MakeLimiter {
  return (limit) => new LooseLimiter(limit, inRedis(redis, limit));
}

/**
 * Takes one point of `key`.
 * @throws Failure `rate_limited` with when to try again
 */
export async function consume(limiter: Limiter, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    throw new Failure('rate_limited', undefined, Math.ceil(refusal.msBeforeNext / 1000));
  }
}

function optionsOf({ points, seconds }: Limit) {
  return { points, duration: seconds };
}

/** @param insurance counts while Redis is away */
function inRedis(
  redis: RedisConnection,
  limit: Limit,
  insurance?: RateLimiterMemory,
): RateLimiterRedis {
  return new RateLimiterRedis({
    ...optionsOf(limit),
    keyPrefix: `limit:${limit.name}`,
    ...(insurance && { insuranceLimiter: insurance }),
    // The two commands of node-redis that the library needs for what a `Limiter` does.
    useRedisPackage: true,
    storeClient: {
      eval: async (
        script: string,
        { keys: [key = ''], arguments: values }: { keys: string[]; arguments: string[] },
      ) => redis.evaluate(script, key, values, patienceMs),
      del: async (key: string) => redis.command('DEL', key),
    },
  });
}

class LooseLimiter implements Limiter {
  readonly #here: RateLimiterMemory;
  readonly #everywhere: RateLimiterRedis;
  /** What the others have not been told yet. */
  readonly #untold = new Map<string, number>();
  #isTelling = false;

  constructor(limit: Limit, everywhere: RateLimiterRedis) {
    this.#here = new RateLimiterMemory(optionsOf(limit));
    this.#everywhere = everywhere;
  }

  async consume(key: string): Promise<RateLimiterRes> {
    const result = await this.#here.consume(key);
    this.#count(key, 1);
    return result;
  }

  async reward(key: string): Promise<RateLimiterRes> {
    this.#count(key, -1);
    return this.#here.reward(key);
  }

  async delete(key: string): Promise<boolean> {
    this.#untold.delete(key);
    await this.#everywhere.delete(key).catch(() => false);
    return this.#here.delete(key);
  }

  #count(key: string, points: number): void {
    this.#untold.set(key, (this.#untold.get(key) ?? 0) + points);
    if (this.#isTelling) return;
    this.#isTelling = true;
    setTimeout(() => {
      this.#isTelling = false;
      for (const [one, count] of this.#untold) void this.#tell(one, count);
      this.#untold.clear();
    }, tellEveryMs).unref();
  }

  async #tell(key: string, points: number): Promise<void> {
    try {
      await this.#learn(key, await this.#everywhere.consume(key, points));
    } catch (refusal) {
      // Not a refusal: Redis is away, and what is counted here has to do.
      if (refusal instanceof RateLimiterRes) await this.#learn(key, refusal);
    }
  }

  async #learn(key: string, { consumedPoints, msBeforeNext }: RateLimiterRes): Promise<void> {
    const points = consumedPoints + (this.#untold.get(key) ?? 0);
    await this.#here.set(key, points, Math.max(1, Math.ceil(msBeforeNext / 1000)));
  }
}
