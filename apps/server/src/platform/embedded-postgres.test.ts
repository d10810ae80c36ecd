import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmod,
  chown,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  realpath,
  rename,
  rm,
  rmdir,
  stat,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { findBinaries } from './embedded-postgres-binaries.ts';
import { nameExists } from './embedded-postgres-files.ts';
import { isPostmasterOf } from './embedded-postgres-postmaster.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts';

const isRoot = process.getuid?.() === 0;

let home: string;
let started: EmbeddedPostgres[];
let messages: string[];

beforeAll(async () => {
  home = await mkdtemp(path.join(await realpath(tmpdir()), 'xom-postgres-'));
  await chmod(home, 0o755);
});

beforeEach(() => {
  started = [];
  messages = [];
});

afterEach(async () => {
  for (const database of started) await database.stop();
  for (const { connection, directory } of started) {
    // Only what lies outside the test's folder, and belongs to its database alone.
    for (const folder of [directory, connection.host]) {
      if (!folder.startsWith(home)) await rm(folder, { recursive: true, force: true });
    }
  }
});

afterAll(async () => {
  await rm(home, { recursive: true, force: true });
  // Left alone where other databases are kept there.
  await rmdir('/var/lib/xom').catch(() => undefined);
});

async function start(dataDir = path.join(home, 'data')): Promise<EmbeddedPostgres> {
  const database = await startEmbeddedPostgres({
    dataDir,
    log: (message) => messages.push(message),
  });
  started.push(database);
  return database;
}

