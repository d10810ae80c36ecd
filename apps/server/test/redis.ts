import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A real Redis, on a port of its own. */
export class RedisServer {
  readonly port: number;
  readonly #folder: string;
  readonly #settings: readonly string[];
  #process: ChildProcess | null = null;

  private constructor(port: number, folder: string, settings: readonly string[]) {
    this.port = port;
    this.#folder = folder;
    this.#settings = settings;
  }

  static async start(settings: readonly string[] = []): Promise<RedisServer> {
    const folder = await mkdtemp(join(tmpdir(), 'xom-redis-'));
    const server = new RedisServer(await freePort(), folder, settings);
    // A run that is broken off leaves none behind.
    process.once('exit', () => server.#process?.kill('SIGKILL'));
    await server.startAgain();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** With nothing in it, and on the same port. */
  async startAgain(): Promise<void> {
    const settings = ['--port', `${this.port}`, '--dir', this.#folder, '--save', ''];
    this.#process = spawn('redis-server', [...settings, ...this.#settings], { stdio: 'ignore' });
    for (let tries = 0; tries < 200; tries += 1) {
      if ((await this.ask('ping').catch(() => '')) === 'PONG') return;
      await delay(25);
    }
    throw new Error('redis-server did not start');
  }

  /** What redis-cli answers. */
  async ask(...words: string[]): Promise<string> {
    const { stdout } = await run('redis-cli', ['-p', `${this.port}`, ...words]);
    return stdout.trim();
  }

  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const running = this.#process;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const exited = once(running, 'exit');
    running.kill(signal);
    await exited;
  }

  async stop(): Promise<void> {
    await this.kill();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** Three servers that are one Redis Cluster. */
export async function startRedisCluster(): Promise<RedisServer[]> {
  const settings = ['--cluster-enabled', 'yes', '--cluster-node-timeout', '2000'];
  const servers = await Promise.all([1, 2, 3].map(async () => RedisServer.start(settings)));
  const hosts = servers.map(({ port }) => `127.0.0.1:${port}`);
  await run('redis-cli', ['--cluster', 'create', ...hosts, '--cluster-yes']);
  for (const server of servers) {
    while (!(await server.ask('cluster', 'info')).includes('cluster_state:ok')) await delay(50);
  }
  return servers;
}

async function freePort(): Promise<number> {
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const address = holder.address();
  holder.close();
  await once(holder, 'close');
  if (!address || typeof address === 'string') throw new Error('no port');
  // The bus of a cluster needs the port 10000 above it.
  return address.port > 55_000 ? freePort() : address.port;
}
