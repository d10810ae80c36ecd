import type { JobKind } from '../../platform/jobs.ts';
import type { Database } from '../../tables.ts';
import { deleteSomeOfPost, lockDeletedPost } from './post-deletion.queries.ts';

export const purgePostsJobName = 'posts:purge';

/** Small enough that no transaction holds many rows for long. */
const batchSize = 2000;

/**
 * Removes what is left of deleted posts, step by step. A step is a transaction and finds out by itself what
 * is left, so a run that was killed is taken up by the next: at the start of a server, or by the clock.
 */
export function purgePostsJob(database: Database): JobKind {
  return {
    name: purgePostsJobName,
    every: '*/10 * * * *',
    atStart: true,
    async run() {
      while (await purgeStep(database));
    },
  };
}

/** @returns whether there was something to do */
async function purgeStep(database: Database): Promise<boolean> {
  return database.transaction().execute(async (queries) => {
    const post = await lockDeletedPost(queries);
    if (post) await deleteSomeOfPost(queries, post, batchSize);
    return post !== null;
  });
}