async function ask(database: EmbeddedPostgres, sql: string): Promise<unknown> {
  const client = new pg.Client({ ...database.connection, database: 'xom' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const result = await client.query<{ answer: unknown }>(sql);
    return result.rows[0]?.answer;
  } finally {
    await client.end();
  }
}

async function postmasterOf(database: EmbeddedPostgres): Promise<number> {
  const text = await readFile(path.join(database.directory, 'postmaster.pid'), 'utf8');
  return Number(text.split('\n')[0]);
}

async function killHard(database: EmbeddedPostgres): Promise<void> {
  const pid = await postmasterOf(database);
  process.kill(pid, 'SIGKILL');
  while (await isPostmasterOf(pid, database.directory)) await pause(5);
}

const pause = (time: number) => new Promise((resolve) => setTimeout(resolve, time));

// These share one folder, in this order: making one takes half a second.
describe('the embedded PostgreSQL', () => {
  test('starts on a new folder, speaks UTF-8, stops without a trace, and starts again', async () => {
    const first = await start();
    expect(first.wasRunning).toBe(false);
    const folded = await ask(first, "select lower('ĐÀ NẴNG') = 'đà nẵng' as answer");
    expect(folded).toBe(true);
    const encoding = `select pg_encoding_to_char(encoding) || ' ' || datlocale as answer
      from pg_database where datname = current_database()`;
    expect(await ask(first, encoding)).toBe('UTF8 C.UTF-8');
    const settings = `select string_agg(name || '=' || setting, ' ' order by lower(name)) as answer
      from pg_settings where name in ('listen_addresses', 'fsync', 'jit', 'TimeZone')`;
    expect(await ask(first, settings)).toBe('fsync=on jit=off listen_addresses= TimeZone=UTC');
    await ask(first, "create table kept as select 'Xóm' as word");
    const pid = await postmasterOf(first);
    await first.stop();
    await first.stop();
    expect(await isPostmasterOf(pid, first.directory)).toBe(false);
    expect(await nameExists(path.join(first.directory, 'postmaster.pid'))).toBe(false);

    const second = await start();
    expect(second.wasRunning).toBe(false);
    expect(await ask(second, 'select word as answer from kept')).toBe('Xóm');
    expect(messages).toEqual([`Making a new database in ${first.directory}.`]);
  });

  test('keeps its secrets to the one who runs the server', async () => {
    const database = await start();
    const data = path.dirname(database.directory);
    const password = await stat(path.join(data, 'postgres-password'));
    expect([password.mode & 0o777, password.uid]).toEqual([0o600, process.getuid?.()]);
    expect((await stat(database.directory)).mode & 0o777).toBe(0o700);
    expect((await stat(data)).mode & 0o777).toBe(isRoot ? 0o711 : 0o700);
    expect(await readdir(data)).toEqual(['postgres', 'postgres-password']);
    const wrong = new pg.Client({ ...database.connection, password: 'password', database: 'xom' });
    await expect(wrong.connect()).rejects.toThrow(/password authentication failed/);
  });

  test('takes over what a killed server left, and stops it', async () => {
    const first = await start();
    const pid = await postmasterOf(first);
    const second = await start();
    expect(second.wasRunning).toBe(true);
    expect(await postmasterOf(second)).toBe(pid);
    expect(await ask(second, 'select 1 as answer')).toBe(1);
    await second.stop();
    expect(await isPostmasterOf(pid, first.directory)).toBe(false);
  });

  test('waits for the end of one that is stopping, and starts anew', async () => {
    const first = await start();
    const stopping = first.stop();
    const second = await start();
    await stopping;
    expect(await ask(second, 'select 1 as answer')).toBe(1);
  });

  test('two first starts at once share one database, and clear an interrupted one away', async () => {
    const data = path.join(home, 'raced');
    const interrupted = path.join(data, 'postgres.new-4194305-0a1b');
    await mkdir(path.join(interrupted, 'data'), { recursive: true });
    const both = await Promise.all([start(data), start(data)]);
    expect(both.filter(({ wasRunning }) => wasRunning)).toHaveLength(1);
    for (const database of both) expect(await ask(database, 'select 1 as answer')).toBe(1);
    expect(await readdir(data)).toEqual(['postgres', 'postgres-password']);
  });

  test('recovers after a crash, whatever process has the number by now', async () => {
    const crashed = await start();
    await ask(crashed, 'create table crashed as select 1 as one');
    await killHard(crashed);
    const pidFile = path.join(crashed.directory, 'postmaster.pid');
    const stale = await readFile(pidFile, 'utf8');
    // A living process of the same user: PostgreSQL itself would refuse to start.
    const { uid, gid } = await stat(crashed.directory);
    const stranger = spawn('sleep', ['60'], isRoot ? { uid, gid } : {});
    try {
      for (const name of [pidFile, path.join(crashed.connection.host, '.s.PGSQL.5432.lock')]) {
        await writeFile(name, stale.replace(/^\d+/, String(stranger.pid)));
      }
      const next = await start();
      expect(next.wasRunning).toBe(false);
      expect(await ask(next, 'select one as answer from crashed')).toBe(1);
      await next.stop();
      expect(stranger.exitCode).toBe(null);
    } finally {
      stranger.kill();
      await once(stranger, 'exit');
    }
  });

  test('works in a folder with spaces, and below a path too long for a socket', async () => {
    const spaces = await start(path.join(home, "Nhà của tôi, 'ở đây'"));
    expect(await ask(spaces, 'select 1 as answer')).toBe(1);
    const long = path.join(home, 'a-long-name-'.repeat(9), 'data');
    const first = await start(long);
    expect(Buffer.byteLength(first.connection.host)).toBeLessThan(80);
    expect((await lstat(first.connection.host)).mode & 0o777).toBe(0o700);
    expect(await ask(first, 'select 1 as answer')).toBe(1);
    expect((await start(long)).wasRunning).toBe(true);
  });
});

describe('what it cannot start on is said clearly', () => {
  async function holding(name: string, text: string): Promise<string> {
    const data = await mkdtemp(path.join(home, 'refused-'));
    const directory = path.join(data, 'postgres');
    await mkdir(directory, { mode: 0o700 });
    await writeFile(path.join(directory, name), text);
    if (isRoot) await chown(directory, 65534, 65534);
    return data;
  }

  test('a database of another version', async () => {
    const data = await holding('PG_VERSION', '15\n');
    await expect(start(data)).rejects.toThrow(
      /made by PostgreSQL 15; this Xóm comes with PostgreSQL 18/,
    );
  });

  test('a folder of other files', async () => {
    const data = await holding('letter.txt', 'dear');
    await expect(start(data)).rejects.toThrow(/holds files but no database/);
  });

  test('a broken configuration, with the last words of PostgreSQL', async () => {
    const database = await start();
    await database.stop();
    await writeFile(path.join(database.directory, 'postgresql.conf'), 'max_connections = many\n');
    const words =
      /did not start\. It said:\n {2}LOG: {2}invalid value for parameter "max_connections"/;
    await expect(start()).rejects.toThrow(words);
  });

  test('a platform without programs', async () => {
    await expect(findBinaries('plan9-mips')).rejects.toThrow(/Set DATABASE_URL/);
  });
});

describe.runIf(isRoot)('as root', () => {
  test('a folder closed to others: the database is kept elsewhere, found again, or begun anew', async () => {
    const closed = path.join(home, 'closed');
    await mkdir(closed, { mode: 0o700 });
    const data = path.join(closed, 'data');
    const first = await start(data);
    expect(first.directory).toMatch(/^\/var\/lib\/xom\/[0-9a-f]{12}$/);
    expect(messages[0]).toContain(`the database is kept in ${first.directory}`);
    expect(await readlink(path.join(data, 'postgres'))).toBe(first.directory);
    expect((await stat(first.directory)).uid).not.toBe(0);
    await ask(first, 'create table kept as select 1 as one');
    await first.stop();

    const moved = path.join(closed, 'moved');
    await rename(data, moved);
    const second = await start(moved);
    expect(await ask(second, 'select one as answer from kept')).toBe(1);
    await second.stop();

    await rm(moved, { recursive: true });
    const third = await start(data);
    const aside = / as (\S+)\.$/.exec(messages.at(-2) ?? '')?.[1] ?? '';
    expect(aside).toContain(`${first.directory}.removed-`);
    await rm(aside, { recursive: true });
    expect(await ask(third, "select to_regclass('kept')::text as answer")).toBe(null);
  });

  test('what an ordinary user made runs as that user, and the other way is refused', async () => {
    const data = path.join(home, 'of-nobody');
    await mkdir(data);
    await chown(data, 65534, 65534);
    expect(await runAsNobody(data)).toBe('started');
    const database = await start(data);
    expect((await stat(database.directory)).uid).toBe(65534);
    await database.stop();
    expect(await runAsNobody(path.join(home, 'data'))).toContain('belongs to another user');
  });
});

async function runAsNobody(dataDir: string): Promise<string> {
  const module = new URL('embedded-postgres.ts', import.meta.url).href;
  const script = `
    const { startEmbeddedPostgres } = await import(${JSON.stringify(module)});
    try {
      const options = { dataDir: ${JSON.stringify(dataDir)}, log: () => undefined };
      await (await startEmbeddedPostgres(options)).stop();
      console.log('started');
    } catch (error) {
      console.log(error.message);
    }`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    uid: 65534,
    gid: 65534,
    env: {},
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  await once(child, 'close');
  return output.trim();
}
