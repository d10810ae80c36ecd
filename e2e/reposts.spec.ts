import { expect, expectAccessible, test } from './fixtures.ts';

test('a repost brings a post to those who follow, and goes when it is taken back', async ({
  people,
}) => {
  const lan = await people.join('lan');
  const minh = await people.join('minh');
  const hoa = await people.join('hoa');
  await hoa.client.users.follow({ userId: minh.id });
  const { id } = await lan.client.posts.create({ text: 'Bếp nhà đỏ lửa' });
  await minh.open(`/posts/${id}`);
  await minh.page.getByRole('button', { name: 'Repost or quote, 0 so far' }).click();
  await minh.page.getByRole('menuitem', { name: 'Repost' }).click();
  const reposted = minh.page.getByRole('button', { name: 'Repost or quote, 1 so far' });
  await expect(reposted).toBeVisible();

  await hoa.open('/');
  const shown = hoa.page
    .getByRole('feed')
    .getByRole('article')
    .filter({ hasText: 'Bếp nhà đỏ lửa' });
  await expect(shown.getByRole('link', { name: `Reposted by ${minh.name}` })).toBeVisible();
  await expectAccessible(hoa.page);
  await lan.open('/notifications');
  await expect(
    lan.page.getByRole('link', { name: `${minh.name} reposted your post` }),
  ).toBeVisible();

  await reposted.click();
  await minh.page.getByRole('menuitem', { name: 'Undo repost' }).click();
  await expect(minh.page.getByRole('button', { name: 'Repost or quote, 0 so far' })).toBeVisible();
  await hoa.page.reload();
  await expect(hoa.page.getByText('Your feed is quiet')).toBeVisible();
});
