import { randomInt } from 'node:crypto';
import { resync, versionsEvent } from '@xom/contract/conversations';
import type { ConversationId, UserId } from '@xom/contract/fields';
import type { FastifyBaseLogger } from 'fastify';
import type { Connections } from '../../platform/connections.ts';
import type { Database } from '../../tables.ts';
import type { Roster } from './roster.ts';
import { countPlaces, findPlaces, listAbove } from './roster.queries.ts';

/** Between two beats at least this part of what is set: not all processes at the same moment. */
const shortestPause = 0.6;
/** A version is repeated this long after it was first seen. */
const repeatedMs = 60_000;
const roomsPerQuery = 10_000;
const peoplePerQuery = 1000;
const placesPerQuery = 1000;
const maxInFrame = 200;

/**
 * Repeats to every socket how far its conversations are, if they moved lately, and that it lost one: a client
 * that missed an event without a break learns so. Asks the database, not the events, which may be what was
 * lost; and so finds out, too, what this process was not told itself.
 */
export class VersionBeacon {
  readonly #database: Database;
  readonly #roster: Roster;
  readonly #connections: Connections;
  readonly #logger: FastifyBaseLogger;
  readonly #longestPauseMs: number;
  #onMisplaced: (userIds: readonly UserId[]) => void = () => {};
  #onBeat: () => Promise<void> = async () => {};
  readonly #moved = new Map<ConversationId, { version: number; until: number }>();
  /** Who was taken out of something, and until when that is repeated. */
  readonly #takenOut = new Map<UserId, number>();
  #timer: NodeJS.Timeout | null = null;
  #beating: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(dependencies: {
    database: Database;
    roster: Roster;
    connections: Connections;
    logger: FastifyBaseLogger;
    /** At most so long between two beats. */
    everySeconds: number;
  }) {
    this.#database = dependencies.database;
    this.#roster = dependencies.roster;
    this.#connections = dependencies.connections;
    this.#logger = dependencies.logger;
    this.#longestPauseMs = dependencies.everySeconds * 1000;
  }

  /** @param listener these people are in other conversations than they are thought to be here */
  onMisplaced(listener: (userIds: readonly UserId[]) => void): void {
    this.#onMisplaced = listener;
  }

  /** @param listener looks for whatever else may have been lost without anybody noticing */
  onBeat(listener: () => Promise<void>): void {
    this.#onBeat = listener;
  }

  start(): void {
    if (this.#isStopped) return;
    const longest = this.#longestPauseMs;
    const pauseMs = randomInt(Math.floor(longest * shortestPause), longest);
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
    await this.#findMisplaced();
    const rooms = this.#roster.rooms.versions();
    for (const some of inParts(rooms, roomsPerQuery)) {
      const above = await listAbove(this.#database, some);
      for (const { conversationId, version } of above) {
        this.#roster.rooms.noteVersion(conversationId, version);
        this.#moved.set(conversationId, { version, until: Date.now() + repeatedMs });
      }
      await this.#correct(above.map(({ conversationId }) => conversationId));
    }
    this.#repeat();
    this.#repeatTakenOut();
    await this.#onBeat();
  }

  /** Being let in or taken out may be what was lost. By numbers alone: that costs little. */
  async #findMisplaced(): Promise<void> {
    const misplaced: UserId[] = [];
    const counts = this.#roster.placeCounts();
    for (const some of inParts([...counts.keys()], peoplePerQuery)) {
      for (const { userId, count } of await countPlaces(this.#database, some)) {
        if (counts.get(userId) !== count) misplaced.push(userId);
      }
    }
    if (misplaced.length > 0) this.#onMisplaced(misplaced);
  }

  /** What members of these sent and read may be what was lost, and their unread counts are made of it. */
  async #correct(conversationIds: readonly ConversationId[]): Promise<void> {
    const asked = conversationIds.flatMap((conversationId) =>
      [...this.#roster.rooms.members(conversationId).keys()].map((userId) => ({
        conversationId,
        userId,
      })),
    );
    for (const some of inParts(asked, placesPerQuery)) {
      this.#roster.correct(await findPlaces(this.#database, some));
    }
  }

  /** The versions of what one is no more in are not repeated; so a sync is asked for. */
  #repeatTakenOut(): void {
    const now = Date.now();
    for (const userId of this.#roster.takeTakenOut()) this.#takenOut.set(userId, now + repeatedMs);
    for (const [userId, until] of this.#takenOut) {
      if (until < now) this.#takenOut.delete(userId);
      else this.#connections.send(resync, {}, this.#connections.of(userId));
    }
  }

  #repeat(): void {
    const now = Date.now();
    const toWhom = new Map<UserId, { conversationId: ConversationId; version: number }[]>();
    for (const [conversationId, { version, until }] of this.#moved) {
      const members = this.#roster.rooms.members(conversationId);
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
      for (const frame of inParts(versions, maxInFrame)) {
        this.#connections.send(versionsEvent, frame, this.#connections.of(userId));
      }
    }
  }
}

function* inParts<Item>(items: readonly Item[], size: number): Iterable<Item[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}
