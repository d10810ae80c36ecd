import type { ConversationId, UserId } from '@xom/contract/fields';
import type { FastifyBaseLogger } from 'fastify';
import type { DomainBus, DomainEvent } from '../../domain-events.ts';
import type { Connection, ConnectionListener, Connections } from '../../platform/connections.ts';
import type { Database } from '../../tables.ts';
import { roomTopic } from '../../topics.ts';
import {
  type Delivery,
  listPositions,
  maxMembersFollowed,
  moveDelivered,
} from './deliveries.queries.ts';
import type { Roster } from './roster.ts';

/** What came to one person's sockets without a hole since they are here. */
interface Run extends Delivery {
  isWaiting: boolean;
}

/** Long enough for many messages to become one write for each member, short enough to be seen at once. */
const pauseMs = 500;
/** A busy server writes them less often: a tenth of the time goes into it at most, up to this pause. */
const maxPauseMs = 5000;
const batchSize = 1000;

/**
 * How far messages have reached people's devices: noted in memory as they are handed to sockets or brought
 * by a read, and written now and then. What a crash loses is noted again at the person's next sync.
 */
export class Deliveries implements ConnectionListener {
  readonly #database: Database;
  readonly #bus: DomainBus;
  readonly #connections: Connections;
  readonly #roster: Roster;
  readonly #logger: FastifyBaseLogger;
  readonly #isOn: boolean;
  readonly #runs = new Map<UserId, Map<ConversationId, Run>>();
  #waiting: (Run | Delivery)[] = [];
  #isClosed = false;
  #timer: NodeJS.Timeout | null = null;
  #pauseMs = pauseMs;
  #writing: Promise<void> = Promise.resolve();

  constructor(dependencies: {
    database: Database;
    bus: DomainBus;
    connections: Connections;
    roster: Roster;
    logger: FastifyBaseLogger;
    isOn: boolean;
  }) {
    this.#database = dependencies.database;
    this.#bus = dependencies.bus;
    this.#connections = dependencies.connections;
    this.#roster = dependencies.roster;
    this.#logger = dependencies.logger;
    this.#isOn = dependencies.isOn;
  }

  /** Of each of these conversations, as far as the viewer is in it and it is not large. */
  async positions(viewerId: UserId, conversationIds: readonly ConversationId[]) {
    const rows = await listPositions(this.#database, viewerId, conversationIds);
    return [...Map.groupBy(rows, (row) => row.conversationId)].map(([conversationId, members]) => ({
      conversationId,
      members: members.map(({ userId, deliveredUpToSeq, readUpToSeq }) => ({
        userId,
        deliveredUpToSeq,
        readUpToSeq,
      })),
    }));
  }

  /** Follows what is handed to the sockets of this process. */
  readonly follow = (event: DomainEvent): void => {
    if (!this.#isOn || event.type !== 'message.created') return;
    const { conversationId, seq } = event.message;
    const members = this.#roster.rooms.members(conversationId);
    if (members.size > maxMembersFollowed) return;
    for (const userId of members.keys()) this.#hand(userId, conversationId, seq);
  };

  #hand(userId: UserId, conversationId: ConversationId, seq: number): void {
    let runs = this.#runs.get(userId);
    if (!runs) {
      runs = new Map();
      this.#runs.set(userId, runs);
    }
    let run = runs.get(conversationId);
    if (run && run.toSeq === seq - 1) {
      run.toSeq = seq;
    } else {
      run = { conversationId, userId, fromSeq: seq, toSeq: seq, isWaiting: false };
      runs.set(conversationId, run);
    }
    if (run.isWaiting) return;
    run.isWaiting = true;
    this.#wait(run);
  }

  /** A read has brought somebody all messages of a conversation up to one. */
  brought(userId: UserId, conversationId: ConversationId, upToSeq: number): void {
    if (!this.#isOn || upToSeq === 0) return;
    const run = this.#runs.get(userId)?.get(conversationId);
    const isJoined = run && run.fromSeq <= upToSeq + 1;
    const toSeq = isJoined ? Math.max(run.toSeq, upToSeq) : upToSeq;
    this.#wait({ conversationId, userId, fromSeq: 1, toSeq });
  }

  detached({ caller: { userId } }: Connection): void {
    if (this.#connections.of(userId).size === 0) this.#runs.delete(userId);
  }

  /** Writes all that is noted, and notes nothing more. */
  async drained(): Promise<void> {
    this.#isClosed = true;
    this.#begin();
    await this.#writing;
  }

  #wait(delivery: Run | Delivery): void {
    if (this.#isClosed) return;
    this.#waiting.push(delivery);
    this.#timer ??= setTimeout(() => this.#begin(), this.#pauseMs);
  }

  /** One write at a time. */
  #begin(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#writing = this.#writing.then(() => this.#write());
  }

  async #write(): Promise<void> {
    const began = performance.now();
    const waiting = this.#waiting.splice(0);
    for (const delivery of waiting) if ('isWaiting' in delivery) delivery.isWaiting = false;
    for (let from = 0; from < waiting.length; from += batchSize) {
      const batch = waiting.slice(from, from + batchSize).map((delivery) => ({ ...delivery }));
      try {
        await this.#move(batch);
      } catch (error) {
        // The next sync of each notes it again.
        this.#logger.error({ err: error }, 'delivery positions were not stored');
      }
    }
    const tookMs = performance.now() - began;
    this.#pauseMs = Math.min(Math.max(pauseMs, 9 * tookMs), maxPauseMs);
  }

  async #move(batch: readonly Delivery[]): Promise<void> {
    const rows = await moveDelivered(this.#database, joined(batch));
    // Nothing is missing before them, which stays so.
    for (const row of rows) if (!row.isMoved) this.#wait({ ...row, fromSeq: 1 });
    this.#announce(rows.filter(({ isMoved }) => isMoved));
  }

  /** Those who are equally far are told together. */
  #announce(moved: readonly Omit<Delivery, 'fromSeq'>[]): void {
    const together = Map.groupBy(moved, (one) => `${one.conversationId} ${one.toSeq}`);
    for (const group of together.values()) {
      const [first] = group;
      if (!first) continue;
      const { conversationId, toSeq: upToSeq } = first;
      const userIds = group.map(({ userId }) => userId);
      const event = { type: 'delivered.updated', conversationId, userIds, upToSeq } as const;
      this.#bus.publish(roomTopic(conversationId), event);
    }
  }
}

/** One delivery for each stretch without a hole: what was handed and what was brought may meet. */
function joined(deliveries: readonly Delivery[]): Delivery[] {
  const byMember = Map.groupBy(deliveries, (one) => `${one.conversationId} ${one.userId}`);
  return [...byMember.values()].flatMap((own) => {
    const stretches: Delivery[] = [];
    for (const delivery of own.toSorted((a, b) => a.fromSeq - b.fromSeq)) {
      const last = stretches.at(-1);
      if (last && delivery.fromSeq <= last.toSeq + 1) {
        last.toSeq = Math.max(last.toSeq, delivery.toSeq);
      } else {
        stretches.push({ ...delivery });
      }
    }
    return stretches;
  });
}
