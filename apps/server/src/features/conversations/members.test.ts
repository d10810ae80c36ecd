import { expect, it } from 'vitest';
import { newcomers, refusal, serveTests } from '../people/test-acts.ts';
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
