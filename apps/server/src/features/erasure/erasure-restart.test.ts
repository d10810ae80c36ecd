import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { UserId } from '@xom/contract/fields';
import type { Kysely } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { register, type TestPerson } from '../../../test/people.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { openDatabase, openPool } from '../../platform/database.ts';
import type { Tables } from '../../tables.ts';
import { markErased } from '../accounts/erased-accounts.queries.ts';
import { CachedPersonSummaries } from '../accounts/person-summaries.ts';
import { ConversationPresenter } from '../conversations/conversation-presenter.ts';
import { release } from '../media/holders.ts';
import { releaseConversation } from '../media/media.jobs.ts';
import { MediaUrls } from '../media/media.urls.ts';
import { MessagePresenter } from '../messages/message-presenter.ts';
import { NoticeService } from '../notifications/notices.service.ts';
import { type DeleteRule, deleteRules } from './delete-rules.ts';
import { erasureJob } from './erasure.job.ts';
import { ErasureRunner } from './erasure.runner.ts';
import { fillLife } from './test-large-life.ts';
import {
  api,
  columnsHolding,
  done,
  erase,
  type Life,
  liveFully,
  storedFiles,
} from './test-acts.ts';

/** A life of more than 10,000 rows, of which each test has a copy to itself. */

const { template: _template, ...postgres } = inject('postgres');

let gone: TestPerson;
let friend: TestPerson;
let life: Life;
let world: { database: string; dataDir: string };
const opened: (() => Promise<void>)[] = [];

beforeAll(async () => {
  const server = await startTestServer();
  const [one, two, three] = [
    await register(server),
    await register(server),
    await register(server),
  ];
  [gone, friend] = [one, two];
  life = await liveFully({ gone, friend, other: three });
  await fillLife(server, { gone, friend }, life);
  await server.pool.query('analyze');
  await server.close();
  await server.pool.end();
  if (!('database' in server.connection)) throw new Error('a test database has a name');
  world = { database: server.connection.database, dataDir: server.dataDir };
}, 60_000);
afterAll(async () => {
  for (const close of opened.splice(0)) await close();
  await administer(`drop database ${world.database} with (force)`);
  await rm(world.dataDir, { recursive: true, force: true });
});

