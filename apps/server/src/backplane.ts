import type { FastifyBaseLogger } from 'fastify';
import type { DomainBus, DomainEvent } from './domain-events.ts';
import { LocalPresenceStore, type PresenceStore } from './features/presence/presence-store.ts';
import { RedisPresenceStore } from './features/presence/presence-store-redis.ts';
import { LocalBus } from './platform/bus.ts';
import { RedisBus } from './platform/bus-redis.ts';
import { limiterHere, type MakeLimiter, sharedLimiter } from './platform/limiters.ts';
import type { ExtraMetric } from './platform/metrics.ts';
import {
  type Counts,
  countsHere,
  countsInRedis,
  type NetworkCounts,
} from './platform/network-counts.ts';
import { RedisConnection } from './platform/redis-connection.ts';

/** What the processes of one network share beside the database; or what stands for it in a single one. */
export interface Backplane {
  bus: DomainBus;
  presence: PresenceStore;
  makeLimiter: MakeLimiter;
  /** Adds up what all processes count, of which this is what is here. */
  addUp(here: () => Counts): NetworkCounts;
  /** Null: this is the only process. */
  redis: RedisConnection | null;
  metrics: readonly ExtraMetric[];
  /** Something may have been lost on these topics, which are heard again now. */
  onGap(listener: (topics: ReadonlySet<string>) => void): void;
  close(): Promise<void>;
}

/** @throws when Redis refuses us */
export async function openBackplane(
  redisUrl: string | null,
  logger: FastifyBaseLogger,
): Promise<Backplane> {
  const onError = (error: unknown) => logger.error({ err: error }, 'delivery failed');
  if (redisUrl === null) {
    const presence = new LocalPresenceStore();
    return {
      bus: new LocalBus<DomainEvent>(onError),
      presence,
      makeLimiter: limiterHere,
      addUp: countsHere,
      redis: null,
      metrics: [],
      onGap: () => {},
      close: () => presence.stop(),
    };
  }
  const redis = await RedisConnection.open(redisUrl, logger);
  const bus = new RedisBus<DomainEvent>({ connection: redis, onError });
  const presence = new RedisPresenceStore({ redis, logger });
  return {
    bus,
    presence,
    makeLimiter: sharedLimiter(redis),
    addUp: (here) => countsInRedis(redis, here),
    redis,
    metrics: [
      ['xom_redis_up', 'Whether Redis is connected', () => (redis.node ? 1 : 0)],
      ['xom_bus_lost_events', 'Events that did not reach other processes', () => bus.lostCount],
      ['xom_bus_gaps', 'Times that events may have been missed', () => bus.gapCount],
    ],
    onGap: (listener) => bus.onGap(listener),
    async close() {
      await presence.stop();
      await bus.close();
      await redis.close();
    },
  };
}
