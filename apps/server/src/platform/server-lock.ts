import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { DatabaseConnection } from './database.ts';

/** "xom" and a number of our own: the advisory lock of the servers of a database. */
const lockKey = 0x786f6d01;
const tries = 10;
const pauseMs = 100;

export interface ServerLock {
  /** Lets go of it. Answers whether no other server uses the database now. */
  release(): Promise<boolean>;
}

/**
 * Makes this process the only server of a database, or one of those that share it, for as long as its
 * connection lasts; PostgreSQL lets go of the lock when the process dies, however it dies.
 * @param isShared any number may share a database, but not with one that does not
 * @param onLost the connection broke and another server has the lock now
 * @returns null when another server stands against it
 */
export async function takeServerLock(
  connection: DatabaseConnection,
  isShared: boolean,
  onLost: (error: Error) => void,
): Promise<ServerLock | null> {
  const tryLock = `pg_try_advisory_lock${isShared ? '_shared' : ''}`;
  let isReleased = false;
  let client: pg.Client | null = null;

  const take = async (): Promise<boolean> => {
    for (let attempt = 1; attempt <= tries; attempt += 1) {
      if (attempt > 1) await delay(pauseMs);
      const candidate = new pg.Client({ ...connection, application_name: 'xom lock' });
      candidate.on('error', () => void retake());
      await candidate.connect();
      const { rows } = await candidate.query<{ taken: boolean }>(`select ${tryLock}($1) as taken`, [
        lockKey,
      ]);
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
    async release() {
      isReleased = true;
      try {
        return !isShared || (await isLast(client));
      } finally {
        await client?.end().catch(() => {});
      }
    },
  };
}

/** Whether nobody shares the lock with this connection any more. */
async function isLast(client: pg.Client | null): Promise<boolean> {
  if (!client) return false;
  try {
    await client.query('select pg_advisory_unlock_shared($1)', [lockKey]);
    const { rows } = await client.query<{ taken: boolean }>(
      'select pg_try_advisory_lock($1) as taken',
      [lockKey],
    );
    return rows[0]?.taken ?? false;
  } catch {
    // The database is away: whoever finds it there may be using it.
    return false;
  }
}
