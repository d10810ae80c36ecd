import type { ConversationId } from '@xom/contract/fields';
import type { Message } from '@xom/contract/message-shape';
import type { Pool } from 'pg';
import { violatedUniqueKey } from '../../platform/database.ts';
import { Failure } from '../../platform/failure.ts';
import { type Draft, ingestBatch, type Verdict } from './ingest.queries.ts';

/** A draft with its verdict and the moment of its batch. */
export interface Outcome {
  draft: Draft;
  verdict: Verdict;
  at: Date;
  /** Of a message stored just now: as its sender sees it. */
  message: Message | null;
}

/** A verdict, before anybody was told. */
export type Verdicted = Omit<Outcome, 'message'>;

/** Tells what was stored; answers for each outcome what its sender is to see. */
export type Announce = (outcomes: readonly Verdicted[]) => Promise<(Message | null)[]>;

interface Waiting {
  draft: Draft;
  resolve(outcome: Outcome): void;
  reject(error: unknown): void;
  /** The same message sent again while the first is on its way: answered as duplicates of it. */
  echoes: Waiting[];
}

/** Two batches in the air at once served best (design, "The hot path"). */
const batchesInFlight = 2;
const batchSize = 500;
const maxWaiting = 20_000;
const maxTries = 4;

/**
 * Group commit: what arrives while batches are being written becomes the next batch; a single message on an
 * idle server goes at once. A conversation is in one batch at a time, so that its messages are stored and
 * told in the order in which they came.
 */
export class Ingest {
  readonly #pool: Pool;
  /** Told of each stored message after its commit, in the order of `seq`, before its sender is answered. */
  readonly #onStored: Announce;
  readonly #batchSize: number;
  readonly #queues = new Map<ConversationId, Waiting[]>();
  readonly #busy = new Set<ConversationId>();
  #waitingCount = 0;
  #flying = 0;
  #isPumpDue = false;
  #onIdle: (() => void) | null = null;

  constructor(options: {
    pool: Pool;
    onStored: Announce;
    /** Batches of one are the baseline that the bench compares with. */
    batchSize?: number | undefined;
  }) {
    this.#pool = options.pool;
    this.#onStored = options.onStored;
    this.#batchSize = options.batchSize ?? batchSize;
  }

  /**
   * Stores a message.
   * @returns its verdict, after the commit
   * @throws Failure `rate_limited` when too much waits already
   */
  async store(draft: Draft): Promise<Outcome> {
    if (this.#waitingCount >= maxWaiting) throw new Failure('rate_limited', undefined, 1);
    return new Promise((resolve, reject) => {
      this.#enqueue({ draft, resolve, reject, echoes: [] });
    });
  }

  /** Resolves when nothing is on its way any more. */
  async drained(): Promise<void> {
    if (this.#flying === 0 && this.#waitingCount === 0) return;
    await new Promise<void>((resolve) => {
      this.#onIdle = resolve;
    });
  }

  #enqueue(waiting: Waiting): void {
    const { conversationId } = waiting.draft;
    const queue = this.#queues.get(conversationId);
    if (queue) queue.push(waiting);
    else this.#queues.set(conversationId, [waiting]);
    this.#waitingCount += 1;
    if (this.#isPumpDue) return;
    // Not now but at the end of this turn: what one read of a socket brought goes together.
    this.#isPumpDue = true;
    queueMicrotask(() => {
      this.#isPumpDue = false;
      this.#pump();
    });
  }

  #pump(): void {
    while (this.#flying < batchesInFlight) {
      const batch = this.#take();
      if (batch.length === 0) return;
      this.#flying += 1;
      void this.#write(batch);
    }
  }

  /** The next batch: from conversations that are in no other one, each draft's order kept. */
  #take(): Waiting[] {
    const batch: Waiting[] = [];
    for (const [conversationId, queue] of this.#queues) {
      if (batch.length >= this.#batchSize) break;
      if (this.#busy.has(conversationId)) continue;
      const taken = queue.splice(0, this.#batchSize - batch.length);
      if (queue.length === 0) this.#queues.delete(conversationId);
      this.#busy.add(conversationId);
      this.#waitingCount -= taken.length;
      batch.push(...withoutEchoes(taken));
    }
    return batch;
  }

  async #write(batch: readonly Waiting[]): Promise<void> {
    const conversations = new Set(batch.map(({ draft }) => draft.conversationId));
    try {
      await this.#settle(batch);
    } finally {
      for (const conversationId of conversations) this.#busy.delete(conversationId);
      this.#flying -= 1;
      this.#pump();
      if (this.#flying === 0 && this.#waitingCount === 0) this.#onIdle?.();
    }
  }

  /** Writes, tells, answers. A batch that fails is tried message by message, so that one cannot take others down. */
  async #settle(batch: readonly Waiting[]): Promise<void> {
    let outcomes: Verdicted[];
    let messages: (Message | null)[];
    try {
      outcomes = await this.#commit(batch.map(({ draft }) => draft));
    } catch (error) {
      if (batch.length === 1) for (const waiting of batch) rejectAll(waiting, error);
      else for (const waiting of batch) await this.#settle([waiting]);
      return;
    }
    try {
      messages = await this.#onStored(outcomes);
    } catch (error) {
      // They are stored all the same: their senders learn it by a retry with the same clientId.
      for (const waiting of batch) rejectAll(waiting, error);
      return;
    }
    for (const [index, waiting] of batch.entries()) {
      const outcome = outcomes[index];
      if (outcome) resolveAll(waiting, { ...outcome, message: messages[index] ?? null });
    }
  }

  async #commit(drafts: readonly Draft[]): Promise<Verdicted[]> {
    for (let tries = 1; ; tries += 1) {
      const at = new Date();
      try {
        const verdicts = await ingestBatch(this.#pool, drafts, at);
        return drafts.map((draft, index) => {
          const verdict = verdicts[index];
          if (!verdict) throw new Error('the ingest statement answered too few rows');
          return { draft, verdict, at };
        });
      } catch (error) {
        if (violatedUniqueKey(error) === null || tries === maxTries) throw error;
      }
    }
  }
}

function keyOf({ senderId, conversationId, clientId }: Draft): string | null {
  return clientId === null ? null : `${conversationId} ${senderId} ${clientId}`;
}

function withoutEchoes(taken: readonly Waiting[]): Waiting[] {
  const first = new Map<string, Waiting>();
  return taken.filter((waiting) => {
    const key = keyOf(waiting.draft);
    if (key === null) return true;
    const original = first.get(key);
    original?.echoes.push(waiting);
    if (!original) first.set(key, waiting);
    return !original;
  });
}

function resolveAll(waiting: Waiting, outcome: Outcome): void {
  waiting.resolve(outcome);
  const { verdict } = outcome;
  const echo: Outcome =
    verdict.kind === 'stored'
      ? { ...outcome, verdict: { kind: 'duplicate', seq: verdict.seq }, message: null }
      : outcome;
  for (const { resolve } of waiting.echoes) resolve(echo);
}

function rejectAll(waiting: Waiting, error: unknown): void {
  waiting.reject(error);
  for (const { reject } of waiting.echoes) reject(error);
}
