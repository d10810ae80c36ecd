import { expect, it } from 'vitest';
import type { TestPerson } from '../../../test/people.ts';
import { api, newcomers, refusal, server, serveTests } from '../people/test-acts.ts';
import { group, pathOf } from './test-acts.ts';

serveTests();

it('lists all members, page by page, and to members only', async () => {
  const [owner, stranger, ...others] = await newcomers(26);
  if (!owner || !stranger) throw new Error('nobody');
  // Of those who joined at the same moment, each comes once too.
  const id = await group(owner, ...others);
  const members = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const query = cursor === '' ? '' : `&cursor=${cursor}`;
    const { body } = await owner.get(`${pathOf(id)}/members?limit=7${query}`);
    members.push(...body.data.items);
    cursor = body.data.nextCursor;
  }
  const ids = members.map(({ user }: { user: { id: string } }) => user.id);
  expect(ids).toHaveLength(25);
  expect(new Set(ids)).toEqual(new Set([owner.id, ...others.map(({ id }) => id)]));
  expect(members.filter(({ role }) => role === 'owner')).toMatchObject([
    { user: { id: owner.id } },
  ]);
  expect(await stranger.get(`${pathOf(id)}/members`)).toMatchObject({
    status: 403,
    ...refusal('not_a_member'),
  });
});

it('finds members by their names, whatever the accents, and only in that group', async () => {
  const [owner, stranger, ...others] = await newcomers(26);
  const [an, elsewhere] = await newcomers(2);
  if (!owner || !stranger || !an || !elsewhere) throw new Error('nobody');
  const late = others.at(-1);
  if (!late) throw new Error('nobody');
  const id = await group(owner, ...others, an);
  await group(elsewhere, owner);
  const rename = (who: TestPerson, displayName: string) =>
    who.patch(`${api}/users/me`, { displayName });
  const found = async (q: string, more = '') => {
    const path = `${pathOf(id)}/members?q=${encodeURIComponent(q)}${more}`;
    const { status, body } = await owner.get(path);
    expect(status).toBe(200);
    return body.data;
  };
  const idsOf = async (q: string): Promise<string[]> =>
    (await found(q)).items.map(({ user }: { user: { id: string } }) => user.id);
  await rename(late, 'Phạm Quốc Đạt');
  await rename(elsewhere, 'Đạt Khác');
  await rename(an, 'Đạt Nguyễn Văn');
  // Indexed or not yet, and after it: the same.
  for (const q of ['da', 'Đạt', 'dat', 'đạ']) {
    expect([q, (await idsOf(q)).toSorted()]).toEqual([q, [late.id, an.id].toSorted()]);
  }
  expect(await idsOf('dat pham')).toEqual([late.id]);
  expect(await idsOf(late.username)).toContain(late.id);
  expect(await idsOf('at')).toEqual([]);
  expect(await idsOf('?!')).toEqual([]);
  await expect
    .poll(async () => (await server.pool.query(waitingPeople)).rows, { timeout: 10_000 })
    .toEqual([]);
  expect((await idsOf('dat')).toSorted()).toEqual([late.id, an.id].toSorted());
  // Page by page, each once.
  const first = await found('dat', '&limit=1');
  expect(first).toMatchObject({ items: [expect.anything()], hasMore: true });
  const second = await found('dat', `&limit=1&cursor=${first.nextCursor}`);
  expect(second).toMatchObject({ items: [expect.anything()], hasMore: false, nextCursor: null });
  expect(new Set([first, second].map(({ items }) => items[0].user.id))).toEqual(
    new Set([late.id, an.id]),
  );
  expect(await stranger.get(`${pathOf(id)}/members?q=dat`)).toMatchObject({
    status: 403,
    ...refusal('not_a_member'),
  });
});

const waitingPeople = 'select user_id from user_search where keys is null';
