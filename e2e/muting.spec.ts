import type { Page } from '@playwright/test';
import { expect, expectAccessible, test } from './fixtures.ts';
import type { People, Person } from './people.ts';

const postIn = (page: Page, text: string) =>
  page.getByRole('feed').getByRole('article').filter({ hasText: text });

/** Lan follows Minh and Hoa, and sees what they posted, in her feed. */
async function neighbours(people: People): Promise<{ lan: Person; minh: Person; hoa: Person }> {
  const lan = await people.join('lan');
  const minh = await people.join('minh');
  const hoa = await people.join('hoa');
  for (const { id } of [minh, hoa]) await lan.client.users.follow({ userId: id });
  const said = await minh.client.posts.create({ text: 'Sáng nay ồn quá' });
  await hoa.client.posts.create({ text: 'Chiều nay yên tĩnh' });
  await hoa.client.posts.create({ text: 'Nghe này', quoteOf: said.id });
  await lan.open('/');
  for (const text of ['Sáng nay ồn quá', 'Chiều nay yên tĩnh', 'Nghe này'])
    await expect(postIn(lan.page, text).first()).toBeVisible();
  return { lan, minh, hoa };
}

/** Without loading the page anew: what it holds is what a test is about. */
async function goTo(page: Page, link: string): Promise<void> {
  await page.getByRole('link', { name: link, exact: true }).first().click();
}

async function choose({ page }: Person, about: Person, entry: string): Promise<void> {
  await page.getByRole('button', { name: `More about ${about.name}` }).click();
  await page.getByRole('menuitem', { name: entry, exact: true }).click();
}

test('who is muted is heard no more, and again after it', { tag: '@phone' }, async ({ people }) => {
  const { lan, minh } = await neighbours(people);
  await goTo(lan.page, minh.name);
  await expect(lan.page.getByRole('heading', { level: 1, name: minh.name })).toBeVisible();
  await choose(lan, minh, 'Mute');
  await expect(lan.page.getByText('Muted', { exact: true })).toBeVisible();
  // Their profile stays.
  await expect(postIn(lan.page, 'Sáng nay ồn quá')).toBeVisible();
  await expectAccessible(lan.page);
  await goTo(lan.page, 'Home');
  await expect(postIn(lan.page, 'Chiều nay yên tĩnh')).toBeVisible();
  await expect(lan.page.getByRole('link', { name: minh.name, exact: true })).toHaveCount(0);
  await lan.page.reload();
  await expect(postIn(lan.page, 'Chiều nay yên tĩnh')).toBeVisible();
  await expect(lan.page.getByRole('link', { name: minh.name, exact: true })).toHaveCount(0);

  await lan.open(`/people/${minh.username}`);
  await choose(lan, minh, 'Unmute');
  await expect(lan.page.getByText('Muted', { exact: true })).toBeHidden();
  await goTo(lan.page, 'Home');
  await expect(postIn(lan.page, 'Sáng nay ồn quá').first()).toBeVisible();
});

test('who is blocked from their profile is gone from the feed at once, and the other way', async ({
  people,
}) => {
  const { lan, minh } = await neighbours(people);
  await minh.client.users.follow({ userId: lan.id });
  await lan.client.posts.create({ text: 'Ai cũng đọc được' });
  await minh.open('/');
  await expect(postIn(minh.page, 'Ai cũng đọc được')).toBeVisible();
  await goTo(lan.page, minh.name);
  await choose(lan, minh, 'Block');
  await lan.page.getByRole('dialog').getByRole('button', { name: 'Block' }).click();
  await expect(lan.page).toHaveURL('/');
  await expect(postIn(lan.page, 'Chiều nay yên tĩnh')).toBeVisible();
  await expect(postIn(lan.page, 'Sáng nay ồn quá')).toHaveCount(0);
  // What quotes them says that it is not there.
  await expect(postIn(lan.page, 'Nghe này')).toContainText('The quoted post is not available.');
  await expect(postIn(minh.page, 'Ai cũng đọc được')).toHaveCount(0);
});

test('who is blocked from the menu of a post goes with all they posted', async ({ people }) => {
  const { lan, minh } = await neighbours(people);
  const theirs = postIn(lan.page, 'Sáng nay ồn quá').last();
  await theirs.getByRole('button', { name: `More about the post by ${minh.name}` }).click();
  await lan.page.getByRole('menuitem', { name: `Block ${minh.name}` }).click();
  const dialog = lan.page.getByRole('dialog', { name: `Block ${minh.name}?` });
  await expectAccessible(lan.page);
  await dialog.getByRole('button', { name: 'Block' }).click();
  await expect(postIn(lan.page, 'Sáng nay ồn quá')).toHaveCount(0);
  await expect(postIn(lan.page, 'Chiều nay yên tĩnh')).toBeVisible();
});
