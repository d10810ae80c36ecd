import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { expect, expectAccessible, test } from './fixtures.ts';

const pages = {
  profile: 'Profile',
  privacy: 'Privacy',
  notifications: 'Notifications',
  blocked: 'Blocked and muted',
  sessions: 'Devices',
  password: 'Password',
  account: 'Account',
  appearance: 'Appearance and language',
  about: 'About Xóm',
} as const;

const title = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });
const inSettings = (page: Page) => page.getByRole('navigation', { name: 'Settings' });

test(
  'every page of the settings is in reach, and for everyone',
  { tag: '@phone' },
  async ({ people }, { project }) => {
    const lan = await people.join('lan');
    const page = await lan.open(`/people/${lan.username}`);
    await page.getByRole('link', { name: 'Settings' }).click();
    for (const [path, name] of Object.entries(pages)) {
      await inSettings(page).getByRole('link', { name }).click();
      await expect(page).toHaveURL(`/settings/${path}`);
      await expect(title(page, name)).toBeVisible();
      await expectAccessible(page);
      // On a phone the list is a page of its own.
      if (project.name === 'phone') await page.getByRole('button', { name: 'Back' }).click();
    }
  },
);

test('the settings speak Vietnamese, in the dark too', async ({ people }) => {
  test.slow();
  const lan = await people.join('lan', { locale: 'vi-VN', colorScheme: 'dark' });
  const page = await lan.open('/settings');
  const links = page.getByRole('navigation', { name: 'Cài đặt' }).getByRole('link');
  for (const [index, path] of Object.keys(pages).entries()) {
    await links.nth(index).click();
    await expect(page).toHaveURL(`/settings/${path}`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(
      await links.nth(index).innerText(),
    );
    await expectAccessible(page);
  }
});

test('a profile is written, and others see it', { tag: '@phone' }, async ({ people }) => {
  const lan = await people.join('lan');
  const minh = await people.join('minh');
  const page = await lan.open('/settings/profile');
  await page.getByLabel('Name', { exact: true }).fill('');
  await page.getByLabel('About you').fill('Bán bánh mì đầu hẻm');
  await expect(page.getByText('19 of 500 characters')).toBeAttached();
  await page.getByRole('button', { name: 'Add a link' }).click();
  await page.getByLabel('Link 1', { exact: true }).fill('not a page');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByLabel('Name', { exact: true })).toBeFocused();
  await expect(page.getByText('This does not look like the address of a web page.')).toBeVisible();
  await page.getByLabel('Name', { exact: true }).fill('Lan Bánh Mì');
  await page.getByLabel('Family name').fill('Nguyễn');
  await page.getByLabel('Given name').fill('Lan');
  await page.getByLabel('Link 1', { exact: true }).fill('example.org/lan');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved.')).toBeVisible();
  expect(await minh.client.users.get({ idOrUsername: lan.username })).toMatchObject({
    displayName: 'Lan Bánh Mì',
    name: 'Lan',
    family: 'Nguyễn',
    biography: 'Bán bánh mì đầu hẻm',
    links: ['https://example.org/lan'],
  });
  await lan.open('/settings/profile');
  await page.getByRole('button', { name: 'Remove link 1' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved.')).toBeVisible();
  expect((await lan.client.users.me()).links).toEqual([]);
});

test('a photo is placed by the keys, shown, and removed', async ({ people }) => {
  const lan = await people.join('lan');
  const page = await lan.open('/settings/profile');
  const input = page.getByLabel('Photo', { exact: true });
  await input.setInputFiles({
    name: 'broken.png',
    mimeType: 'image/png',
    buffer: Buffer.from('no picture'),
  });
  await expect(page.getByText('This picture cannot be read.')).toBeVisible();
  // Red on the left, blue on the right.
  const blue = await sharp({ create: { width: 400, height: 400, channels: 3, background: '#00f' } })
    .png()
    .toBuffer();
  const buffer = await sharp({
    create: { width: 800, height: 400, channels: 3, background: '#f00' },
  })
    .composite([{ input: blue, left: 400, top: 0 }])
    .png()
    .toBuffer();
  await input.setInputFiles({ name: 'halves.png', mimeType: 'image/png', buffer });
  const area = page.getByRole('application', { name: 'Part of the picture that shows' });
  await area.focus();
  for (let step = 0; step < 6; step += 1) await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('+');
  await expect(page.getByLabel('Zoom')).not.toHaveValue('1');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Use this photo' }).click();
  await expect(page.getByText('Your new photo shows everywhere.')).toBeVisible();
  const { photoUrl } = await lan.client.users.me();
  const answer = await lan.context.request.get(photoUrl ?? '');
  const { channels, dominant } = await sharp(await answer.body()).stats();
  expect({ channels: channels.length, isBlue: dominant.b > 200 && dominant.r < 50 }).toEqual({
    channels: 3,
    isBlue: true,
  });
  await expect(page.getByRole('img', { name: 'Your photo' }).locator('img')).toBeVisible();
  await page.getByRole('button', { name: 'Remove photo' }).click();
  await expect(page.getByText('Your photo is removed.')).toBeVisible();
  expect((await lan.client.users.me()).photoUrl).toBeNull();
});

test('a photo is placed by hand', { tag: '@phone' }, async ({ people }) => {
  const lan = await people.join('lan');
  const page = await lan.open('/settings/profile');
  const buffer = await sharp({
    create: { width: 900, height: 600, channels: 3, background: '#2f7f95' },
  })
    .jpeg()
    .toBuffer();
  await page
    .getByLabel('Photo', { exact: true })
    .setInputFiles({ name: 'sea.jpg', mimeType: 'image/jpeg', buffer });
  const area = page.getByRole('application');
  await area.hover();
  await page.mouse.wheel(0, -200);
  await expect(page.getByLabel('Zoom')).not.toHaveValue('1');
  const box = await area.boundingBox();
  if (!box) throw new Error('nothing is shown');
  await page.mouse.move(box.x + 20, box.y + 20);
  await page.mouse.down();
  await page.mouse.move(box.x + 200, box.y + 200, { steps: 5 });
  await page.mouse.up();
  await page.getByRole('button', { name: 'Use this photo' }).click();
  await expect(page.getByText('Your new photo shows everywhere.')).toBeVisible();
  const answer = await lan.context.request.get((await lan.client.users.me()).photoUrl ?? '');
  const { width, height } = await sharp(await answer.body()).metadata();
  expect(width).toBe(height);
});

test('privacy and notifications take effect at once', async ({ people }) => {
  const lan = await people.join('lan');
  const page = await lan.open('/settings/privacy');
  await page.getByRole('switch', { name: 'Private account' }).click();
  await page.getByRole('radio', { name: 'My friends' }).click();
  await expect
    .poll(async () => {
      const { isPrivate, privacy } = await lan.client.users.me();
      return { isPrivate, ...privacy };
    })
    .toEqual({ isPrivate: true, lastSeen: 'friends' });
  await page.reload();
  await expect(page.getByRole('switch', { name: 'Private account' })).toBeChecked();
  await expect(page.getByRole('radio', { name: 'My friends' })).toBeChecked();
  await lan.open('/settings/notifications');
  await page.getByRole('switch', { name: 'Likes' }).click();
  await expect(page.getByRole('switch', { name: 'Likes' })).not.toBeChecked();
  await expect
    .poll(async () => (await lan.client.notifications.settings()).kinds)
    .toMatchObject({ like: false, comment: true });
});

test('a setting that the server does not take is taken back', async ({ people }) => {
  const lan = await people.join('lan');
  const page = await lan.open('/settings/privacy');
  const isPrivate = page.getByRole('switch', { name: 'Private account' });
  await expect(isPrivate).not.toBeChecked();
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 500)));
  lan.network.cut();
  await isPrivate.click();
  await expect(page.getByText('The server cannot be reached.')).toBeVisible();
  await expect(isPrivate).not.toBeChecked();
  lan.network.heal();
});

