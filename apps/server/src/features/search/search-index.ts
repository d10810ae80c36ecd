import { setTimeout as delay } from 'node:timers/promises';
import type { UserId } from '@xom/contract/fields';
import type { FastifyBaseLogger } from 'fastify';
import type { Database, Queries } from '../../tables.ts';
import {
  endWaiting,
  findWaiting,
  listWaitingMessages,
  listWaitingMessagesOf,
  lockIndex,
  readMessages,
  takeWaiting,
  textKinds,
  type Waiting,
  type WaitingMessages,
  writeMessages,
  writeTexts,
} from './search-index.queries.ts';
import { termsOf } from './search-text.ts';

/** Small enough that who searches for what they just wrote waits for no long step of the background. */
const stepSize = 200;
/** Of the texts that came last, for who searches: what they wrote themselves is among them. */
const freshSize = 20;
/** Of the messages that came last, so many are looked through for those of who searches. */
const freshMessages = 2000;
const pauseMs = 500;
/** While the database is away. */
const troublePauseMs = 5000;
/** For each millisecond of work as many of rest: while messages are sent, which goes first, and else. */
const restFactors = { busy: 50, behind: 8, calm: 0.2 };
/** When so many notes of messages wait, the index is behind. */
const behindCount = 10_000;

/**
 * Keeps the index up to date. What was written waits in the database, so nothing is forgotten; in the
 * background it is indexed within a second or, when very much is written, later. Who searches does not see
 * that: what waits in their conversations, and the newest else, is indexed before they are answered.
 */
export class SearchIndex {
  readonly #database: Database;
  readonly #logger: FastifyBaseLogger;
  readonly #stopping = new AbortController();
  #running: Promise<void> | null = null;

  constructor({ database, logger }: { database: Database; logger: FastifyBaseLogger }) {
    this.#database = database;
    this.#logger = logger;
  }

  /** Begins to work in the background. */
  start(): void {
    this.#running ??= this.#work();
  }

  /** Resolves when nothing is under way any more. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  /** Indexes what a person may search for and that was written just now. @returns where what is searched ends */
  async catchUp(userId: UserId): Promise<Waiting['ends']> {
    const waiting = await findWaiting(this.#database);
    if (waiting.texts) await this.#step((queries) => indexTexts(queries, freshSize));
    if (waiting.lastMessage === null) return waiting.ends;
    const mine = await listWaitingMessagesOf(this.#database, userId, freshMessages);
    if (mine.length > 0) {
      await this.#step(async (queries) =>
        indexMessages(queries, await listWaitingMessagesOf(queries, userId, freshMessages)),
      );
    }
    return waiting.ends;
  }

  async #work(): Promise<void> {
    const { signal } = this.#stopping;
    let lastMessage: number | null = null;
    while (!signal.aborted) {
      const startedAt = performance.now();
      const outcome = await this.#workStep();
      let restMs = outcome === 'failed' ? troublePauseMs : pauseMs;
      if (typeof outcome === 'object') {
        const isBusy = outcome.lastMessage !== lastMessage;
        const pace = !isBusy ? 'calm' : outcome.messageCount > behindCount ? 'behind' : 'busy';
        ({ lastMessage } = outcome);
        restMs = (performance.now() - startedAt) * restFactors[pace];
      }
      await delay(restMs, undefined, { signal, ref: false }).catch(() => {});
    }
  }

  /** Indexes some of what waits. @returns what that was where more may wait */
  async #workStep(): Promise<Waiting | 'done' | 'failed'> {
    try {
      const waiting = await findWaiting(this.#database);
      const count = waiting.texts
        ? await this.#step((queries) => indexTexts(queries, stepSize))
        : 0;
      if (waiting.lastMessage !== null) {
        await this.#step(async (queries) =>
          indexMessages(queries, await listWaitingMessages(queries, stepSize)),
        );
      }
      // What others lock goes on waiting, and is not asked for all the time.
      return count > 0 || waiting.lastMessage !== null ? waiting : 'done';
    } catch (error) {
      // The database is away, or stops: what waits goes on waiting.
      if (!this.#stopping.signal.aborted) this.#logger.warn({ err: error }, 'search index');
      return 'failed';
    }
  }

  async #step<Result>(run: (queries: Queries) => Promise<Result>): Promise<Result> {
    return this.#database.transaction().execute(async (queries) => {
      await lockIndex(queries);
      return run(queries);
    });
  }
}

/** Of each kind the newest that wait. @returns how many */
async function indexTexts(queries: Queries, limit: number): Promise<number> {
  let count = 0;
  for (const kind of textKinds) {
    const waiting = await takeWaiting(queries, kind, limit);
    if (waiting.length === 0) continue;
    const texts = waiting.map(({ key, text }) => ({ key, terms: termsOf(text ?? '') }));
    await writeTexts(queries, kind, texts);
    count += texts.length;
  }
  return count;
}

async function indexMessages(queries: Queries, waiting: readonly WaitingMessages[]): Promise<void> {
  const whole: WaitingMessages[] = [];
  let begun: WaitingMessages | null = null;
  let room = stepSize;
  for (const range of waiting) {
    const size = range.toSeq - range.fromSeq + 1;
    if (size > room) {
      if (room > 0) begun = { ...range, toSeq: range.fromSeq + room - 1 };
      break;
    }
    whole.push(range);
    room -= size;
  }
  const messages = await readMessages(queries, begun ? [...whole, begun] : whole);
  const found = messages.map(({ content, ...place }) => ({
    ...place,
    terms: content === null ? [] : termsOf(content),
  }));
  if (found.length > 0) await writeMessages(queries, found);
  await endWaiting(
    queries,
    whole.map(({ id }) => id),
    begun && { id: begun.id, fromSeq: begun.toSeq + 1 },
  );
}
