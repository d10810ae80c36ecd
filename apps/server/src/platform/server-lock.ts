import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { DatabaseConnection } from './database.ts';

/** "xom" and a number of our own: the advisory lock of the servers of a database. */
const lockKey = 0x786f6d01;
/** The space of the locks that say what those that share it have in common. */
const likenessKey = 0x786f6d02;
const tries = 10;
const pauseMs = 100;

export interface ServerLock {
  /** Lets go of it. Answers whether no other server uses the database now. */
  release(): Promise<boolean>;
}

/** Another server of the same database has another secret. */
export class UnlikeServers extends Error {
  override readonly message = 'a server with another secret uses the database';
}

/**
 * Makes this process the only server of a database, or one of those that share it, for as long as its
 * connection lasts; PostgreSQL lets go of the lock when the process dies, however it dies.
 * @param share null: alone. Any number may share a database that have the same secret, but not with one alone
 * @param onLost the connection broke and another server has the lock now
 * @returns null when another server stands against it
 * @throws UnlikeServers when those that share it have another secret
 */
export async function takeServerLock(
  connection: DatabaseConnection,
  share: { secret: string } | null,
  onLost: (error: Error) => void,
): Promise<ServerLock | null> {
  let isReleased = false;
  let client: pg.Client | null = null;

  const take = async (): Promise<boolean> => {
    for (let attempt = 1; attempt <= tries; attempt += 1) {
      if (attempt > 1) await delay(pauseMs);
      const candidate = new pg.Client({ ...connection, application_name: 'xom lock' });
      // What breaks before it has the lock is found out here, and begins nothing of its own.
      candidate.on('error', () => {
        if (client === candidate) void retake();
      });
      try {
        await candidate.connect();
        if (await lock(candidate, share)) {
          client = candidate;
          return true;
        }
      } catch (error) {
        // It may never have begun: nobody waits for its end.
        void candidate.end().catch(() => {});
        throw error;
      }
      await candidate.end();
    }
    return false;
  };

  /** The database went away and came back: the lock is free again, for us or for another. */
  const retake = async (): Promise<void> => {
    client = null;
    while (!isReleased) {
      await delay(1000);
      try {
        if (await take()) return;
        onLost(new Error('another server took over the database'));
        return;
      } catch (error) {
        // The database is still away: readiness says so, and we ask again.
        if (!(error instanceof UnlikeServers)) continue;
        onLost(error);
        return;
      }
    }
  };

  if (!(await take())) return null;
  return {
    async release() {
      isReleased = true;
      try {
        return share === null || (await isLast(client));
      } finally {
        await client?.end().catch(() => {});
      }
    },
  };
}

async function lock(client: pg.Client, share: { secret: string } | null): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>(
    `select pg_try_advisory_lock${share ? '_shared' : ''}($1) as taken`,
    [lockKey],
  );
  if (!rows[0]?.taken) return false;
  if (share) await requireLikeness(client, share.secret);
  return true;
}

/**
 * Says of which secret this server is, then looks at what the others have said: of two that come at once, at
 * least one sees the other. A number of 31 bits gives away nothing of a secret.
 * @throws UnlikeServers
 */
async function requireLikeness(client: pg.Client, secret: string): Promise<void> {
  const digest = createHash('sha256').update(`xom servers\n${secret}`).digest();
  const likeness = digest.readInt32BE() & 0x7fffffff;
  await client.query('select pg_advisory_lock_shared($1, $2)', [likenessKey, likeness]);
  const { rows } = await client.query<{ isUnlike: boolean }>(
    `select exists (
       select from pg_locks
       where locktype = 'advisory' and granted and classid = $1 and objsubid = 2 and objid <> $2
         and database = (select oid from pg_database where datname = current_database())
     ) as "isUnlike"`,
    [likenessKey, likeness],
  );
  if (rows[0]?.isUnlike) throw new UnlikeServers();
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
