import { expect, expectAccessible, test } from './fixtures.ts';

test('whoever opens the address can sign in there', { tag: '@phone' }, async ({ people }) => {
  const page = await people.visit();
  const answer = await page.goto('/');
  expect(answer?.status()).toBe(200);
  await expect(page).toHaveURL(/\/sign-in/);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expectAccessible(page);
});

test('who has joined is signed in', async ({ people }) => {
  const lan = await people.join('lan');
  await lan.open('/');
  await expect(lan.page).toHaveURL('/');
  await expect(lan.page.getByRole('navigation').first()).toBeVisible();
});
