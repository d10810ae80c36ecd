import type { Notices } from '../../notices.ts';
import type { JobKind } from '../../platform/jobs.ts';
import type { Database } from '../../tables.ts';
import {
  deleteSomeUnder,
  deleteThread,
  findMarked,
  lockMarked,
} from './comment-deletion.queries.ts';

export const purgeCommentsJobName = 'comments:purge';

/** Small enough that no transaction holds many rows for long. */
const batchSize = 2000;

/**
 * Removes what is left of deleted comments, step by step. A step is a transaction and finds out by itself what
 * is left, so a run that was killed is taken up by the next: at the start of a server, or by the clock.
 */
export function purgeCommentsJob(database: Database, notices: Notices): JobKind {
  return {
    name: purgeCommentsJobName,
    every: '*/10 * * * *',
    atStart: true,
    async run() {
      while (await purgeStep(database, notices));
    },
  };
}

/** @returns whether there was something to do */
async function purgeStep(database: Database, notices: Notices): Promise<boolean> {
  const done = await database.transaction().execute(async (queries) => {
    const marked = await findMarked(queries);
    if (!marked) return null;
    // Gone meanwhile: another run, or its post's end, was here.
    if (!(await lockMarked(queries, marked))) return () => {};
    const { count, replyIds } = await deleteSomeUnder(queries, marked, batchSize);
    if (count === 0) await deleteThread(queries, marked);
    return notices.forget(queries, { commentIds: replyIds });
  });
  done?.();
  return done !== null;
}
