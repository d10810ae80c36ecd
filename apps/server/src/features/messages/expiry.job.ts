import { addJob, type JobKind } from '../../platform/jobs.ts';
import type { Database } from '../../tables.ts';
import { findNextDue } from './expiry.queries.ts';
import type { ExpiryService } from './expiry.service.ts';

const name = 'messages:expire';

/** A little more than what lies between two runs by the clock. */
const horizonMs = 70_000;

/**
 * Runs every minute, and at the moment when the next message is due. No timer is shorter than a minute, so
 * each message is seen by a run before its time comes: sending one schedules nothing.
 */
export function expiryJob(database: Database, expiry: ExpiryService): JobKind {
  return {
    name,
    every: '* * * * *',
    atStart: true,
    async run() {
      await expiry.sweep();
      const dueAt = await findNextDue(database);
      if (!dueAt || dueAt.getTime() > Date.now() + horizonMs) return;
      await addJob(database, name, {}, { runAt: dueAt, key: name });
    },
  };
}
