import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { call, connected, emit, next, openSocket } from './people.ts';

/** The server as a process: how it starts, refuses to start, is killed, and stops. */

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

class ServerProcess {
  readonly child: ChildProcess;
  output = '';

  constructor(args: string[], environment: Record<string, string>) {
    this.child = spawn(process.execPath, [main, ...args], {
      // Nothing of ours: what a bare machine has.
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], PORT: '0', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child.stdout?.on('data', (chunk) => (this.output += String(chunk)));
    this.child.stderr?.on('data', (chunk) => (this.output += String(chunk)));
  }

  async ready(): Promise<{ url: string }> {
    for (let waited = 0; waited < 20_000; waited += 20) {
      const url = /ready at (http:\S+)/.exec(this.output)?.[1];
      if (url) return { url };
      if (this.child.exitCode !== null) break;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`the server did not start: ${this.output}`);
  }

  async exit(signal?: NodeJS.Signals): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const exited = once(this.child, 'exit');
      if (signal) this.child.kill(signal);
      await exited;
    }
    return this.child.exitCode;
  }
}

let folder: string;
let running: ServerProcess[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xom process '));
  running = [];
});
afterEach(async () => {
  // A server that takes the folder over stops a database that a killed one left.
  await Promise.all(running.map((server) => server.exit('SIGTERM')));
  await rm(folder, { recursive: true, force: true });
});

function start(environment: Record<string, string> = {}, args: string[] = []): ServerProcess {
  const server = new ServerProcess(args, { DATA_DIR: join(folder, 'data'), ...environment });
  running.push(server);
  return server;
}

const newcomer = { username: 'lan', email: 'lan@example.org', password: 'correct horse' };

it('starts on nothing, stops cleanly on a signal, and starts again fast with all it had', async () => {
  const first = start();
  const server = await first.ready();
  expect((await call(server, 'GET', '/healthz')).status).toBe(200);
  expect((await call(server, 'GET', '/readyz')).status).toBe(200);
  const { body } = await call(server, 'POST', '/api/v1/auth/register', { body: newcomer });
  const socket = openSocket(server, '/v1', body.data.accessToken);
  await connected(socket);
  const told = next(socket, 'resync');
  const gone = next(socket, 'disconnect');
  expect(await first.exit('SIGTERM')).toBe(0);
  await told;
  // Not `io server disconnect`: after this a client reconnects by itself.
  expect(['transport close', 'transport error']).toContain(await gone);

  const before = performance.now();
  const second = start();
  const again = await second.ready();
  // About one second on an idle machine; the bound leaves room for a busy one.
  expect(performance.now() - before).toBeLessThan(10_000);
  const login = await call(again, 'POST', '/api/v1/auth/login', {
    body: { username: 'LAN', password: newcomer.password },
  });
  expect(login.status).toBe(200);
  const me = await call(again, 'GET', '/api/v1/users/me', { token: body.data.accessToken });
  expect(me.status).toBe(200);
});

it('keeps its secrets to itself', async () => {
  await start().ready();
  for (const file of ['jwt-secret', 'postgres-password']) {
    const { mode } = await stat(join(folder, 'data', file));
    expect([file, (mode & 0o777).toString(8)]).toEqual([file, '600']);
  }
});

it('lets only one server use a DATA_DIR, and says so to the second', async () => {
  const first = start();
  const { url } = await first.ready();
  const second = start();
  expect(await second.exit()).toBe(1);
  expect(second.output).toMatch(/Another server uses DATA_DIR .*data/);
  expect(second.output).not.toMatch(/^ +at /m);
  expect((await call({ url }, 'GET', '/readyz')).status).toBe(200);
});

