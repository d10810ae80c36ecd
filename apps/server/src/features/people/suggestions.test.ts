import { expect, it } from 'vitest';
import type { TestPerson } from '../../../test/people.ts';
import { change, follow, hide } from './follow-test-acts.ts';
import { api, block, newcomers, serveTests } from './test-acts.ts';

serveTests();

async function suggested(who: TestPerson, query = '') {
  const answer = await who.get(`${api}/users/me/suggestions${query}`);
  expect(answer.status).toBe(200);
  return answer.body.data.items;
}

it('are those whom most of those I follow do, with some of these', async () => {
  const [me, ...others] = await newcomers(8);
  const [f1, f2, f3, f4, star, known, rare] = others;
  if (!me || !f1 || !f2 || !f3 || !f4 || !star || !known || !rare) throw new Error('nobody');
  expect(await suggested(me)).toEqual([]);
  const friends = [f1, f2, f3, f4];
  for (const friend of friends) {
    await follow(me, friend);
    await follow(friend, star);
    await follow(friend, me);
  }
  for (const friend of [f1, f2, f3]) await follow(friend, known);
  await follow(f4, rare);
  const items = await suggested(me);
  expect(items).toMatchObject([
    { user: { id: star.id }, mutualCount: 4 },
    { user: { id: known.id }, mutualCount: 3 },
    { user: { id: rare.id }, mutualCount: 1, mutuals: [{ id: f4.id, username: f4.username }] },
  ]);
  expect(items[0].mutuals.map(({ id }: { id: string }) => id)).toEqual([f4.id, f3.id, f2.id]);
  expect(await suggested(me, '?limit=1')).toHaveLength(1);
  expect((await me.get(`${api}/users/me/suggestions?limit=0`)).status).toBe(400);
});

it('leave out whom I follow, asked to, muted or blocked, and who is hidden', async () => {
  const [me, friend, ...others] = await newcomers(8);
  const [followed, asked, muted, blocked, blocker, hidden] = others;
  if (!me || !friend || !followed || !asked || !muted || !blocked || !blocker || !hidden) {
    throw new Error('nobody');
  }
  await follow(me, friend);
  for (const other of others) await follow(friend, other);
  expect(await suggested(me)).toHaveLength(6);
  await follow(me, followed);
  await change(asked, { isPrivate: true });
  await follow(me, asked);
  await me.put(`${api}/users/${muted.id}/mute`);
  await block(me, blocked);
  await block(blocker, me);
  await hide(hidden);
  expect(await suggested(me)).toEqual([]);
  await hide(hidden, 'active');
  expect(await suggested(me)).toMatchObject([{ user: { id: hidden.id }, mutualCount: 1 }]);
  // What a hidden person follows is not looked at.
  await hide(friend);
  expect(await suggested(me)).toEqual([]);
});
