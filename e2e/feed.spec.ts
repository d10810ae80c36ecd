import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';

const postIn = (page: Page, text: string) =>
  page.getByRole('feed').getByRole('article').filter({ hasText: text });

test('the feed takes in whom one follows now, in its place, and lets go what is gone', async ({
  people,
}) => {
  const lan = await people.join('lan');
  const minh = await people.join('minh');
  const hoa = await people.join('hoa');
  await lan.client.users.follow({ userId: minh.id });
  const gone = await minh.client.posts.create({ text: 'Thứ nhất' });
  await hoa.client.posts.create({ text: 'Thứ hai' });
  await minh.client.posts.create({ text: 'Thứ ba' });
  await lan.open('/');
  await expect(postIn(lan.page, 'Thứ ba')).toBeVisible();
  await expect(postIn(lan.page, 'Thứ nhất')).toBeVisible();
  await expect(postIn(lan.page, 'Thứ hai')).toHaveCount(0);

  await lan.page.getByRole('link', { name: 'Search' }).first().click();
  await lan.page.getByRole('searchbox').fill(hoa.username);
  await lan.page.getByRole('link', { name: hoa.name, exact: true }).first().click();
  await lan.page.getByRole('button', { name: `Follow: ${hoa.name}` }).click();
  await expect(lan.page.getByRole('button', { name: `Following: ${hoa.name}` })).toBeVisible();
  await lan.page.getByRole('link', { name: 'Home', exact: true }).first().click();
  await expect(lan.page.getByRole('feed').getByRole('article')).toHaveText([
    /Thứ ba/,
    /Thứ hai/,
    /Thứ nhất/,
  ]);

  // What is kept on this device shows first.
  await lan.page.waitForTimeout(2_500);
  await lan.page.goto('about:blank');
  await minh.client.posts.delete({ postId: gone.id });
  await lan.open('/');
  await expect(lan.page.getByRole('feed').getByRole('article')).toHaveText([/Thứ ba/, /Thứ hai/]);
});

test('a post of mine that I delete is not offered as a new one', async ({ people }) => {
  const lan = await people.join('lan');
  await lan.client.posts.create({ text: 'Để lại' });
  await lan.client.posts.create({ text: 'Viết nhầm' });
  await lan.open('/');
  const wrong = postIn(lan.page, 'Viết nhầm');
  await wrong.getByRole('button', { name: 'More about the post' }).click();
  await lan.page.getByRole('menuitem', { name: 'Delete' }).click();
  await lan.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(wrong).toHaveCount(0);
  await expect(lan.page.getByText('The post is deleted.')).toBeVisible();
  await expect(lan.page.getByRole('button', { name: '1 new post' })).toHaveCount(0);
  await expect(postIn(lan.page, 'Để lại')).toBeVisible();
});

test('Page Down and Page Up go from post to post', async ({ people }) => {
  const lan = await people.join('lan');
  for (const text of ['một', 'hai', 'ba']) await lan.client.posts.create({ kind: 'tweet', text });
  const page = await lan.open('/');
  const posts = page.locator('article[aria-posinset]');
  await expect(posts).toHaveCount(3);
  await posts.first().focus();
  await page.keyboard.press('PageDown');
  await expect(posts.nth(1)).toBeFocused();
  await page.keyboard.press('PageDown');
  await expect(posts.nth(2)).toBeFocused();
  await page.keyboard.press('PageUp');
  await expect(posts.nth(1)).toBeFocused();
});

test('what fits on the screen is there from the start', async ({ people }) => {
  const lan = await people.join('lan');
  const numbers = [1, 2, 3, 4, 5];
  for (const number of numbers) await lan.client.posts.create({ text: `Bài số ${number}` });
  await lan.open('/');
  const feed = lan.page.getByRole('feed');
  for (const number of numbers) await expect(feed.getByText(`Bài số ${number}`)).toBeVisible();
});
