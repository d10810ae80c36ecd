import { expect, it } from 'vitest';
import { openDatabase } from '../../platform/database.ts';
import type { Tables } from '../../tables.ts';
import { expectWhole, follow, hide, profile, unfollow } from './follow-test-acts.ts';
import { deleteFollows, followWalkStart, recountFollows } from './follow-steps.queries.ts';
import { newcomers, server, serveTests } from './test-acts.ts';

serveTests();

/** As whoever hides, restores or erases a person walks over their follows. */
async function recount(who: { id: string }, limit: number): Promise<number> {
  const database = openDatabase<Tables>(server.pool);
  const { rows } = await server.pool.query('select id from users where id = $1', [who.id]);
  let walk: typeof followWalkStart | null = followWalkStart;
  let steps = 0;
  while (walk) {
    const from: typeof followWalkStart = walk;
    walk = await database
      .transaction()
      .execute(async (queries) => recountFollows(queries, rows[0].id, from, limit));
    steps += 1;
  }
  return steps;
}

it('takes the follows of a hidden person out of all counters, and puts them back', async () => {
  const [me, star, fan, other] = await newcomers(4);
  if (!me || !star || !fan || !other) throw new Error('nobody');
  await follow(me, star);
  await follow(me, other);
  await follow(fan, me);
  await follow(star, me);
  await follow(fan, star);
  const counts = async (who: typeof me) => {
    const { followerCount, followingCount } = await profile(who, who);
    return [followerCount, followingCount];
  };
  expect(await counts(star)).toEqual([2, 1]);

  await hide(me);
  expect(await recount(me, 1)).toBeGreaterThan(4);
  await recount(me, 100);
  expect(await counts(star)).toEqual([1, 0]);
  expect(await counts(other)).toEqual([0, 0]);
  expect(await counts(fan)).toEqual([0, 1]);
  await expectWhole();

  // Two who are hidden: what is between them comes back with the last of them.
  await hide(star);
  await recount(star, 2);
  await hide(me, 'active');
  await recount(me, 2);
  expect(await counts(me)).toEqual([1, 1]);
  await expectWhole();
  await unfollow(me, star);
  await hide(star, 'active');
  await recount(star, 1000);
  expect(await counts(me)).toEqual([2, 1]);
  expect(await counts(star)).toEqual([1, 1]);
  expect(await counts(fan)).toEqual([0, 2]);
  await expectWhole();
});

it('ends all follows of a person, counted or not', async () => {
  const [me, ...others] = await newcomers(4);
  const [first] = others;
  if (!me || !first) throw new Error('nobody');
  for (const other of others) {
    await follow(me, other);
    await follow(other, me);
  }
  await follow(others[1] ?? me, first);
  await hide(first);
  await recount(first, 10);
  await hide(me);
  const database = openDatabase<Tables>(server.pool);
  const { rows } = await server.pool.query('select id from users where id = $1', [me.id]);
  const step = () =>
    database.transaction().execute(async (queries) => deleteFollows(queries, rows[0].id, 2));
  let steps = 0;
  while (await step()) steps += 1;
  expect(steps).toBe(4);
  const left = await server.pool.query(
    'select from followings where $1 in (user_id, followed_id)',
    [me.id],
  );
  expect(left.rowCount).toBe(0);
  await hide(first, 'active');
  await recount(first, 10);
  await expectWhole();
});

it('meets follows on their way without harm', async () => {
  const [me, ...others] = await newcomers(6);
  if (!me) throw new Error('nobody');
  for (let round = 0; round < 5; round += 1) {
    const acts = others.flatMap((other) => [follow(other, me), follow(me, other)]);
    await Promise.all([...acts, recount(me, 2), recount(me, 2)]);
    await hide(me);
    const ends = others.map((other) => unfollow(other, me));
    await Promise.all([...ends, recount(me, 2)]);
    await expectWhole();
    await hide(me, 'active');
    await recount(me, 3);
    await expectWhole();
  }
});
