import { randomInt } from 'node:crypto';
import { versionsEvent } from '@xom/contract/conversations';
import type { ConversationId, UserId } from '@xom/contract/fields';
import type { FastifyBaseLogger } from 'fastify';
import type { Connections } from '../../platform/connections.ts';
import type { Database } from '../../tables.ts';
import type { Roster } from './roster.ts';
import { listAbove } from './roster.queries.ts';

/** Between two beats; below 30 s, in which a client learns that it missed something. */
const shortestPauseMs = 15_000;
const longestPauseMs = 25_000;
/** A version is repeated this long after it was first seen. */
const repeatedMs = 60_000;
const roomsPerQuery = 10_000;
const maxInFrame = 200;

/**
 * Repeats to every socket how far its conversations are, if they moved lately: a client that missed an event
 * without a break learns so. Asks the database, not the events, which may be what was lost.
 */
export class VersionBeacon {
  readonly #database: Database;
  readonly #roster: Roster;
  readonly #connections: Connections;
  readonly #logger: FastifyBaseLogger;
  readonly #moved = new Map<ConversationId, { version: number; until: number }>();
  #timer: NodeJS.Timeout | null = null;
  #beating: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(dependencies: {
    database: Database;
    roster: Roster;
    connections: Connections;
    logger: FastifyBaseLogger;
  }) {
    this.#database = dependencies.database;
    this.#roster = dependencies.roster;
    this.#connections = dependencies.connections;
    this.#logger = dependencies.logger;
  }

  start(): void {
    if (this.#isStopped) return;
    // Not all processes at the same moment.
    const pauseMs = randomInt(shortestPauseMs, longestPauseMs);
    this.#timer = setTimeout(() => {
      this.#beating = this.beat()
        .catch((error: unknown) => this.#logger.warn({ err: error }, 'versions were not repeated'))
        .finally(() => this.start());
    }, pauseMs).unref();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    await this.#beating;
  }

  /** Looks at the conversations of who is here, and repeats those that moved. */
  async beat(): Promise<void> {
    const rooms = this.#roster.versions();
    for (let start = 0; start < rooms.length; start += roomsPerQuery) {
      const above = await listAbove(this.#database, rooms.slice(start, start + roomsPerQuery));
      for (const { conversationId, version } of above) {
        this.#roster.noteVersion(conversationId, version);
        this.#moved.set(conversationId, { version, until: Date.now() + repeatedMs });
      }
    }
    this.#repeat();
  }

  #repeat(): void {
    const now = Date.now();
    const toWhom = new Map<UserId, { conversationId: ConversationId; version: number }[]>();
    for (const [conversationId, { version, until }] of this.#moved) {
      const members = this.#roster.members(conversationId);
      if (until < now || members.size === 0) {
        this.#moved.delete(conversationId);
        continue;
      }
      for (const userId of members.keys()) {
        const own = toWhom.get(userId);
        if (own) own.push({ conversationId, version });
        else toWhom.set(userId, [{ conversationId, version }]);
      }
    }
    for (const [userId, versions] of toWhom) {
      for (let start = 0; start < versions.length; start += maxInFrame) {
        const frame = versions.slice(start, start + maxInFrame);
        this.#connections.send(versionsEvent, frame, this.#connections.of(userId));
      }
    }
  }
}
