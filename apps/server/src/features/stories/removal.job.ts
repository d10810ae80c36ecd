import { addJob, type JobKind } from '../../platform/jobs.ts';
import type { Database } from '../../tables.ts';
import { findNextDue } from './removal.queries.ts';

export const removalJobName = 'stories:remove';

/** A little more than what lies between two runs by the clock. */
const horizonMs = 70_000;
const pauseMs = 500;

/**
 * Runs every minute, when a server starts, and at the moment when the next story is over: making one
 * schedules nothing.
 */
export function removalJob(database: Database, removal: { sweep(): Promise<void> }): JobKind {
  return {
    name: removalJobName,
    every: '* * * * *',
    atStart: true,
    async run() {
      await removal.sweep();
      const dueAt = await findNextDue(database);
      if (!dueAt || dueAt.getTime() > Date.now() + horizonMs) return;
      // What another transaction holds is due already: not again and again while it does.
      const runAt = new Date(Math.max(dueAt.getTime(), Date.now() + pauseMs));
      await addJob(database, removalJobName, {}, { runAt, key: removalJobName });
    },
  };
}
