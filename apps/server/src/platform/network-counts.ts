import { z } from 'zod';
import { newId } from './identifiers.ts';
import type { RedisConnection } from './redis-connection.ts';

/** How many are here now. */
export interface Counts {
  onlineUsers: number;
  openSockets: number;
}

/** Counts what is connected to the whole network. */
export interface NetworkCounts {
  /** A person who is connected to several processes counts for each. */
  total(): Promise<Counts>;
  stop(): Promise<void>;
}

const key = 'network:counts';
const sayEveryMs = 2000;
/** A process that has not said its counts for so long counts no more. */
const lifeMs = 10_000;

/** One field for each process, with when it was said by the clock of Redis; those of the dead go. */
const say = `
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
redis.call('HSET', KEYS[1], ARGV[1], string.format('%d %s %s', now, ARGV[2], ARGV[3]))
redis.call('PEXPIRE', KEYS[1], ARGV[4])
local users, sockets = 0, 0
local said = redis.call('HGETALL', KEYS[1])
for index = 1, #said, 2 do
  local at, some, more = string.match(said[index + 1], '(%d+) (%d+) (%d+)')
  if now - at > tonumber(ARGV[4]) then
    redis.call('HDEL', KEYS[1], said[index])
  else
    users, sockets = users + some, sockets + more
  end
end
return {users, sockets}`;
const Answer = z.tuple([z.number(), z.number()]);

/** The counts of a single process. */
export function countsHere(here: () => Counts): NetworkCounts {
  return { total: async () => here(), stop: async () => {} };
}

/** Each process says its own now and then, and whoever asks adds them up; while Redis is away, its own are all. */
export function countsInRedis(redis: RedisConnection, here: () => Counts): NetworkCounts {
  const processId = newId();
  const total = async (): Promise<Counts> => {
    const { onlineUsers, openSockets } = here();
    const values = [processId, `${onlineUsers}`, `${openSockets}`, `${lifeMs}`];
    try {
      const [users, sockets] = Answer.parse(await redis.evaluate(say, key, values));
      return { onlineUsers: users, openSockets: sockets };
    } catch {
      return { onlineUsers, openSockets };
    }
  };
  const timer = setInterval(() => void total(), sayEveryMs).unref();
  return {
    total,
    async stop() {
      clearInterval(timer);
      // Else it goes by its age.
      await redis.command('HDEL', key, processId).catch(() => {});
    },
  };
}