test('other devices are seen, and signed out', async ({ people }) => {
  const lan = await people.join('lan');
  const others = [await lan.elsewhere(), await lan.elsewhere(), await lan.elsewhere()];
  for (const other of others) {
    await other.goto('/settings/about');
    await expect(title(other, 'About Xóm')).toBeVisible();
  }
  const page = await lan.open('/settings/sessions');
  const ends = page.getByRole('button', { name: /^Sign out of Chrome on / });
  // Those three, and the one that this test made the account with stays this browser's.
  await expect(ends).toHaveCount(3);
  await ends.first().click();
  await expect(ends).toHaveCount(2);
  await expect
    .poll(() => others.filter((other) => other.url().includes('/sign-in')).length)
    .toBe(1);
  await page.getByRole('button', { name: 'Sign out all other devices' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: 'Sign out all other devices' })
    .click();
  await expect(page.getByText('You are signed in nowhere else.')).toBeVisible();
  for (const other of others) await expect(other).toHaveURL(/\/sign-in/);
  expect((await lan.client.auth.sessions()).items).toHaveLength(1);
});

test('a new password takes the place of the old one', async ({ people }) => {
  const lan = await people.join('lan');
  const other = await lan.elsewhere();
  await other.goto('/settings/about');
  await expect(title(other, 'About Xóm')).toBeVisible();
  const page = await lan.open('/settings/password');
  await page.getByLabel('Current password', { exact: true }).fill('not this one');
  await page.getByLabel('New password', { exact: true }).fill('staple battery horse');
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByText('This is not your password.')).toBeVisible();
  await expect(page.getByLabel('Current password', { exact: true })).toBeFocused();
  await page.getByLabel('Current password', { exact: true }).fill(lan.password);
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByText('Your password is changed')).toBeVisible();
  await expect(page.getByLabel('New password', { exact: true })).toHaveValue('');
  await expect(other).toHaveURL(/\/sign-in/);
  await page.reload();
  await expect(title(page, 'Password')).toBeVisible();
  const login = lan.client.auth.login({ username: lan.username, password: 'staple battery horse' });
  expect((await login).user.id).toBe(lan.id);
});

