import type { RateClass } from '@xom/contract/define';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Failure } from './failure.ts';

/** How many calls of a class one person (or, before sign-in, one address) may make in how many seconds. */
const allowances: Record<RateClass, { points: number; durationSeconds: number }> = {
  login: { points: 60, durationSeconds: 60 },
  mail: { points: 10, durationSeconds: 900 },
  read: { points: 1200, durationSeconds: 60 },
  write: { points: 300, durationSeconds: 60 },
  message: { points: 600, durationSeconds: 60 },
  upload: { points: 60, durationSeconds: 60 },
  file: { points: 6000, durationSeconds: 60 },
};

export interface RateLimits {
  /** @throws Failure `rate_limited` with when to try again */
  count(rateClass: RateClass, key: string): Promise<void>;
}

/** Counts in this process. */
export function createRateLimits({ isOn }: { isOn: boolean }): RateLimits {
  if (!isOn) return { count: async () => {} };
  const limiters = new Map(
    Object.entries(allowances).map(([rateClass, { points, durationSeconds }]) => [
      rateClass,
      new RateLimiterMemory({ points, duration: durationSeconds }),
    ]),
  );
  return {
    async count(rateClass, key) {
      const limiter = limiters.get(rateClass);
      if (limiter) await consume(limiter, key);
    },
  };
}

/**
 * Takes one point of `key`.
 * @throws Failure `rate_limited` with when to try again
 */
export async function consume(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    throw new Failure('rate_limited', undefined, Math.ceil(refusal.msBeforeNext / 1000));
  }
}
