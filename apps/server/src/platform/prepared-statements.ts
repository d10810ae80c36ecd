import { hash } from 'node:crypto';
import type { PostgresPool } from 'kysely';
import pg from 'pg';

/** A text gets a name when it is seen so often: what is asked once would only fill memory. */
const timesUntilNamed = 3;
/** So many texts have names: lists of values of every length make texts without end. */
const maxNames = 400;
/** Texts with more parameters are lists of values, hardly ever of the same length again. */
const maxParameters = 60;

/**
 * A pool for Kysely whose connections prepare what they are asked often: each then parses a statement once and,
 * after five executions, keeps one plan of it for all values, unless that looks dearer than a plan for each. It
 * plans anew when a table of the plan was analysed. A pooler between this and PostgreSQL must know prepared
 * statements, as PgBouncer does from 1.21 on, or lend whole sessions.
 */
export function preparing(pool: pg.Pool): PostgresPool {
  const names = new StatementNames();
  const clients = new WeakMap<pg.PoolClient, pg.PoolClient>();
  return {
    Client: pg.Client,
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      const client = await pool.connect();
      const prepared = clients.get(client) ?? preparingClient(client, names);
      clients.set(client, prepared);
      return prepared;
    },
  };
}

/** The same connection with another `query`. */
function preparingClient(client: pg.PoolClient, names: StatementNames): pg.PoolClient {
  const ask = (text: string, values: unknown[]): Promise<pg.QueryResult> => {
    const name = names.of(text, values.length);
    return answerOf(client, name === undefined ? { text, values } : { name, text, values });
  };
  const query = async (text: string, values: unknown[]): Promise<pg.QueryResult> => {
    try {
      return await ask(text, values);
    } catch (error) {
      if (!isOutdated(error)) throw error;
      names.renew();
      // A transaction has failed with it; what comes after is prepared anew.
      if (client.getTransactionStatus() !== 'I') throw error;
      return ask(text, values);
    }
  };
  return Object.create(client, { query: { value: query } });
}

/**
 * Asked by a callback: what is awaited of `pg` itself stays in memory until all of that is collected, and each small
 * collection before, of which there are many, takes milliseconds to move it.
 */
function answerOf(client: pg.PoolClient, asked: pg.QueryConfig): Promise<pg.QueryResult> {
  return new Promise((resolve, reject) => {
    client.query(asked, (error: Error | null, answer: pg.QueryResult) => {
      if (error) reject(error);
      else resolve(answer);
    });
  });
}

/** Whether a prepared statement answers other columns than before: another process migrated. */
function isOutdated(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.routine === 'RevalidateCachedQuery';
}

/** What has no parameters may be the begin of a transaction, or a migration: many statements in one text. */
function isQuery(text: string): boolean {
  return /^\s*(?:select|with)\s/.test(text);
}

class StatementNames {
  /** By text: its name or, until it has one, how often it was seen. */
  readonly #known = new Map<string, string | number>();
  #named = 0;
  #generation = 0;

  /** @returns undefined: not to be prepared */
  of(text: string, parameterCount: number): string | undefined {
    if (parameterCount > maxParameters || (parameterCount === 0 && !isQuery(text)))
      return undefined;
    const known = this.#known.get(text) ?? 0;
    if (typeof known === 'string') return known;
    if (this.#named === maxNames) return undefined;
    const seen = known + 1;
    if (seen < timesUntilNamed) {
      if (this.#known.size >= 2 * maxNames) this.#forgetNameless();
      this.#known.set(text, seen);
      return undefined;
    }
    this.#named += 1;
    // Whoever else names statements on a connection means the same text by it.
    const name = `${hash('sha1', text, 'base64url')} ${this.#generation}`;
    this.#known.set(text, name);
    return name;
  }

  /** All are prepared anew under other names, on every connection; the old ones end with these. */
  renew(): void {
    this.#known.clear();
    this.#named = 0;
    this.#generation += 1;
  }

  #forgetNameless(): void {
    for (const [text, known] of this.#known) {
      if (typeof known === 'number') this.#known.delete(text);
    }
  }
}
