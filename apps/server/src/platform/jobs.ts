import type { FastifyBaseLogger } from 'fastify';
import { Logger, run, type Runner, runMigrations } from 'graphile-worker';
import { type Kysely, sql } from 'kysely';
import type { Pool } from 'pg';

/** What a job does with its payload. It may run more than once: after a failure, or a crash in its middle. */
export type JobHandler = (payload: unknown) => Promise<void>;

export interface JobKind {
  readonly name: string;
  readonly run: JobHandler;
  /** A cron pattern (UTC), for what runs by itself. */
  readonly every?: string;
  /** Also runs when a server starts: what one that was killed had left undone waits for nothing. */
  readonly atStart?: boolean;
}

/**
 * Adds a job in the caller's transaction: it exists exactly when the transaction commits.
 * @param when.key of the waiting jobs with the same key only this one stays
 */
export async function addJob<Tables>(
  queries: Kysely<Tables>,
  name: string,
  payload: object,
  { runAt, key }: { runAt?: Date; key?: string } = {},
): Promise<void> {
  await sql`select graphile_worker.add_job(
    ${name}, ${JSON.stringify(payload)}::json, run_at => ${runAt ?? null}, job_key => ${key ?? null}
  )`.execute(queries);
}

/** Makes or updates the tables of the job queue. */
export async function migrateJobs(pool: Pool, logger: FastifyBaseLogger): Promise<void> {
  await runMigrations({ pgPool: pool, logger: jobLogger(logger) });
}

/** Runs jobs in this process, two at once, retried with growing pauses. */
export async function startJobs(
  pool: Pool,
  kinds: readonly JobKind[],
  logger: FastifyBaseLogger,
): Promise<{ stop(): Promise<void> }> {
  const runner: Runner = await run({
    pgPool: pool,
    concurrency: 2,
    noHandleSignals: true,
    logger: jobLogger(logger),
    taskList: Object.fromEntries(kinds.map((kind) => [kind.name, (payload) => kind.run(payload)])),
    crontab: kinds.flatMap((kind) => (kind.every ? [`${kind.every} ${kind.name}`] : [])).join('\n'),
  });
  for (const { name, atStart } of kinds) {
    if (atStart) await runner.addJob(name, {}, { jobKey: `${name} at start` });
  }
  return { stop: () => runner.stop() };
}

function jobLogger(logger: FastifyBaseLogger): Logger {
  return new Logger(() => (level, message) => {
    if (level === 'error') logger.error({ subject: 'jobs' }, message);
    else if (level === 'warning') logger.warn({ subject: 'jobs' }, message);
    else logger.debug({ subject: 'jobs' }, message);
  });
}
