import type { JobKind } from '../../platform/jobs.ts';
import type { Database } from '../../tables.ts';
import { listErased } from '../accounts/erased-accounts.queries.ts';
import type { ErasureRunner } from './erasure.runner.ts';

export const erasureJobName = 'erasure:run';

const peoplePerRun = 100;

/**
 * Removes what is left of erased people. A step finds out by itself what is left, so a run that was killed is
 * taken up by the next: at the start of a server, or by the clock.
 */
export function erasureJob(
  database: Database,
  runner: Pick<ErasureRunner, 'run'>,
  stopped: AbortSignal,
): JobKind {
  return {
    name: erasureJobName,
    every: '*/10 * * * *',
    atStart: true,
    async run() {
      const errors: unknown[] = [];
      let found = peoplePerRun;
      while (found === peoplePerRun && errors.length === 0 && !stopped.aborted) {
        const userIds = await listErased(database, peoplePerRun);
        found = userIds.length;
        for (const userId of userIds) {
          try {
            await runner.run(userId, () => !stopped.aborted);
          } catch (error) {
            // Nobody waits behind somebody whose erasure fails.
            errors.push(error);
          }
        }
      }
      if (errors.length > 0) throw new AggregateError(errors, 'erasing people');
    },
  };
}