it('takes over the database of a server that was killed, with everything acknowledged in it', async () => {
  const first = start();
  const server = await first.ready();
  const { body } = await call(server, 'POST', '/api/v1/auth/register', { body: newcomer });
  const token: string = body.data.accessToken;
  const made = await call(server, 'POST', '/api/v1/conversations', {
    token,
    body: { isGroup: true, name: 'Một mình', memberIds: [] },
  });
  const path = `/api/v1/conversations/${made.body.data.id}/messages`;
  const acknowledged: string[] = [];
  const socket = await connected(openSocket(server, '/v1', token));
  const sending = Promise.all(
    Array.from({ length: 300 }, async (_, index) => {
      const message = { conversationId: made.body.data.id, type: 'TEXT', content: `${index}` };
      // What the kill cuts off is never acknowledged.
      const ack = await emit(socket, 'messages.send', message).catch(() => null);
      if (ack?.status === 'success') acknowledged.push(ack.id);
      if (acknowledged.length === 50) first.child.kill('SIGKILL');
    }),
  );
  await first.exit();
  socket.disconnect();
  await sending;
  const second = start();
  const again = await second.ready();
  expect(second.output).toContain('taken over');
  const stored = new Set<string>();
  let cursor = '';
  do {
    const page = await call(again, 'GET', `${path}?limit=100${cursor}`, { token });
    for (const { id } of page.body.data.items) stored.add(id);
    cursor = page.body.data.nextCursor ? `&cursor=${page.body.data.nextCursor}` : '';
  } while (cursor);
  expect(acknowledged.length).toBeGreaterThanOrEqual(50);
  expect(acknowledged.filter((id) => !stored.has(id))).toEqual([]);
});

it('names a setting that does not parse, without a stack', async () => {
  for (const [name, value] of [
    ['PORT', 'eighty'],
    ['DATABASE_URL', 'mysql://nowhere'],
    ['RATE_LIMITS', 'maybe'],
  ] as const) {
    const server = start({ [name]: value });
    expect(await server.exit()).toBe(1);
    expect(server.output).toMatch(new RegExp(`^${name} takes `));
    expect(server.output.trim().split('\n')).toHaveLength(1);
  }
});

it('says which port is taken, and leaves no database behind', async () => {
  const first = start();
  const { url } = await first.ready();
  const second = start({ DATA_DIR: join(folder, 'other'), PORT: new URL(url).port });
  expect(await second.exit()).toBe(1);
  expect(second.output).toContain('EADDRINUSE');
  await expect(readdir(join(folder, 'other', 'postgres'))).resolves.not.toContain('postmaster.pid');
});

it('makes the first admin on the command line, beside a running server and without one', async () => {
  const server = await start().ready();
  const { body } = await call(server, 'POST', '/api/v1/auth/register', { body: newcomer });
  const token: string = body.data.accessToken;
  expect((await call(server, 'GET', '/api/v1/admin/users', { token })).status).toBe(403);
  const grant = start({}, ['admin', 'grant', 'Lan']);
  expect(await grant.exit()).toBe(0);
  expect((await call(server, 'GET', '/api/v1/admin/users', { token })).status).toBe(200);
  const nobody = start({}, ['admin', 'grant', 'nobody']);
  expect(await nobody.exit()).toBe(1);
  expect(nobody.output).toContain('nobody called nobody');
  await running[0]?.exit('SIGTERM');
  const revoke = start({}, ['admin', 'revoke', 'lan']);
  expect(await revoke.exit()).toBe(1);
  expect(revoke.output).toContain('only admin');
});

it('finishes what runs before it stops', async () => {
  const process = start();
  const server = await process.ready();
  const registering = Promise.all(
    Array.from({ length: 6 }, (_, index) =>
      call(server, 'POST', '/api/v1/auth/register', {
        body: { ...newcomer, username: `person${index}`, email: `p${index}@example.org` },
      }),
    ),
  );
  await new Promise((resolve) => setTimeout(resolve, 40));
  const stopped = process.exit('SIGINT');
  const answers = await registering;
  expect(await stopped).toBe(0);
  // Each is answered: done, or refused because the server stops. None is cut off.
  for (const { status } of answers) expect([201, 503]).toContain(status);
});

it('serves metrics on a port of their own only', async () => {
  const server = await start({ METRICS_PORT: '39471' }).ready();
  expect((await call(server, 'GET', '/metrics')).status).toBe(404);
  const metrics = await call({ url: 'http://127.0.0.1:39471' }, 'GET', '/metrics');
  expect(metrics.status).toBe(200);
  expect(metrics.body).toContain('xom_open_sockets 0');
});

it('seeds people to try it with', async () => {
  const server = start({}, ['dev']);
  const { url } = await server.ready();
  for (let waited = 0; !server.output.includes('Sign in as') && waited < 10_000; waited += 50) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const login = await call({ url }, 'POST', '/api/v1/auth/login', {
    body: { username: 'lan', password: 'xom-xom-xom' },
  });
  expect(login.status).toBe(200);
  const token: string = login.body.data.accessToken;
  const { body } = await call({ url }, 'GET', '/api/v1/conversations', { token });
  expect(body.data.items).toHaveLength(2);
});
