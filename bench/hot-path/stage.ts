import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg, { type ClientConfig } from 'pg';
import {
  type EmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../apps/server/src/platform/embedded-postgres.ts';
import type { Run } from '../case.ts';
import { ready, remove, stop } from '../server-process.ts';
import { type BaselineSettings, bareTable } from './bare-messages.ts';
import { LoadProcess } from './load-process.ts';
import { cpuMsOf, cpuMsOfFamily, memoryMbOf, writesOf } from './process-figures.ts';
import { fillWorld, jwtSecret, type World } from './world.ts';

const scripts = {
  ours: '../../apps/server/src/main.ts',
  oneAtATime: './one-at-a-time.ts',
  stock: './stock.ts',
  stockWithInsert: './stock.ts',
  floor: './floor.ts',
  driver: './driver.ts',
  constant: './constant.ts',
} as const;

export type TargetName = keyof typeof scripts;

/** A server that is measured. */
export interface Target {
  readonly name: TargetName;
  readonly url: string;
  readonly pid: number;
  /** Of the servers that hold people: who there is. */
  readonly world: World | null;
  /** Tells a baseline that runs by itself what to do, and waits for what it answers. */
  order<Answer>(order: object): Promise<Answer>;
  stop(): Promise<void>;
}

/** What a stretch of work cost. */
export interface Cost {
  ms: number;
  /** Of the server. */
  cpuMs: number;
  /** Of PostgreSQL, for whomever it worked. */
  databaseMs: number;
  /** How often the server wrote to a socket. */
  writes: number;
  /** Which share of a core the load took: over 0.8 it may have been the bottleneck. */
  loadShare: number;
  memoryMb: number;
}

/** What is less than a tenth of a core for so long is quiet; waited for at most so long. */
const quietMs = 300;
const quietPatienceMs = 20_000;

/** All that cases need: one PostgreSQL, the load, and servers that start when they are first asked for. */
export class Stage implements AsyncDisposable {
  readonly run: Run;
  readonly load = new LoadProcess();
  readonly #dataDir: string;
  readonly #postgres: EmbeddedPostgres;
  readonly #postmaster: number;
  readonly #targets = new Map<TargetName, Promise<Target>>();
  readonly #worlds = new Map<string, Promise<World>>();
  readonly #children = new Set<ChildProcess>();

  private constructor(run: Run, dataDir: string, postgres: EmbeddedPostgres, postmaster: number) {
    this.run = run;
    this.#dataDir = dataDir;
    this.#postgres = postgres;
    this.#postmaster = postmaster;
  }

  static async set(run: Run): Promise<Stage> {
    const dataDir = await mkdtemp(join(tmpdir(), 'xom-bench-'));
    try {
      const postgres = await startEmbeddedPostgres({ dataDir, log: () => {} });
      const lines = await readFile(join(postgres.directory, 'postmaster.pid'), 'utf8');
      return new Stage(run, dataDir, postgres, Number(lines.split('\n')[0]));
    } catch (error) {
      await remove(dataDir);
      throw error;
    }
  }

  /** A server, started when it is first asked for. */
  async target(name: TargetName): Promise<Target> {
    const known = this.#targets.get(name) ?? this.#start(name);
    this.#targets.set(name, known);
    return known;
  }

  /** The same, started anew. */
  async restart(name: TargetName, flags: readonly string[]): Promise<Target> {
    await (await this.#targets.get(name))?.stop();
    const target = this.#start(name, flags);
    this.#targets.set(name, target);
    return target;
  }

  async #start(name: TargetName, flags: readonly string[] = []): Promise<Target> {
    const isServer = name === 'ours' || name === 'oneAtATime';
    const databaseName = isServer ? name.toLowerCase() : 'bare';
    const database = await this.#database(databaseName);
    const settings: BaselineSettings = { database: name === 'stock' ? null : database };
    const child = spawn(
      process.execPath,
      [
        // Such as --cpu-prof: whoever profiles the bench profiles what it measures.
        ...process.execArgv,
        ...flags,
        fileURLToPath(new URL(scripts[name], import.meta.url)),
        ...(isServer ? [] : [JSON.stringify(settings)]),
      ],
      {
        env: {
          ...process.env,
          ...serverSettings,
          DATA_DIR: join(this.#dataDir, databaseName),
          DATABASE_URL: addressOf(database),
        },
        stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
      },
    );
    this.#children.add(child);
    const url = await ready(child, this.run.signal);
    const world = isServer ? await this.#world(databaseName, database) : null;
    return {
      name,
      url,
      pid: child.pid ?? 0,
      world,
      async order<Answer>(order: object): Promise<Answer> {
        child.send(order);
        const [answer] = (await once(child, 'message')) as [Answer];
        return answer;
      },
      stop: async () => {
        await stop(child);
        this.#children.delete(child);
      },
    };
  }

  /** Resolves when what is left of earlier work, such as an index that catches up, is done. */
  async quiet(): Promise<void> {
    const end = performance.now() + quietPatienceMs;
    for (let before = await this.#cpuMs(); performance.now() < end;) {
      await delay(quietMs, undefined, { signal: this.run.signal });
      const now = await this.#cpuMs();
      if (now - before < quietMs / 10) return;
      before = now;
    }
  }

  /** Of PostgreSQL and all servers. */
  async #cpuMs(): Promise<number> {
    const own = [...this.#children].map(async ({ pid }) => cpuMsOf(pid ?? 0));
    const all = await Promise.all([cpuMsOfFamily(this.#postmaster), ...own]);
    return all.reduce((sum, one) => sum + one, 0);
  }

  /** What it costs a server, PostgreSQL and the load to do something. */
  async cost<Answer>(
    target: Target,
    act: () => Promise<Answer>,
  ): Promise<{ answer: Answer; cost: Cost }> {
    this.run.signal.throwIfAborted();
    const figures = async () => ({
      cpuMs: await cpuMsOf(target.pid),
      databaseMs: await cpuMsOfFamily(this.#postmaster),
      writes: await writesOf(target.pid),
      loadMs: await this.load.do('cpuMs'),
      at: performance.now(),
    });
    const before = await figures();
    const answer = await act();
    const after = await figures();
    const ms = after.at - before.at;
    return {
      answer,
      cost: {
        ms,
        cpuMs: after.cpuMs - before.cpuMs,
        databaseMs: after.databaseMs - before.databaseMs,
        writes: after.writes - before.writes,
        loadShare: (after.loadMs - before.loadMs) / ms,
        memoryMb: await memoryMbOf(target.pid),
      },
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.load[Symbol.asyncDispose]();
    await Promise.all([...this.#children].map(stop));
    await this.#postgres.stop();
    await remove(this.#dataDir);
  }

  async #database(name: string): Promise<ClientConfig> {
    const client = new pg.Client({ ...this.#postgres.connection, database: 'postgres' });
    await client.connect();
    try {
      const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
      const connection = { ...this.#postgres.connection, database: name };
      if (rowCount === 0) {
        await client.query(`create database ${name}`);
        if (name === 'bare') await makeBareTable(connection);
      }
      return connection;
    } finally {
      await client.end();
    }
  }

  async #world(name: string, database: ClientConfig): Promise<World> {
    const known = this.#worlds.get(name) ?? fillWorld(database);
    this.#worlds.set(name, known);
    return known;
  }
}

const serverSettings = {
  PORT: '0',
  HOST: '127.0.0.1',
  REDIS_URL: '',
  RATE_LIMITS: 'off',
  LOG_LEVEL: 'warn',
  NODE_ENV: 'production',
  JWT_SECRET: jwtSecret,
};

function addressOf({ user, password, host, port, database }: ClientConfig): string {
  const login = `${encodeURIComponent(user ?? '')}:${encodeURIComponent(String(password))}`;
  const place = `host=${encodeURIComponent(host ?? '')}&port=${port}`;
  return `postgres://${login}@localhost/${database}?${place}`;
}

async function makeBareTable(connection: ClientConfig): Promise<void> {
  const client = new pg.Client(connection);
  await client.connect();
  await client.query(bareTable);
  await client.end();
}
