import { setTimeout as delay } from 'node:timers/promises';
import { ConversationId, UserId } from '@xom/contract/fields';
import type { FastifyBaseLogger } from 'fastify';
import type { Backplane } from './backplane.ts';
import type { PersonSummaries } from './features/accounts/person-summaries.ts';
import { recheckSessions } from './features/accounts/session-recheck.ts';
import type { Roster } from './features/conversations/roster.ts';
import type { VersionBeacon } from './features/conversations/version-beacon.ts';
import type { PresenceService } from './features/presence/presence.service.ts';
import type { Connections } from './platform/connections.ts';
import type { Database } from './tables.ts';
import { peopleTopic, userTopic } from './topics.ts';

/** While Redis is away, this long between two looks at the database, or three times what one takes. */
const lookEveryMs = 2000;
const tryAgainMs = 1000;
/** Ten thousand people in a second. */
const toldAtOnce = 500;
const tellPauseMs = 50;

/**
 * Makes this process whole after news were lost: who may be here, who is in what, who sees whom; then tells
 * the sockets concerned that something may be missing. While Redis is away, it looks again and again, so
 * that nobody goes on receiving what is no longer theirs.
 */
export class Recovery {
  readonly #database: Database;
  readonly #connections: Connections;
  readonly #summaries: PersonSummaries;
  readonly #roster: Roster;
  readonly #presence: PresenceService;
  readonly #logger: FastifyBaseLogger;
  readonly #isAway: () => boolean;
  readonly #stopped = new AbortController();
  #topics = new Set<string>();
  #healing: Promise<void> | null = null;
  #watching: Promise<void> | null = null;

  constructor(dependencies: {
    database: Database;
    backplane: Backplane;
    connections: Connections;
    summaries: PersonSummaries;
    roster: Roster;
    beacon: Pick<VersionBeacon, 'onMisplaced' | 'onBeat'>;
    presence: PresenceService;
    logger: FastifyBaseLogger;
  }) {
    this.#database = dependencies.database;
    this.#connections = dependencies.connections;
    this.#summaries = dependencies.summaries;
    this.#roster = dependencies.roster;
    this.#presence = dependencies.presence;
    this.#logger = dependencies.logger;
    const { backplane } = dependencies;
    this.#isAway = () => backplane.redis !== null && !backplane.redis.node;
    backplane.onGap((topics) => this.#mend(topics));
    dependencies.beacon.onMisplaced((userIds) => this.#mend(userIds.map(userTopic)));
    if (backplane.redis) {
      // That a session ended may be lost too.
      dependencies.beacon.onBeat(async () =>
        recheckSessions(this.#database, this.#connections, null),
      );
    }
    backplane.redis?.onAway(() => this.#startWatching());
    if (this.#isAway()) this.#startWatching();
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await Promise.all([this.#healing, this.#watching]);
  }

  #mend(topics: Iterable<string>): void {
    for (const topic of topics) this.#topics.add(topic);
    this.#healing ??= this.#heal().finally(() => {
      this.#healing = null;
    });
  }

  async #heal(): Promise<void> {
    const { signal } = this.#stopped;
    while (this.#topics.size > 0 && !signal.aborted) {
      const topics = this.#topics;
      this.#topics = new Set();
      try {
        await this.#healTopics(topics);
      } catch (error) {
        this.#logger.warn({ err: error }, 'recovery failed and is tried again');
        for (const topic of topics) this.#topics.add(topic);
        await delay(tryAgainMs, undefined, { signal }).catch(() => {});
      }
    }
  }

  async #healTopics(topics: ReadonlySet<string>): Promise<void> {
    const people = new Set<UserId>();
    const watched = new Set<UserId>();
    const concerned = new Set<UserId>();
    for (const topic of topics) {
      const [kind, id = ''] = topic.split(':');
      if (kind === 'user') people.add(UserId.parse(id));
      if (kind === 'presence') watched.add(UserId.parse(id));
      if (kind === 'room') {
        for (const userId of this.#roster.rooms.members(ConversationId.parse(id)).keys()) {
          concerned.add(userId);
        }
      }
    }
    if (topics.has(peopleTopic)) this.#summaries.forgetAll();
    await recheckSessions(this.#database, this.#connections, people);
    await this.#roster.reload(people);
    await this.#presence.reload(people);
    this.#presence.recheck(watched);
    await this.#tellResync([...concerned.union(people)]);
  }

  /** Not everybody in one moment: each of their clients asks for a sync. */
  async #tellResync(userIds: readonly UserId[]): Promise<void> {
    const { signal } = this.#stopped;
    for (let start = 0; start < userIds.length && !signal.aborted; start += toldAtOnce) {
      if (start > 0) await delay(tellPauseMs, undefined, { signal }).catch(() => {});
      for (const userId of userIds.slice(start, start + toldAtOnce)) {
        this.#connections.tellResync(this.#connections.of(userId));
      }
    }
  }

  #startWatching(): void {
    this.#watching ??= this.#watch().finally(() => {
      this.#watching = null;
    });
  }

  async #watch(): Promise<void> {
    const { signal } = this.#stopped;
    let pauseMs = lookEveryMs;
    for (;;) {
      await delay(pauseMs, undefined, { signal }).catch(() => {});
      if (signal.aborted || !this.#isAway()) return;
      const begunAt = performance.now();
      try {
        await recheckSessions(this.#database, this.#connections, null);
        await this.#roster.reload(null);
      } catch (error) {
        this.#logger.warn({ err: error }, 'nobody could be checked while Redis is away');
      }
      pauseMs = Math.max(lookEveryMs, 3 * (performance.now() - begunAt));
    }
  }
}
