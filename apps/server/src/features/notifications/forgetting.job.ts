import { CommentId, PostId } from '@xom/contract/fields';
import { z } from 'zod';
import { addJob, type JobKind } from '../../platform/jobs.ts';
import type { Database, Queries } from '../../tables.ts';
import {
  deleteLines,
  deleteSomeActsIn,
  type Gone,
  listActsOfWriting,
  lockLinesOf,
} from './forgetting.queries.ts';
import { deleteAct, type Line } from './notices.queries.ts';

const forgetJobName = 'notifications:forget';

const Payload = z.object({ postIds: z.array(PostId), commentIds: z.array(CommentId) });

/** So much is forgotten with the act that makes it go; the rest, which nobody is shown any more, by the job. */
const atOnce = { rows: 10_000, writings: 500 };
/** Small enough that no transaction holds many rows for long. */
const perStep = { rows: 2000, writings: 200 };

/** Forgets what is about these, at once or what is much by the job. @returns the lines that nobody is shown any more */
export async function forgetGone(queries: Queries, gone: Gone): Promise<Line[]> {
  const { left, isDone } = await forgetSome(queries, gone, atOnce);
  if (!isDone) await addJob(queries, forgetJobName, gone);
  return left;
}

/**
 * A step is a transaction and finds out by itself what is left. A run that was killed is taken up by the queue
 * after hours: nobody is shown what waits so long.
 */
export function forgetJob(database: Database): JobKind {
  return {
    name: forgetJobName,
    async run(payload) {
      const gone = Payload.parse(payload);
      let isDone = false;
      while (!isDone) {
        ({ isDone } = await database
          .transaction()
          .execute(async (queries) => forgetSome(queries, gone, perStep)));
      }
    },
  };
}

async function forgetSome(
  queries: Queries,
  gone: Gone,
  { rows, writings }: { rows: number; writings: number },
): Promise<{ left: Line[]; isDone: boolean }> {
  const left = await lockLinesOf(queries, gone, { rows, writings });
  if (left.length > 0) {
    // First the acts, of which one line may have very many.
    const isFull = (await deleteSomeActsIn(queries, left, rows)) === rows;
    if (!isFull) await deleteLines(queries, left);
    if (isFull || left.length >= rows) return { left, isDone: false };
  }
  const acts = await listActsOfWriting(queries, gone, writings);
  for (const act of acts) {
    if (await deleteAct(queries, act)) left.push(act);
  }
  return { left, isDone: acts.length < writings };
}