async function administer(statement: string): Promise<void> {
  const client = new pg.Client({ ...postgres, database: 'postgres' });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** The same world once more. */
async function copyWorld(): Promise<Pick<TestServer, 'connection' | 'dataDir'>> {
  const database = `test_${crypto.randomUUID().replaceAll('-', '')}`;
  await administer(`create database ${database} template ${world.database}`);
  const dataDir = await mkdtemp(join(tmpdir(), 'xom-test-'));
  await cp(world.dataDir, dataDir, { recursive: true });
  opened.push(async () => {
    await administer(`drop database ${database} with (force)`);
    await rm(dataDir, { recursive: true, force: true });
  });
  return { connection: { ...postgres, database }, dataDir };
}

type Copy = Awaited<ReturnType<typeof copyWorld>>;

async function serve(copy: Copy): Promise<TestServer> {
  // Of the one beside which it is started, only its place is looked at.
  return startTestServer({}, copy as TestServer);
}

/** What a server would do with a copy, without one. */
async function withDatabase<Result>(
  { connection }: Copy,
  work: (database: Kysely<Tables>, pool: pg.Pool) => Promise<Result>,
): Promise<Result> {
  const pool = openPool(connection, () => {});
  try {
    return await work(openDatabase<Tables>(pool), pool);
  } finally {
    await pool.end();
  }
}

function rulesOf(database: Kysely<Tables>): readonly DeleteRule[] {
  const bus = { publish() {} } as never;
  const urls = new MediaUrls(null);
  const summaries = new CachedPersonSummaries(database, urls);
  return deleteRules({
    database,
    bus,
    files: { release, releaseConversation },
    notices: new NoticeService(bus),
    conversations: new ConversationPresenter(summaries, urls),
    messages: new MessagePresenter(summaries, urls),
  });
}

const runnerOf = (database: Kysely<Tables>): ErasureRunner =>
  new ErasureRunner({ database, rules: rulesOf(database) });

/** The first moment, and so many steps; then nothing more happens, as after a kill. */
async function beginAndStop(copy: Copy, steps: number): Promise<void> {
  await withDatabase(copy, async (database) => {
    const userId = gone.id as UserId;
    await database.transaction().execute(async (queries) => {
      const [photo] = await queries
        .selectFrom('users')
        .where('id', '=', userId)
        .select('photo_media_id')
        .execute();
      await markErased(queries, userId);
      const mediaId = photo?.photo_media_id;
      if (mediaId) await release(queries, { mediaId, kind: 'profile', holderId: userId });
    });
    let begun = 0;
    await runnerOf(database).run(userId, () => (begun += 1) <= steps);
  });
}

const volatile = new Set(['updated_at', 'recalled_at', 'sweep_at', 'created_at', 'version_at']);

/** Everything that is stored, but for the moments at which it happened, and files on their way out. */
async function stored(copy: Copy): Promise<Record<string, string[]>> {
  return withDatabase(copy, async (_database, pool) => {
    const { rows: tables } = await pool.query<{ name: string }>(
      "select tablename as name from pg_tables where schemaname = 'public' order by 1",
    );
    const all: Record<string, string[]> = {};
    for (const { name } of tables) {
      const where = name === 'media' ? "where state <> 'deleting'" : '';
      const { rows } = await pool.query(`select * from ${name} ${where}`);
      all[name] = rows
        .map((row) => JSON.stringify(Object.entries(row).filter(([key]) => !volatile.has(key))))
        .toSorted();
    }
    // Search looks again at what changed, in its own time.
    for (const name of Object.keys(all)) if (name.includes('_search')) delete all[name];
    return all;
  });
}

const isErased = async ({ pool }: TestServer): Promise<boolean> =>
  (await pool.query('select from users where id = $1 and erased_at is not null', [gone.id]))
    .rowCount === 1;
const isGone = async ({ pool }: Pick<TestServer, 'pool'>): Promise<boolean> =>
  (await pool.query('select from users where id = $1', [gone.id])).rowCount === 0;

it('is seen by nobody from the first moment, before a single row is gone; and a job ends it', async () => {
  const copy = await copyWorld();
  const server = await serve(copy);
  const [mine, hers] = [gone.at(server), friend.at(server)];
  // As if another process did a step, and took its time.
  const step = await server.pool.connect();
  await step.query('begin');
  await step.query("select pg_advisory_xact_lock(hashtextextended('erasure ' || $1::text, 0))", [
    gone.id,
  ]);
  const answer = erase(mine);
  await expect.poll(() => isErased(server)).toBe(true);
  expect((await mine.get(`${api}/users/me`)).status).toBe(401);
  for (const path of [`/users/${gone.id}`, `/users/${gone.username}`, `/posts/${life.post.id}`]) {
    expect((await hers.get(api + path)).status).toBe(404);
  }
  for (const path of [
    `/posts/${life.friendsPost.id}/comments`,
    `/posts/${life.friendsPost.id}/likes`,
    `/comments/${life.friendsComment.id}/replies`,
    `/users/${friend.id}/followers`,
    '/friends',
    '/feed',
    '/stories',
    '/notifications',
    '/search?q=ch%C3%A0o&type=messages',
  ]) {
    const { status, body } = await hers.get(api + path);
    expect([path, status, JSON.stringify(body).includes(gone.id)]).toEqual([path, 200, false]);
  }
  const { items } = done<{ items: { content: unknown; sender: unknown }[] }>(
    await hers.get(`${api}/conversations/${life.direct}/messages?limit=100`),
  );
  expect(items).toHaveLength(100);
  for (const { content, sender } of items) {
    expect([content, sender]).toMatchObject([null, { id: gone.id, username: null }]);
  }
  expect((await hers.get(`${api}/media/${life.picture}`)).status).toBe(404);

  await step.query('commit');
  step.release();
  expect(await answer).toMatchObject({ status: 200, body: { data: {} } });
  await expect.poll(() => isGone(server), { timeout: 30_000 }).toBe(true);
  await expect.poll(async () => storedFiles(server, life.picture), { timeout: 2000 }).toEqual([]);
  expect(await columnsHolding(server, gone.id)).toEqual([
    'conversation_departures.user_id',
    'conversations.created_by',
    'media.owner_id',
    'media_holders.owner_id',
    'messages.sender_id',
    'posts.quote_author_id',
  ]);
  await expectWholeCounters(server);
  await server.stop();
}, 60_000);

async function expectWholeCounters({ pool }: TestServer): Promise<void> {
  const { rows } = await pool.query(`
    select 'likes' as what from posts p where like_count <> (select count(*) from post_likes where post_id = p.id)
    union all select 'saves' from posts p where save_count <> (select count(*) from saved_posts where post_id = p.id)
    union all select 'comments' from posts p where comment_count <>
      (select count(*) from comments where post_id = p.id and parent_id is null)
    union all select 'followings' from users u where following_count <>
      (select count(*) from followings where user_id = u.id)
    union all select 'versions' from conversations c where version <
      (select max(version) from messages where conversation_id = c.id)
    union all select 'one version twice' from messages group by conversation_id, version having count(*) > 1`);
  expect(rows).toEqual([]);
}

it('ends the same wherever it is cut', async () => {
  const whole = await copyWorld();
  await beginAndStop(whole, Infinity);
  const expected = await stored(whole);
  let steps = 0;
  // `ERASURE_STRIDE=1` cuts between any two steps.
  const stride = Number(process.env['ERASURE_STRIDE'] ?? 7);
  for (let cut = 0; ; cut += stride) {
    const copy = await copyWorld();
    await beginAndStop(copy, cut);
    const wasCut = await withDatabase(copy, async (database, pool) => {
      const stopped = !(await isGone({ pool }));
      await erasureJob(database, runnerOf(database), new AbortController().signal).run({});
      return stopped;
    });
    expect([cut, await stored(copy)]).toEqual([cut, expected]);
    if (!wasCut) break;
    steps = cut;
  }
  expect(steps).toBeGreaterThan(40);
}, 300_000);

it('goes through the rules again for what came behind it', async () => {
  const copy = await copyWorld();
  await beginAndStop(copy, 0);
  await withDatabase(copy, async (database, pool) => {
    let isLate = false;
    // Something that was on its way for very long comes after its line.
    const late: DeleteRule = {
      line: 'late',
      clears: [],
      async step(queries) {
        if (isLate) return { count: 0, next: null };
        isLate = true;
        const row = { user_id: friend.id as UserId, muted_id: gone.id as UserId };
        await queries
          .insertInto('mutes')
          .values({ ...row, created_at: new Date() })
          .execute();
        return { count: 1, next: null };
      },
    };
    const runner = new ErasureRunner({ database, rules: [...rulesOf(database), late] });
    expect(await runner.run(gone.id as UserId, () => true)).toBe(true);
    const { rows } = await pool.query('select from mutes where muted_id = $1', [gone.id]);
    expect([rows, await isGone({ pool })]).toEqual([[], true]);
  });
});

it('is taken up by the next server that starts', async () => {
  const copy = await copyWorld();
  await beginAndStop(copy, 25);
  const server = await serve(copy);
  await expect.poll(() => isGone(server), { timeout: 30_000 }).toBe(true);
  await expect.poll(async () => storedFiles(server, life.picture), { timeout: 2000 }).toEqual([]);
  await expectWholeCounters(server);
  await server.stop();
}, 60_000);
