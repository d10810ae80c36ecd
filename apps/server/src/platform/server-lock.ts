import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { DatabaseConnection } from './database.ts';

/** "xom" and a number of our own: the advisory lock of the one server of a database. */
const lockKey = 0x786f6d01;
const tries = 10;
const pauseMs = 100;

export interface ServerLock {
  release(): Promise<void>;
}

/**
 * Makes this process the only server of a database, for as long as its connection lasts; PostgreSQL lets
 * go of the lock when the process dies, however it dies.
 * @param onLost the connection broke and another server has the lock now
 * @returns null when another server holds it
 */
export async function takeServerLock(
  connection: DatabaseConnection,
  onLost: (error: Error) => void,
): Promise<ServerLock | null> {
  let isReleased = false;
  let client: pg.Client | null = null;

  const take = async (): Promise<boolean> => {
    for (let attempt = 1; attempt <= tries; attempt += 1) {
      if (attempt > 1) await delay(pauseMs);
      const candidate = new pg.Client({ ...connection, application_name: 'xom lock' });
      candidate.on('error', () => void retake());
      await candidate.connect();
      const { rows } = await candidate.query<{ taken: boolean }>(
        'select pg_try_advisory_lock($1) as taken',
        [lockKey],
      );
      if (rows[0]?.taken) {
        client = candidate;
        return true;
      }
      await candidate.end();
    }
    return false;
  };

  /** The database went away and came back: the lock is free again, for us or for another. */
  const retake = async (): Promise<void> => {
    while (!isReleased) {
      await delay(1000);
      try {
        if (await take()) return;
        onLost(new Error('another server took over the database'));
        return;
      } catch {
        // The database is still away: readiness says so, and we ask again.
      }
    }
  };

  if (!(await take())) return null;
  return {
    release: async () => {
      isReleased = true;
      await client?.end();
    },
  };
}
