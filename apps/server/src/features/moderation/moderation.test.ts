import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  call,
  connected,
  emit,
  next,
  openSocket,
  register,
  type TestPerson,
  testPassword,
} from '../../../test/people.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { openDatabase } from '../../platform/database.ts';
import type { Tables } from '../../tables.ts';
import { grantRole } from './moderation.ts';

let server: TestServer;
let admin: TestPerson;
let moderator: TestPerson;
const nobody = '01890000-0000-7000-8000-000000000000';

beforeAll(async () => {
  server = await startTestServer();
  admin = await register(server, 'the.admin');
  moderator = await register(server, 'the_moderator');
});
beforeEach(async () => {
  const database = openDatabase<Tables>(server.pool);
  await grantRole(database, 'The.Admin', 'admin');
  await grantRole(database, 'the_moderator', 'moderator');
});
afterAll(async () => server.stop());

const change = async (actor: TestPerson, subject: { id: string }, body: object) =>
  actor.patch(`/api/v1/admin/users/${subject.id}`, body);
const login = async ({ username }: TestPerson, password = testPassword) =>
  call(server, 'POST', '/api/v1/auth/login', { body: { username, password } });
const refresh = async ({ refreshToken }: TestPerson) =>
  call(server, 'POST', '/api/v1/auth/refresh', { body: { refreshToken } });

describe('suspending', () => {
  test.each(['not_active', 'deleted'] as const)(
    'to %s ends open sockets, shuts every door, and can be undone without loss',
    async (state) => {
      const [lan, minh] = [await register(server), await register(server)];
      const sockets = [await lan.connect('/v1'), await lan.chat()];
      const ends = sockets.map(async (socket) => next(socket, 'disconnect'));
      const answer = await change(moderator, lan, { state });
      expect(answer).toMatchObject({
        status: 200,
        body: { data: { id: lan.id, username: lan.username, state, role: 'user', email: null } },
      });
      expect(await Promise.all(ends)).toEqual(['io server disconnect', 'io server disconnect']);

      const suspended = { status: 403, body: { error: 'account_suspended' } };
      expect(await lan.get('/api/v1/users/me')).toMatchObject(suspended);
      expect(await login(lan)).toMatchObject(suspended);
      expect(await login(lan, 'a wrong one')).toMatchObject({ status: 401 });
      expect(await refresh(lan)).toMatchObject(suspended);
      await expect(connected(openSocket(server, '/v1', lan.token))).rejects.toMatchObject({
        data: { error: 'account_suspended' },
      });
      expect((await minh.get(`/api/v1/users/${lan.username}`)).status).toBe(404);

      expect((await change(moderator, lan, { state: 'active' })).status).toBe(200);
      expect((await lan.get('/api/v1/users/me')).status).toBe(200);
      expect((await minh.get(`/api/v1/users/${lan.username}`)).status).toBe(200);
      expect((await refresh(lan)).status).toBe(200);
      const socket = await lan.connect('/v1');
      expect(await emit(socket, 'users.me', {})).toMatchObject({ status: 'success', id: lan.id });
      lan.disconnect();
    },
  );
});

