import { setTimeout } from 'node:timers/promises';
import type { UserId } from '@xom/contract/fields';
import type { FastifyBaseLogger } from 'fastify';
import { isLockConflict } from '../../platform/database.ts';
import { addJob, type JobKind } from '../../platform/jobs.ts';
import type { Database, Queries } from '../../tables.ts';
import type { Recounting } from '../accounts/recounting.ts';
import { recountLines } from './recount-lines.ts';
import { findToRecount, findVersionToFollow, giveWay, setCounted } from './recounting.queries.ts';

const jobName = 'hiding:recount';

/** Small enough that no transaction holds many rows for long. */
const rowsAStep = 500;
/** What is above is left to the job. */
const maxRowsAtOnce = 10_000;
/** How often a step that met others tries again. */
const maxTries = 20;
const longestPauseMs = 100;

/**
 * Counters follow people who are hidden or come back. A walk goes through all lines, step by step, and each step
 * looks itself whether they are there. Who was hidden or came back meanwhile is walked through again: so,
 * whatever was cut off or overtaken, the last walk to its end leaves everything right. Only that is written down
 * (`users.counted_version`), and whoever starts later takes up what is not.
 */
export class RecountingService implements Recounting {
  readonly #database: Database;
  readonly #logger: Pick<FastifyBaseLogger, 'error'>;

  readonly #stepSize: number;

  constructor(dependencies: {
    database: Database;
    logger: Pick<FastifyBaseLogger, 'error'>;
    stepSize?: number;
  }) {
    this.#database = dependencies.database;
    this.#logger = dependencies.logger;
    this.#stepSize = dependencies.stepSize ?? rowsAStep;
  }

  readonly job: JobKind = {
    name: jobName,
    every: '*/10 * * * *',
    atStart: true,
    run: async () => this.#recountAll(),
  };

  async recount(userId: UserId): Promise<void> {
    try {
      if (await this.#walk(userId, maxRowsAtOnce)) return;
    } catch (error) {
      this.#logger.error({ err: error, subject: 'hiding' }, 'left to the job');
    }
    await addJob(this.#database, jobName, {}, { key: jobName });
  }

  /** Nobody waits behind somebody whose walk fails. */
  async #recountAll(): Promise<void> {
    const errors: unknown[] = [];
    let userId = await findToRecount(this.#database, null);
    while (userId) {
      try {
        await this.#walk(userId, Infinity);
      } catch (error) {
        errors.push(error);
      }
      userId = await findToRecount(this.#database, userId);
    }
    if (errors.length > 0) throw new AggregateError(errors, 'counters of hidden people');
  }

  /** @returns false: something is left, as there were more than so many rows to look at */
  async #walk(userId: UserId, maxRows: number): Promise<boolean> {
    let left = maxRows;
    for (;;) {
      const version = await findVersionToFollow(this.#database, userId);
      if (version === null) return true;
      for (const line of recountLines(this.#stepSize)) {
        const step = line.begin();
        while (!(await this.#inTransaction(async (queries) => step(queries, userId)))) {
          left -= this.#stepSize;
          if (left <= 0) return false;
        }
      }
      await setCounted(this.#database, userId, version);
    }
  }

  async #inTransaction(step: (queries: Queries) => Promise<boolean>): Promise<boolean> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.#database.transaction().execute(async (queries) => {
          await giveWay(queries);
          return step(queries);
        });
      } catch (error) {
        if (!isLockConflict(error) || tries === maxTries) throw error;
        await setTimeout(Math.random() * longestPauseMs);
      }
    }
  }
}
