import type { ConversationId, UserId } from '@xom/contract/fields';
import { z } from 'zod';
import type { RedisConnection } from '../../platform/redis-connection.ts';

/**
 * Presence as keys of Redis, each changed by one script or command on it alone, so that they may lie on
 * different servers:
 * - `user:<id>:online`: process → how many conversations the person has open there
 * - `room:<id>:active`: "<user> <process>", for each person who looks at it on that process
 * - `process:<id>:people`, `process:<id>:views`: what is to be cleared when the process dies
 * - `processes`: process → its last heartbeat, by the clock of Redis
 * The first two end by themselves when nobody refreshes them.
 */
export const keySeconds = 120;
const noteSeconds = 3600;

const putPerson = `
local before = redis.call('HLEN', KEYS[1])
if ARGV[2] == '' then
  redis.call('HDEL', KEYS[1], ARGV[1])
else
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
  redis.call('EXPIRE', KEYS[1], ARGV[3])
end
local open = redis.call('HVALS', KEYS[1])
local active = 0
for _, count in ipairs(open) do if count ~= '0' then active = 1 end end
return {before, #open, active}`;

const putView = `
local view = ARGV[1] .. ' ' .. ARGV[2]
if ARGV[3] == '' then
  redis.call('HDEL', KEYS[1], view)
else
  redis.call('HSET', KEYS[1], view, '')
  redis.call('EXPIRE', KEYS[1], ARGV[4])
  return 1
end
for _, other in ipairs(redis.call('HKEYS', KEYS[1])) do
  if string.sub(other, 1, #ARGV[1]) == ARGV[1] then return 1 end
end
return 0`;

/**
 * Says that a process lives, and claims those that have not said so for long: each for a while, after which
 * another may claim it. Whoever was silent as long itself does not judge: it may be Redis that stood still.
 */
const beat = `
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local life = tonumber(ARGV[2])
local mine = redis.call('ZSCORE', KEYS[1], ARGV[1])
if not mine and ARGV[4] == 'known' then return {0, {}} end
redis.call('ZADD', KEYS[1], now, ARGV[1])
local claimed = {}
if mine and now - mine <= life then
  for _, name in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now - life, 'LIMIT', 0, 10)) do
    local score = redis.call('ZSCORE', KEYS[1], name)
    redis.call('ZREM', KEYS[1], name)
    if string.sub(name, 1, 5) ~= 'dead ' then name = 'dead ' .. score .. ' ' .. name end
    redis.call('ZADD', KEYS[1], now + ARGV[3] - life, name)
    claimed[#claimed + 1] = name
  end
end
return {1, claimed}`;

const PersonAnswer = z.tuple([z.number(), z.number(), z.number()]);
const BeatAnswer = z.tuple([z.number(), z.array(z.string())]);
const Strings = z.array(z.string());

/** A process that died, claimed by this one. */
export interface DeadProcess {
  id: string;
  /** When it last gave a sign of life. */
  at: Date;
  /** Its name among the processes while it is being cleared. */
  claim: string;
}

export interface View {
  userId: UserId;
  conversationId: ConversationId;
}

/** Reads and writes those keys. Everything throws while Redis is away. */
export class PresenceKeys {
  readonly #redis: RedisConnection;

  constructor(redis: RedisConnection) {
    this.#redis = redis;
  }

  /** @param openCount null: not connected to that process */
  async putPerson(
    processId: string,
    userId: UserId,
    openCount: number | null,
  ): Promise<{ before: number; after: number; isActive: boolean }> {
    const values = [processId, openCount === null ? '' : `${openCount}`, `${keySeconds}`];
    const answer = await this.#redis.evaluate(putPerson, `user:${userId}:online`, values);
    const [before, after, active] = PersonAnswer.parse(answer);
    return { before, after, isActive: active === 1 };
  }

  async isOnline(userId: UserId): Promise<boolean> {
    return (await this.#redis.command('EXISTS', `user:${userId}:online`)) === 1;
  }

  /** Answers whether the person looks at it after this, on any process. */
  async putView(processId: string, view: View, isOpen: boolean): Promise<boolean> {
    const values = [view.userId, processId, isOpen ? 'open' : '', `${keySeconds}`];
    const key = `room:${view.conversationId}:active`;
    return (await this.#redis.evaluate(putView, key, values)) === 1;
  }

  async listActive(conversationId: ConversationId): Promise<UserId[]> {
    const answer = await this.#redis.command('HKEYS', `room:${conversationId}:active`);
    const ids = Strings.parse(answer).map((view) => view.split(' ')[0] ?? '');
    // `putView` wrote them.
    return [...new Set(ids)] as UserId[];
  }

  /** Written before what it names, and removed after: nothing that a dead process wrote is forgotten. */
  async addToProcess(processId: string, userId: UserId, views: readonly View[]): Promise<void> {
    await Promise.all([
      this.#redis.command('SADD', peopleKey(processId), userId),
      views.length > 0 &&
        this.#redis.command('SADD', viewsKey(processId), ...views.map(nameOfView)),
    ]);
  }

  async removeFromProcess(
    processId: string,
    userId: UserId | null,
    views: readonly View[],
  ): Promise<void> {
    await Promise.all([
      userId !== null && this.#redis.command('SREM', peopleKey(processId), userId),
      views.length > 0 &&
        this.#redis.command('SREM', viewsKey(processId), ...views.map(nameOfView)),
    ]);
  }

  /** Lets what is noted of a process outlive it long enough for another to find it. */
  async keepProcess(processId: string): Promise<void> {
    for (const key of [peopleKey(processId), viewsKey(processId)]) {
      await this.#redis.command('EXPIRE', key, `${noteSeconds}`);
    }
  }

  /** Who was connected to a process, and what they looked at there. */
  async listProcess(processId: string): Promise<{ people: UserId[]; views: View[] }> {
    const [people, views] = await Promise.all([
      this.#redis.command('SMEMBERS', peopleKey(processId)),
      this.#redis.command('SMEMBERS', viewsKey(processId)),
    ]);
    return {
      // `addToProcess` wrote them.
      people: Strings.parse(people) as UserId[],
      views: Strings.parse(views).map((name) => {
        const [conversationId, userId] = name.split(' ');
        return { conversationId, userId } as View;
      }),
    };
  }

  /** @param name the process itself, or the claim of a dead one */
  async removeProcess(processId: string, name: string): Promise<void> {
    await this.#redis.command('DEL', peopleKey(processId));
    await this.#redis.command('DEL', viewsKey(processId));
    await this.#redis.command('ZREM', 'processes', name);
  }

  /**
   * Says that a process lives.
   * @param isKnown it said so before: when Redis does not know that any more, it was taken for dead
   */
  async beat(
    processId: string,
    times: { lifeMs: number; leaseMs: number },
    isKnown: boolean,
  ): Promise<{ isAlive: boolean; dead: DeadProcess[] }> {
    const values = [processId, `${times.lifeMs}`, `${times.leaseMs}`, isKnown ? 'known' : 'new'];
    const answer = await this.#redis.evaluate(beat, 'processes', values);
    const [alive, claims] = BeatAnswer.parse(answer);
    return {
      isAlive: alive === 1,
      dead: claims.map((claim) => {
        const [, at, id = ''] = claim.split(' ');
        return { id, at: new Date(Number(at)), claim };
      }),
    };
  }
}

const peopleKey = (processId: string): string => `process:${processId}:people`;
const viewsKey = (processId: string): string => `process:${processId}:views`;
const nameOfView = ({ conversationId, userId }: View): string => `${conversationId} ${userId}`;