describe('who may do what', () => {
  test('people may nothing', async () => {
    const [lan, minh] = [await register(server), await register(server)];
    for (const path of ['users', 'audit', 'stats']) {
      expect((await lan.get(`/api/v1/admin/${path}`)).status).toBe(403);
    }
    for (const subject of [minh, lan, admin, { id: nobody }]) {
      expect((await change(lan, subject, { state: 'not_active' })).status).toBe(403);
    }
    expect((await change(lan, lan, { role: 'admin' })).status).toBe(403);
  });

  test('moderators may set the state of people, and nothing else', async () => {
    const lan = await register(server);
    const colleague = await register(server, 'colleague');
    await change(admin, colleague, { role: 'moderator' });
    expect((await change(moderator, lan, { state: 'not_active' })).status).toBe(200);
    for (const [subject, body] of [
      [lan, { role: 'moderator' }],
      [lan, { role: 'user', state: 'active' }],
      [colleague, { state: 'not_active' }],
      [admin, { state: 'deleted' }],
      [moderator, { state: 'active' }],
      [moderator, { role: 'admin' }],
    ] as const) {
      expect(await change(moderator, subject, body)).toMatchObject({
        status: 403,
        body: { error: 'forbidden' },
      });
    }
    const listed = await moderator.get(`/api/v1/admin/users?q=${lan.username}`);
    expect(listed.body.data.items).toMatchObject([{ state: 'not_active', role: 'user' }]);
    expect((await change(moderator, { id: nobody }, { state: 'active' })).status).toBe(404);
    expect((await change(moderator, lan, {})).status).toBe(400);
    expect((await change(moderator, lan, { state: 'gone' })).status).toBe(400);
  });

  test('admins may do anything to anybody but themselves', async () => {
    const lan = await register(server);
    expect(await change(admin, lan, { role: 'moderator', state: 'not_active' })).toMatchObject({
      status: 200,
      body: {
        data: { role: 'moderator', state: 'not_active', email: `${lan.username}@example.org` },
      },
    });
    expect((await change(admin, moderator, { role: 'admin' })).status).toBe(200);
    expect((await change(admin, moderator, { state: 'deleted' })).status).toBe(200);
    expect((await change(admin, moderator, { state: 'active', role: 'user' })).status).toBe(200);
    for (const body of [{ role: 'user' }, { state: 'deleted' }, { state: 'active' }]) {
      expect((await change(admin, admin, body)).status).toBe(403);
    }
  });

  test('a role that is taken away, or given, counts at once on open sockets too', async () => {
    const socket = await moderator.connect('/v1');
    expect(await emit(socket, 'admin.users', {})).toMatchObject({ status: 'success' });
    await change(admin, moderator, { role: 'user' });
    expect(await emit(socket, 'admin.users', {})).toMatchObject({ error: 'forbidden' });
    await change(admin, moderator, { role: 'admin' });
    const answer = await emit(socket, 'admin.users', { q: 'the.admin' });
    expect(answer.items).toMatchObject([{ email: 'the.admin@example.org' }]);
    moderator.disconnect();
  });
});

describe('the last admin', () => {
  test('cannot be demoted on the command line', async () => {
    const database = openDatabase<Tables>(server.pool);
    await expect(grantRole(database, 'the.admin', 'user')).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(grantRole(database, 'nobody', 'admin')).rejects.toMatchObject({
      code: 'not_found',
    });
    await grantRole(database, 'the_moderator', 'admin');
    await grantRole(database, 'the.admin', 'user');
    expect((await admin.get('/api/v1/admin/users')).status).toBe(403);
    await grantRole(database, 'the.admin', 'admin');
  });

  test('remains when two demote each other at the same moment', async () => {
    for (let round = 0; round < 5; round += 1) {
      const database = openDatabase<Tables>(server.pool);
      await grantRole(database, 'the.admin', 'admin');
      await grantRole(database, 'the_moderator', 'admin');
      const answers = await Promise.all([
        change(admin, moderator, { role: 'user' }),
        change(moderator, admin, { role: 'user' }),
      ]);
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 403]);
      const { rows } = await server.pool.query(
        `select count(*)::int as count from users where role = 'admin'`,
      );
      expect(rows).toEqual([{ count: 1 }]);
      // Whoever was demoted is made an admin again first: there is never none.
      await grantRole(database, 'the.admin', 'admin');
      await grantRole(database, 'the_moderator', 'moderator');
    }
  });
});

describe('the list of people', () => {
  test('comes newest first, page by page, each once', async () => {
    const made: string[] = [];
    for (let number = 0; number < 7; number += 1) {
      made.unshift((await register(server, `paged_${number}`)).username);
    }
    const names: string[] = [];
    let cursor = '';
    for (let page = 0; page < 10; page += 1) {
      const { body } = await admin.get(`/api/v1/admin/users?q=Paged_&limit=3${cursor}`);
      names.push(...body.data.items.map(({ username }: { username: string }) => username));
      expect(body.data.hasMore).toBe(body.data.nextCursor !== null);
      if (!body.data.hasMore) break;
      cursor = `&cursor=${body.data.nextCursor}`;
    }
    expect(names).toEqual(made);
    const { items } = (await admin.get('/api/v1/admin/users')).body.data;
    expect(items[0].username).toBe('paged_6');
    expect((await admin.get('/api/v1/admin/users?cursor=nonsense')).status).toBe(400);
  });

  test('is filtered by the start of the name, the state and the role', async () => {
    const [lan, away] = [await register(server, 'filter.lan'), await register(server, 'filter_x')];
    await change(admin, lan, { state: 'deleted' });
    await away.post('/api/v1/users/me/deactivate');
    const names = async (query: string) => {
      const { body } = await admin.get(`/api/v1/admin/users?${query}`);
      return body.data.items.map(({ username }: { username: string }) => username);
    };
    expect(await names('q=filter')).toEqual(['filter_x', 'filter.lan']);
    // `_` and `%` are letters like any other here.
    expect(await names('q=filter_')).toEqual(['filter_x']);
    expect(await names('q=%25')).toEqual([]);
    expect(await names('q=filter%5C')).toEqual([]);
    expect(await names('q=filter&state=deleted')).toEqual(['filter.lan']);
    expect(await names('q=filter&state=active')).toEqual(['filter_x']);
    expect(await names('role=admin')).toEqual(['the.admin']);
    expect(await names('role=moderator&q=the')).toEqual(['the_moderator']);
    const { items } = (await admin.get('/api/v1/admin/users?q=filter_x')).body.data;
    expect(items).toMatchObject([{ isDeactivated: true, state: 'active' }]);
  });

  test('reads by index', async () => {
    const plans = await Promise.all(
      [
        `select id from users where username like 'filter\\_%' order by id desc limit 21`,
        `select id from users where role = 'admin' order by id desc limit 21`,
        `select id from users where state = 'deleted' order by id desc limit 21`,
        `select id from users where id < '${nobody}' order by id desc limit 21`,
        `select * from audit_log where id < '${nobody}' order by id desc limit 21`,
      ].map(async (query) => explain(query)),
    );
    for (const plan of plans) expect(plan).toMatch(/Index/);
    for (const plan of plans) expect(plan).not.toMatch(/Seq Scan/);
  });
});

