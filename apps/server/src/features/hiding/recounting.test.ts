import { expect, it } from 'vitest';
import type { TestPerson } from '../../../test/people.ts';
import { openDatabase } from '../../platform/database.ts';
import type { Database, Queries, Tables } from '../../tables.ts';
import { comment, commentPath, reply } from '../comments/test-acts.ts';
import { api, newcomers, server, serveTests } from '../people/test-acts.ts';
import { archive, done, follow, like, people, post, repost, save } from '../posts/test-acts.ts';
import { RecountingService } from './recounting.service.ts';
import { comeBack, deactivate, expectSettled, storedState } from './test-acts.ts';

/** How counters follow somebody who did very much, or whose steps are cut off or overtaken. */

serveTests();

/** A database in which something happens before one of the transactions. */
function interrupted(beforeTransaction: number, happen: () => Promise<void>): Database {
  const database = openDatabase<Tables>(server.pool);
  let left = beforeTransaction;
  const transaction = () => ({
    async execute<Result>(act: (queries: Queries) => Promise<Result>): Promise<Result> {
      if (left-- === 0) await happen();
      return database.transaction().execute(act);
    },
  });
  return new Proxy(database, {
    get(target, name) {
      if (name === 'transaction') return transaction;
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
}

/** A database that dies when so many transactions were done, as for a process that is killed there. */
const dyingAfter = (transactions: number): Database =>
  interrupted(transactions, () => Promise.reject(new Error('killed')));

const logger = { error: () => {} };
/** As a server's job does at its start. */
const recountAll = (database: Database = openDatabase<Tables>(server.pool)): Promise<void> =>
  new RecountingService({ database, logger, stepSize: 2 }).job.run({});

/** Hides somebody, or brings them back, and is killed right after the commit. */
async function hide({ id }: { id: string }, isHidden: boolean): Promise<void> {
  await server.pool.query(
    `update users set deactivated_at = ${isHidden ? 'now()' : 'null'}, hiding_version = hiding_version + 1
     where id = $1`,
    [id],
  );
}

/** Somebody who did each thing several times, to several people. */
async function scene(): Promise<TestPerson> {
  const [minh, ...others] = await newcomers(4);
  if (!minh) throw new Error('nobody');
  for (const other of others) {
    const of = await post(other, { text: '#chung' });
    const by = await comment(other, of.id);
    for (const act of [like, save, repost]) done(await act(minh, of));
    done(await minh.put(`${commentPath(by)}/like`));
    await reply(minh, by);
    await comment(minh, of.id);
    await post(minh, { text: '#chung #riêng', quoteOf: of.id });
    await follow(minh, other);
    await follow(other, minh);
    // Another comment of the same line: whoever is counted in it is so once.
    await comment(minh, of.id);
  }
  done(await archive(minh, await post(minh, { text: '#chung' })));
  return minh;
}

it(
  'goes on where a process that was killed had stopped, wherever that was',
  { timeout: 120_000 },
  async () => {
    const minh = await scene();
    const shown = await storedState();
    await hide(minh, true);
    await recountAll();
    await expectSettled();
    const hidden = await storedState();
    await hide(minh, false);
    await recountAll();
    await expectSettled();
    expect(await storedState()).toEqual(shown);
    let isDone = false;
    for (let steps = 0; !isDone; steps += steps < 6 ? 1 : 5) {
      await hide(minh, true);
      isDone = await recountAll(dyingAfter(steps)).then(
        () => true,
        () => false,
      );
      await recountAll();
      expect(await storedState()).toEqual(hidden);
      await hide(minh, false);
      await recountAll(dyingAfter(steps)).catch(() => {});
      await recountAll();
      expect(await storedState()).toEqual(shown);
      // Overtaken by the way back.
      await hide(minh, true);
      await recountAll(dyingAfter(steps)).catch(() => {});
      await hide(minh, false);
      await recountAll();
      expect(await storedState()).toEqual(shown);
      if (steps > 100) throw new Error('it never ends');
    }
    await expectSettled();
  },
);

it('is right where several walk at once, and somebody comes back meanwhile', async () => {
  const minh = await scene();
  const shown = await storedState();
  for (let round = 0; round < 5; round += 1) {
    await hide(minh, true);
    const walks = [recountAll(), recountAll()];
    await hide(minh, false);
    await Promise.all([...walks, recountAll()]);
    await recountAll();
    await expectSettled();
    expect(await storedState()).toEqual(shown);
  }
});

it('walks once more where somebody comes back in the middle', async () => {
  const minh = await scene();
  const shown = await storedState();
  for (const step of [1, 6, 12, 18, 30]) {
    await hide(minh, true);
    await recountAll(interrupted(step, () => hide(minh, false)));
    expect(await toRecount()).toBe(0);
    expect(await storedState()).toEqual(shown);
  }
});

it('takes up what was left when a server starts', async () => {
  const minh = await scene();
  await hide(minh, true);
  await server.pool.query("select graphile_worker.add_job('hiding:recount')");
  await expect.poll(toRecount, { timeout: 15_000 }).toBe(0);
  await expectSettled();
});

async function toRecount(): Promise<number | null> {
  const { rowCount } = await server.pool.query(
    'select id from users where counted_version <> hiding_version',
  );
  return rowCount;
}

/** Posts of one, each liked by the other, without the many acts that make them. */
async function fillLikes(author: TestPerson, liker: TestPerson, count: number): Promise<void> {
  await server.pool.query(
    `with made as (
       insert into posts (author_id, id, kind, text, visibility, like_count, explore_rank, created_at)
       select $1, gen_random_uuid(), 'post', 'nhiều', 'public', 1,
         1 + extract(epoch from now()::timestamptz(3)) / 43200, now()
       from generate_series(1, $3::int)
       returning id
     ), liked as (
       insert into liked_posts (user_id, post_id, author_id, created_at)
       select $2::uuid, id, $1::uuid, now() from made
     ), likes as (
       insert into post_likes (author_id, post_id, user_id, created_at)
       select $1::uuid, id, $2::uuid, now() from made
     )
     update users set post_count = post_count + $3 where id = $1`,
    [author.id, liker.id, count],
  );
}

async function countedLikes(liker: TestPerson): Promise<number> {
  const { rows } = await server.pool.query(
    'select count(*) as count from post_likes where user_id = $1 and is_counted',
    [liker.id],
  );
  return rows[0].count;
}

it(
  'does some 10,000 rows before the answer, and leaves the rest to a job',
  { timeout: 60_000 },
  async () => {
    const [lan, minh] = await people(2);
    await fillLikes(lan, minh, 12_000);
    await deactivate(minh);
    expect(await countedLikes(minh)).toBeLessThanOrEqual(2500);
    await expect.poll(toRecount, { timeout: 20_000 }).toBe(0);
    expect(await countedLikes(minh)).toBe(0);
    await expectSettled();
    const back = await comeBack(minh);
    expect(await countedLikes(back)).toBeGreaterThanOrEqual(9500);
    await expect.poll(toRecount, { timeout: 20_000 }).toBe(0);
    expect(await countedLikes(back)).toBe(12_000);
    await expectSettled();
  },
);

it('follows who signs in while they are being taken out', { timeout: 60_000 }, async () => {
  const [lan, minh] = await people(2);
  await fillLikes(lan, minh, 3000);
  let now = minh;
  for (let round = 0; round < 3; round += 1) {
    const away = now.post(`${api}/users/me/deactivate`);
    await expect
      .poll(async () => (await lan.get(`${api}/users/${minh.id}`)).status, { interval: 5 })
      .toBe(404);
    const back = comeBack(now);
    expect((await away).status).toBe(200);
    now = await back;
    await expect.poll(toRecount).toBe(0);
    expect(await countedLikes(now)).toBe(3000);
    await expectSettled();
  }
});

it('gives way to who waits for it in a ring, and tries again', async () => {
  const [lan, minh] = await people(2);
  const [older, newer] = [await post(lan), await post(lan)];
  for (const of of [older, newer]) done(await like(minh, of));
  const holder = await server.pool.connect();
  const hold = async ({ id }: { id: string }) =>
    holder.query('select from posts where id = $1 for no key update', [id]);
  await holder.query('begin');
  await hold(older);
  const away = deactivate(minh);
  // Longer than the database waits until it looks for rings of those who wait, and ends one of them.
  await new Promise((resolve) => setTimeout(resolve, 1200));
  await hold(newer);
  await holder.query('commit');
  holder.release();
  await away;
  await expectSettled();
});

it('has a line for everything that is counted or not', async () => {
  const { rows } = await server.pool.query(
    `select table_name as name from information_schema.columns
     where column_name = 'is_counted' and table_schema = 'public' order by table_name`,
  );
  // A new one needs a line in recount-lines.ts; and this list, and the scene above, a word of it.
  expect(rows.map(({ name }) => name)).toEqual([
    'comment_likes',
    'comments',
    'followings',
    'notification_acts',
    'post_likes',
    'post_tags',
    'posts',
    'reposts',
    'saved_posts',
  ]);
});

/** As large tables: 100 people who each did 100 things; of 100 one is to be recounted. */
const manyRows = `
  set local session_replication_role = replica;
  create temporary table act on commit drop as
    select person.id as user_id, gen_random_uuid() as id, now() as at, person.n
    from (select gen_random_uuid() as id, n from generate_series(1, 100) n) person, generate_series(1, 100);
  insert into users (id, username, email, password_hash, display_name, hiding_version)
    select id, id::text, id::text, '', '', (n = 1)::int from act;
  insert into liked_posts (user_id, post_id, author_id, created_at) select user_id, id, id, at from act;
  insert into saved_posts (user_id, post_id, author_id, created_at) select user_id, id, id, at from act;
  insert into reposts (user_id, id, post_id, author_id, created_at)
    select user_id, gen_random_uuid(), id, id, at from act;
  insert into notification_acts (user_id, kind, act, notification_id, actor_id, created_at)
    select id, 'like', '', id, user_id, at from act;
  analyze users, liked_posts, saved_posts, reposts, notification_acts`;

it('reads by index', async () => {
  const client = await server.pool.connect();
  try {
    await client.query('begin');
    await client.query(manyRows);
    // Some rows are sorted as fast; this asks whether an index could serve.
    await client.query('set local enable_sort = off');
    const [one, other] = [crypto.randomUUID(), crypto.randomUUID()];
    for (const [index, query] of [
      [
        'users_to_recount',
        'select id from users where counted_version <> hiding_version order by id',
      ],
      [
        'notification_acts_of_actor',
        `select distinct user_id, notification_id from notification_acts
         where actor_id = '${one}' and (user_id, notification_id) > ('${one}', '${other}') order by 1, 2`,
      ],
      [
        'liked_posts_pkey',
        `select from liked_posts where user_id = '${one}' and post_id > '${other}' order by post_id`,
      ],
      [
        'saved_posts_pkey',
        `select from saved_posts where user_id = '${one}' and post_id > '${other}' order by post_id`,
      ],
      [
        'reposts_once',
        `select from reposts where user_id = '${one}' and post_id > '${other}' order by post_id`,
      ],
    ]) {
      const { rows } = await client.query(`explain ${query} limit 500`);
      expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain(`using ${index}`);
    }
  } finally {
    await client.query('rollback');
    client.release();
  }
});