test('theme and language are chosen on this device', async ({ people }) => {
  const lan = await people.join('lan');
  const page = await lan.open('/settings/appearance');
  const ground = () =>
    page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await ground();
  await page.getByRole('radio', { name: 'Dark' }).click();
  await expect.poll(ground).not.toBe(light);
  await page.getByRole('radio', { name: 'Tiếng Việt' }).click();
  await expect(title(page, 'Giao diện và ngôn ngữ')).toBeVisible();
  await page.reload();
  await expect(title(page, 'Giao diện và ngôn ngữ')).toBeVisible();
  expect(await ground()).not.toBe(light);
  await expect(page.locator('html')).toHaveAttribute('lang', 'vi');
});

test('blocks and mutes are listed, taken back, and done again', async ({ people }) => {
  const lan = await people.join('lan');
  const minh = await people.join('minh');
  const huong = await people.join('huong');
  await lan.client.users.block({ userId: (await minh.client.users.me()).id });
  await lan.client.users.mute({ userId: (await huong.client.users.me()).id });
  const page = await lan.open('/settings/blocked');
  await page.getByRole('button', { name: `Unblock ${minh.name}` }).click();
  await expect(page.getByText('Nobody is blocked')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('button', { name: `Unblock ${minh.name}` })).toBeVisible();
  expect((await lan.client.users.blocks()).items).toHaveLength(1);
  await page.getByRole('radio', { name: 'Muted' }).click();
  await expectAccessible(page);
  await page.getByRole('button', { name: `Unmute ${huong.name}` }).click();
  await expect(page.getByText('Nobody is muted')).toBeVisible();
  await expect.poll(async () => (await lan.client.users.mutes()).items).toEqual([]);
});

test('a deactivated account is hidden until its person signs in again', async ({ people }) => {
  const lan = await people.join('lan');
  const minh = await people.join('minh');
  const page = await lan.open('/settings/account');
  await page.getByRole('button', { name: 'Deactivate account' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('You are signed out everywhere');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Deactivate account' }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  await expect(minh.client.users.get({ idOrUsername: lan.username })).rejects.toMatchObject({
    code: 'not_found',
  });
  await page.getByLabel('Username or e-mail').fill(lan.username);
  await page.getByLabel('Password', { exact: true }).fill(lan.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(title(page, 'Account')).toBeVisible();
  expect((await minh.client.users.get({ idOrUsername: lan.username })).id).toBe(lan.id);
});

test(
  'an account is deleted for good, by its password only',
  { tag: '@phone' },
  async ({ people }) => {
    const lan = await people.join('lan');
    const page = await lan.open('/settings/account');
    await page.getByRole('button', { name: 'Delete account' }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText('Your messages: others see that they were recalled');
    await expectAccessible(page);
    await dialog.getByLabel('Password', { exact: true }).fill('not this one');
    await dialog.getByRole('button', { name: 'Delete for good' }).click();
    await expect(dialog.getByText('This is not your password.')).toBeVisible();
    await dialog.getByLabel('Password', { exact: true }).fill(lan.password);
    await dialog.getByRole('button', { name: 'Delete for good' }).click();
    await expect(page).toHaveURL(/\/sign-in/);
    await expect(page.getByText('Your account is deleted.')).toBeVisible();
    await page.getByLabel('Username or e-mail').fill(lan.username);
    await page.getByLabel('Password', { exact: true }).fill(lan.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByText('The name or the password is not right.')).toBeVisible();
  },
);