describe('the audit log', () => {
  test('holds every act, and none that changed nothing', async () => {
    const lan = await register(server, 'audited');
    await change(admin, lan, { role: 'moderator' });
    await change(admin, lan, { role: 'moderator' });
    await change(admin, lan, { role: 'user', state: 'not_active' });
    await change(moderator, lan, { state: 'active' });
    await change(moderator, admin, { state: 'deleted' });
    await grantRole(openDatabase<Tables>(server.pool), 'audited', 'moderator');
    const { body } = await moderator.get('/api/v1/admin/audit?limit=5');
    const acts = body.data.items.map(
      (entry: { act: string; from: string; to: string; actor: { username: string } | null }) =>
        `${entry.actor?.username ?? 'command line'}: ${entry.act} ${entry.from} → ${entry.to}`,
    );
    expect(acts).toHaveLength(5);
    expect(acts[0]).toBe('command line: role user → moderator');
    expect(acts[1]).toBe('the_moderator: state not_active → active');
    // The two of one call were made in the same moment.
    expect(acts.slice(2, 4).toSorted()).toEqual([
      'the.admin: role moderator → user',
      'the.admin: state active → not_active',
    ]);
    expect(acts[4]).toBe('the.admin: role user → moderator');
    expect(body.data.items[0].subject).toMatchObject({ id: lan.id, username: 'audited' });
    const { nextCursor, hasMore } = body.data;
    expect(hasMore).toBe(true);
    const older = (await moderator.get(`/api/v1/admin/audit?cursor=${nextCursor}`)).body.data.items;
    expect(older[0].createdAt <= body.data.items[4].createdAt).toBe(true);
    expect(older.map(({ id }: { id: string }) => id)).not.toContain(body.data.items[4].id);
  });
});

describe('the numbers', () => {
  test('are exact', async () => {
    const [lan, minh] = [await register(server), await register(server)];
    const before = (await admin.get('/api/v1/admin/stats')).body.data;
    const conversation = await lan.post('/api/v1/conversations', {
      isGroup: false,
      memberIds: [minh.id],
    });
    const path = `/api/v1/conversations/${conversation.body.data.id}/messages`;
    for (const content of ['Một', 'Hai', 'Ba']) await lan.post(path, { type: 'TEXT', content });
    await change(admin, minh, { state: 'not_active' });
    await register(server);
    const sockets = [await lan.connect('/v1'), await lan.chat()];
    const after = (await admin.get('/api/v1/admin/stats')).body.data;
    expect(after).toEqual({
      users: before.users + 1,
      suspendedUsers: before.suspendedUsers + 1,
      conversations: before.conversations + 1,
      messages: before.messages + 3,
      mediaFiles: before.mediaFiles,
      mediaBytes: before.mediaBytes,
      onlineUsers: before.onlineUsers + 1,
      openSockets: before.openSockets + sockets.length,
    });
    lan.disconnect();
  });
});

async function explain(query: string): Promise<string> {
  const client = await server.pool.connect();
  try {
    // Few rows are read fastest in one go; this asks whether an index could serve.
    await client.query('begin; set local enable_seqscan = off');
    const { rows } = await client.query(`explain ${query}`);
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  } finally {
    await client.query('rollback');
    client.release();
  }
}
