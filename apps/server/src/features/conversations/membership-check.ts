import { setTimeout as delay } from 'node:timers/promises';
import type { ConversationId, UserId } from '@xom/contract/fields';
import type { DomainBus } from '../../domain-events.ts';
import type { Database } from '../../tables.ts';
import { findPlaces, type Place } from './roster.queries.ts';

const pauseMs = 1000;
const batchSize = 1000;

interface Asked {
  userId: UserId;
  conversationId: ConversationId;
}

/**
 * Asks the database where people are who were told to be in or out of a conversation: two such tellings may
 * overtake each other, and what comes first in a room may come before the room is heard.
 */
export class MembershipCheck {
  readonly #database: Database;
  readonly #bus: Pick<DomainBus, 'ready'>;
  readonly #onAnswer: (asked: Asked, place: Place | null) => void;
  readonly #asked = new Map<string, Asked>();
  readonly #stop = new AbortController();
  #running: Promise<void> | null = null;

  /** @param onAnswer `place` null: they are not in it */
  constructor(options: {
    database: Database;
    bus: Pick<DomainBus, 'ready'>;
    onAnswer: (asked: Asked, place: Place | null) => void;
  }) {
    this.#database = options.database;
    this.#bus = options.bus;
    this.#onAnswer = options.onAnswer;
  }

  ask(asked: Asked): void {
    this.#asked.set(keyOf(asked), asked);
    if (this.#stop.signal.aborted) return;
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
    });
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#asked.size > 0 && !this.#stop.signal.aborted) {
      await this.#bus.ready();
      const batch = [...this.#asked.values()].slice(0, batchSize);
      for (const asked of batch) this.#asked.delete(keyOf(asked));
      try {
        this.#answer(batch, await findPlaces(this.#database, batch));
      } catch {
        // The database is away: readiness says so, and we ask again.
        for (const asked of batch) this.#asked.set(keyOf(asked), asked);
        await delay(pauseMs, undefined, { signal: this.#stop.signal }).catch(() => {});
      }
    }
  }

  #answer(batch: readonly Asked[], places: readonly Place[]): void {
    const found = new Map(places.map((place) => [keyOf(place), place]));
    for (const asked of batch) {
      // Told something again meanwhile: the answer may be older than that.
      if (this.#asked.has(keyOf(asked))) continue;
      this.#onAnswer(asked, found.get(keyOf(asked)) ?? null);
    }
  }
}

function keyOf({ userId, conversationId }: Asked): string {
  return `${conversationId} ${userId}`;
}
