import { setTimeout } from 'node:timers/promises';
import type { UserId } from '@xom/contract/fields';
import { isLockConflict } from '../../platform/database.ts';
import type { Database } from '../../tables.ts';
import { deleteErased, lockErased } from '../accounts/erased-accounts.queries.ts';
import { giveWay } from '../hiding/recounting.queries.ts';
import type { StepDone } from '../../person-steps.ts';
import type { DeleteRule } from './delete-rules.ts';
import { findHolding, waitForStep } from './erasure.queries.ts';

/** Small enough that no transaction holds many rows for long. */
const rowsPerStep = 1000;
/** What was on its way when they were marked came in between; more rounds mean that something is wrong. */
const maxRounds = 20;
/** How often a step that met others, who go first, tries again. */
const maxTries = 20;
const longestPauseMs = 100;

/** Does the delete rules for one person after another: step by step, each a transaction. */
export class ErasureRunner {
  readonly #database: Database;
  readonly #rules: readonly DeleteRule[];

  constructor({ database, rules }: { database: Database; rules: readonly DeleteRule[] }) {
    this.#database = database;
    this.#rules = rules;
  }

  /**
   * Removes what is left of an erased person. Cut off anywhere and begun anew, it ends the same.
   * @param goesOn is asked before each step whether to do it, and told how many rows were handled so far
   * @returns whether nothing is left
   */
  async run(userId: UserId, goesOn: (handled: number) => boolean): Promise<boolean> {
    let handled = 0;
    for (let round = 0; round < maxRounds; round += 1) {
      for (const rule of this.#rules) {
        let after: string | null = null;
        do {
          if (!goesOn(handled)) return false;
          const done: StepDone = await this.#step(rule, userId, after);
          handled += done.count;
          after = done.next;
        } while (after !== null);
      }
      if (!goesOn(handled)) return false;
      if (await this.#finish(userId)) return true;
    }
    throw new Error(`something of an erased person stays: ${await this.#left(userId)}`);
  }

  async #step(rule: DeleteRule, userId: UserId, after: string | null): Promise<StepDone> {
    for (let tries = 1; ; tries += 1) {
      try {
        const done = await this.#database.transaction().execute(async (queries) => {
          await waitForStep(queries, userId);
          await giveWay(queries);
          return rule.step(queries, userId, { after, limit: rowsPerStep });
        });
        await done.told?.();
        return done;
      } catch (error) {
        if (!isLockConflict(error) || tries === maxTries) throw error;
        await setTimeout(Math.random() * longestPauseMs);
      }
    }
  }

  /** The last step: when nothing holds the person any more, their row goes. @returns whether it is gone */
  async #finish(userId: UserId): Promise<boolean> {
    return this.#database.transaction().execute(async (queries) => {
      await waitForStep(queries, userId);
      // Alone, so that what refers to it has come before, and is seen, or cannot come.
      if (!(await lockErased(queries, userId))) return true;
      if (await findHolding(queries, userId, this.#columns())) return false;
      await deleteErased(queries, userId);
      return true;
    });
  }

  async #left(userId: UserId): Promise<string | null> {
    return findHolding(this.#database, userId, this.#columns());
  }

  #columns(): string[] {
    return this.#rules.flatMap(({ clears }) => clears);
  }
}
