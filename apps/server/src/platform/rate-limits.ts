import type { RateClass } from '@xom/contract/define';
import { consume, limiterHere, looselySharedLimiter, sharedLimiter } from './limiters.ts';
import type { RedisConnection } from './redis-connection.ts';

/** How many calls of a class one person (or, before sign-in, one address) may make in how many seconds. */
const allowances: Record<RateClass, { points: number; seconds: number }> = {
  login: { points: 60, seconds: 60 },
  mail: { points: 10, seconds: 900 },
  read: { points: 1200, seconds: 60 },
  write: { points: 300, seconds: 60 },
  message: { points: 600, seconds: 60 },
  upload: { points: 60, seconds: 60 },
  file: { points: 6000, seconds: 60 },
};
/** What a stranger gains by is counted strictly; what everybody does all the time never waits. */
const strict: ReadonlySet<string> = new Set<RateClass>(['login', 'mail']);

export interface RateLimits {
  /** @throws Failure `rate_limited` with when to try again */
  count(rateClass: RateClass, key: string): Promise<void>;
}

/** Counts for all processes where they share a Redis, else in this one. */
export function createRateLimits({
  isOn,
  redis,
}: {
  isOn: boolean;
  redis: RedisConnection | null;
}): RateLimits {
  if (!isOn) return { count: async () => {} };
  const makers = redis && { strict: sharedLimiter(redis), loose: looselySharedLimiter(redis) };
  const limiters = new Map(
    Object.entries(allowances).map(([name, allowance]) => {
      const make = makers?.[strict.has(name) ? 'strict' : 'loose'] ?? limiterHere;
      return [name, make({ name, ...allowance })];
    }),
  );
  return {
    async count(rateClass, key) {
      const limiter = limiters.get(rateClass);
      if (limiter) await consume(limiter, key);
    },
  };
}
