import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import type { Person } from './people.ts';

/** All that a browser keeps: IndexedDB, and the small storage. */
const keptIn = (page: Page) =>
  page.evaluate(async () => {
    const kept: string[] = [];
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open(name);
        opening.addEventListener('success', () => resolve(opening.result));
        opening.addEventListener('error', () => reject(new Error(name)));
      });
      for (const store of database.objectStoreNames) {
        const asking = database.transaction(store).objectStore(store).getAllKeys();
        await new Promise((resolve) => asking.addEventListener('success', resolve));
        kept.push(...asking.result.map((key) => `${name}.${store}: ${JSON.stringify(key)}`));
      }
      database.close();
    }
    return { kept, local: Object.keys(localStorage) };
  });

/** Leaves something of theirs in the browser: a search, a conversation, a profile. */
async function leaveTraces(lan: Person): Promise<void> {
  const page = await lan.open(`/people/${lan.username}`);
  await page.evaluate(() => localStorage.setItem('xom:searches', JSON.stringify(['bánh mì'])));
  await expect(page.getByText(lan.name).first()).toBeVisible();
  await expect.poll(async () => (await keptIn(page)).kept.length).toBeGreaterThan(0);
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click();
}

test(
  'signing out in one tab signs out all, and leaves nothing',
  { tag: '@phone' },
  async ({ people }) => {
    const lan = await people.join('lan');
    await leaveTraces(lan);
    const other = await lan.context.newPage();
    await other.goto('/notifications');
    await expect(other.getByRole('heading', { level: 1, name: 'Notifications' })).toBeVisible();
    await lan.open('/settings');
    await signOut(lan.page);
    await expect(lan.page).toHaveURL(/\/sign-in/);
    await expect(other).toHaveURL(/\/sign-in/);
    expect(await keptIn(lan.page)).toEqual({ kept: [], local: [] });
    const cookies = (await lan.context.cookies()).filter(({ value }) => value !== '');
    expect(cookies).toEqual([]);
  },
);

test('whoever signs in after somebody sees nothing of them', async ({ people }) => {
  const lan = await people.join('lan');
  const minh = await people.join('minh');
  await leaveTraces(lan);
  await lan.open('/settings');
  await signOut(lan.page);
  const { page } = lan;
  await page.getByLabel('Username or e-mail').fill(minh.username);
  await page.getByLabel('Password', { exact: true }).fill(minh.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).not.toHaveURL(/\/sign-in/);
  await page.goto('/settings');
  await expect(page.getByText(`@${minh.username}`).first()).toBeVisible();
  await expect(page.getByText(lan.name)).toHaveCount(0);
  const { kept } = await keptIn(page);
  expect(kept.filter((key) => key.includes(lan.id))).toEqual([]);
});

test('another person in another tab takes the place of the first everywhere', async ({
  people,
}) => {
  const lan = await people.join('lan');
  const minh = await people.join('minh');
  await lan.open('/settings');
  const other = await lan.context.newPage();
  await other.goto('/settings');
  await expect(other.getByText(`@${lan.username}`).first()).toBeVisible();
  await signOut(lan.page);
  await lan.page.getByLabel('Username or e-mail').fill(minh.username);
  await lan.page.getByLabel('Password', { exact: true }).fill(minh.password);
  await lan.page.getByRole('button', { name: 'Sign in' }).click();
  await expect(lan.page.getByText(`@${minh.username}`).first()).toBeVisible();
  await expect(other.getByText(`@${minh.username}`).first()).toBeVisible();
  await expect(other.getByText(`@${lan.username}`)).toHaveCount(0);
});

test('the session outlives reloads, however quick, and no script can read it', async ({
  people,
}) => {
  const lan = await people.join('lan');
  const page = await lan.open('/settings/about');
  const title = page.getByRole('heading', { name: 'About Xóm' });
  await expect(title).toBeVisible();
  for (let again = 0; again < 6; again += 1) {
    // The page goes while its cookie is being renewed.
    // Opened anew and not reloaded, which Chromium refuses in the middle of a navigation.
    await page.goto('/settings/about', { waitUntil: again % 2 === 0 ? 'commit' : 'load' });
  }
  await expect(title).toBeVisible();
  await page.waitForLoadState('networkidle');
  await page.reload();
  await expect(title).toBeVisible();
  await expect(page).toHaveURL('/settings/about');
  const refresh = (await lan.context.cookies()).filter(({ httpOnly }) => httpOnly);
  expect(refresh.length).toBeGreaterThan(0);
  const readable = await page.evaluate(() =>
    JSON.stringify([document.cookie, Object.entries(localStorage), Object.entries(sessionStorage)]),
  );
  for (const { value } of refresh) expect(readable).not.toContain(value);
});

test.describe('with what the browser keeps', () => {
  test.use({ serviceWorkers: 'allow' });

  test('offline, whoever is signed in finds the app and themselves', async ({ people }) => {
    const lan = await people.join('lan');
    const page = await lan.open('/settings');
    await expect(page.getByText(`@${lan.username}`).first()).toBeVisible();
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready;
      while (!navigator.serviceWorker.controller) await new Promise((go) => setTimeout(go, 20));
    });
    // Once more, by what is kept.
    await page.reload();
    await expect(page.getByText(`@${lan.username}`).first()).toBeVisible();
    await page.context().setOffline(true);
    await page.reload();
    await expect(page.getByText(`@${lan.username}`).first()).toBeVisible();
    const notice = page.getByText(/You are offline|Connecting…/);
    await expect(notice).toBeVisible();
    await page.context().setOffline(false);
    await expect(notice).toBeHidden();
    await expect(page).toHaveURL(/\/settings/);
  });
});
