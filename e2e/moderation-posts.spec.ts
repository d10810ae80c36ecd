import { expect, expectAccessible, test } from './fixtures.ts';
import { makeAdmin } from './staff.ts';

test('a moderator deletes a post and a comment of others, and it is written down', async ({
  people,
  server,
}) => {
  const admin = await people.join('admin');
  const moderator = await people.join('mod');
  const lan = await people.join('lan');
  const hoa = await people.join('hoa');
  await makeAdmin(server, admin.username);
  await admin.client.admin.updateUser({ userId: moderator.id, role: 'moderator' });
  const { id: kept } = await lan.client.posts.create({ text: 'Ai biết sửa quạt?' });
  const { id: bad } = await lan.client.posts.create({ text: 'Mua vàng giá rẻ' });
  await hoa.client.comments.create({ postId: kept, text: 'Gọi số này nhận quà' });
  await lan.open(`/posts/${kept}`);
  await hoa.open(`/posts/${bad}`);
  await expect(lan.page.getByText('Gọi số này nhận quà')).toBeVisible();
  await expect(hoa.page.getByText('Mua vàng giá rẻ')).toBeVisible();

  const { page } = moderator;
  await moderator.open(`/posts/${kept}`);
  const comment = page.getByRole('article', { name: `Comment by ${hoa.name}` });
  await comment.getByRole('button', { name: 'More' }).click();
  // What others wrote, nobody edits.
  await expect(page.getByRole('menuitem', { name: 'Edit' })).toHaveCount(0);
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await expectAccessible(page);
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(comment).toBeHidden();
  // Who looks at it sees it go.
  await expect(lan.page.getByText('No comments yet')).toBeVisible();
  await expect(lan.page.getByRole('button', { name: 'Comment, 0 comments' })).toBeVisible();

  await moderator.open(`/posts/${bad}`);
  await page.getByRole('button', { name: `More about the post by ${lan.name}` }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(page).not.toHaveURL(`/posts/${bad}`);
  await expect(hoa.page.getByText('This post is not here')).toBeVisible();

  await moderator.open('/moderation/audit');
  const log = page.getByRole('list', { name: 'What was done' });
  await expect(log.getByText(`${moderator.name} deleted a post of ${lan.name}`)).toBeVisible();
  await expect(log.getByText(`${moderator.name} deleted a comment of ${hoa.name}`)).toBeVisible();
});

test('who is no moderator deletes nothing of others', async ({ people }) => {
  const lan = await people.join('lan');
  const hoa = await people.join('hoa');
  const { id: postId } = await lan.client.posts.create({ text: 'Ai biết sửa quạt?' });
  await lan.client.comments.create({ postId, text: 'Quạt bàn' });
  await hoa.open(`/posts/${postId}`);
  await expect(hoa.page.getByText('Quạt bàn')).toBeVisible();
  await hoa.page.getByRole('button', { name: `More about the post by ${lan.name}` }).click();
  await expect(hoa.page.getByRole('menuitem', { name: 'Copy link' })).toBeVisible();
  await expect(hoa.page.getByRole('menuitem', { name: 'Delete' })).toHaveCount(0);
});
