import { expect, expectAccessible, test } from './fixtures.ts';
import { codeMailedTo } from './mailbox.ts';
import { password } from './people.ts';
import { makeAdmin } from './staff.ts';

test('somebody new signs up, is welcomed, and begins', { tag: '@phone' }, async ({ people }) => {
  const lan = await people.join('lan');
  await lan.client.posts.create({ kind: 'tweet', text: 'Chào xóm' });
  const page = await people.visit();
  await page.goto('/sign-up');
  await expect(page.getByRole('heading', { name: 'Make an account' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Make an account' }).click();
  // The first field that is wrong gets the focus, and says what is wrong.
  await expect(page.getByLabel('Username')).toBeFocused();
  await expect(page.getByText('Takes 3 to 30 of')).toBeVisible();
  const username = `new${Date.now().toString(36)}`;
  await page.getByLabel('Username').fill(lan.username);
  await page.getByLabel('E-mail').fill(`${username}@example.org`);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
  await expect(page.getByText('Somebody has this already.')).toBeVisible();
  await expect(page.getByLabel('Username')).toBeFocused();
  await page.getByLabel('Username').fill(username);
  await page.getByRole('button', { name: 'Make an account' }).click();
  await expect(page.getByRole('heading', { name: 'Welcome to the lane' })).toBeVisible();
  await page.getByLabel('Your name').fill('Nguyễn Thị Mới');
  const follow = page.getByRole('button', { name: `Follow: ${lan.name}` });
  await follow.click();
  await expect(page.getByRole('button', { name: `Following: ${lan.name}` })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Go on to Xóm' }).click();
  await expect(page).toHaveURL('/');
  const found = await lan.client.users.get({ idOrUsername: username });
  expect(found).toMatchObject({ displayName: 'Nguyễn Thị Mới', isFollowedBy: true });
});

test('who wanted to go elsewhere gets there after signing up, skipping the welcome', async ({
  people,
}) => {
  const page = await people.visit();
  await page.goto('/settings/about');
  await page.getByRole('link', { name: 'Make an account' }).click();
  // Signing in has a field of nearly the same name.
  await expect(page.getByRole('heading', { name: 'Make an account' })).toBeVisible();
  const username = `skip${Date.now().toString(36)}`;
  await page.getByLabel('Username').fill(username);
  await page.getByLabel('E-mail').fill(`${username}@example.org`);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Make an account' }).click();
  await page.getByRole('link', { name: 'Skip' }).click();
  await expect(page).toHaveURL('/settings/about');
});

test('signing in says what is wrong, and leads on', { tag: '@phone' }, async ({ people }) => {
  const lan = await people.join('lan', {
    isSignedIn: false,
    locale: 'vi-VN',
    colorScheme: 'dark',
  });
  const page = await lan.open('/settings/appearance');
  await expect(page.getByRole('heading', { name: 'Chào mừng bạn trở lại' })).toBeVisible();
  await page.getByLabel('Tên người dùng hoặc e-mail').fill(lan.email);
  await page.getByLabel('Mật khẩu', { exact: true }).fill('không phải');
  await page.getByRole('button', { name: 'Đăng nhập' }).click();
  await expect(page.getByRole('alert')).toHaveText('Tên hoặc mật khẩu chưa đúng.');
  await expectAccessible(page);
  await page.getByLabel('Mật khẩu', { exact: true }).fill(lan.password);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/settings/appearance');
});

test('a next address of another site is not followed', async ({ people }) => {
  const lan = await people.join('lan');
  for (const next of ['https://example.com/', '//example.com/', '/\\example.com']) {
    await lan.open(`/sign-in?next=${encodeURIComponent(next)}`);
    await expect(lan.page).toHaveURL('/');
  }
});

test('a forgotten password is set anew by the link of the mail', async ({ people, server }) => {
  const lan = await people.join('lan');
  const elsewhere = await lan.elsewhere();
  await elsewhere.goto('/');
  const page = await people.visit();
  await page.goto('/forgot-password');
  await expect(page.getByRole('heading', { name: 'A new password' })).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel('E-mail').fill(lan.email);
  await page.getByRole('button', { name: 'Send the mail' }).click();
  await expect(page.getByText(`If ${lan.email} belongs to an account`)).toBeVisible();
  await expectAccessible(page);
  const code = await codeMailedTo(server, lan.email, 'Set a new password');
  await page.goto(`/reset-password#token=${encodeURIComponent(code)}`);
  await expect(page.getByRole('heading', { name: 'Choose a new password' })).toBeVisible();
  // Nobody finds it in the history of this browser.
  await expect(page).toHaveURL('/reset-password');
  await expectAccessible(page);
  await page.getByLabel('New password', { exact: true }).fill('a new battery staple');
  await page.getByRole('button', { name: 'Save the password' }).click();
  await expect(page.getByRole('heading', { name: 'The new password holds' })).toBeVisible();
  // Whoever was signed in with the old one is so no longer.
  await expect(elsewhere).toHaveURL(/\/sign-in/);
  await page.getByRole('link', { name: 'Sign in' }).click();
  await page.getByLabel('Username or e-mail').fill(lan.username);
  await page.getByLabel('Password', { exact: true }).fill('a new battery staple');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL('/');
});

test('a link that is old says so, and a code that is wrong', async ({ people }) => {
  const page = await people.visit();
  await page.goto('/verify-email#token=nonsense');
  await expect(page.getByRole('heading', { name: 'This link no longer works' })).toBeVisible();
  await page.goto('/reset-password#token=nonsense');
  await page.getByLabel('New password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Save the password' }).click();
  await expect(page.getByRole('heading', { name: 'This link no longer works' })).toBeVisible();
  await expectAccessible(page);
  await page.goto('/reset-password');
  await page.getByLabel('Code').fill('nonsense');
  await page.getByLabel('New password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Save the password' }).click();
  await expect(page.getByLabel('Code')).toBeFocused();
  await expect(page.getByText('This code is not right, or it is old.')).toBeVisible();
  await expectAccessible(page);
});

test('an e-mail address is confirmed by the code of the mail', async ({ people, server }) => {
  const lan = await people.join('lan');
  const page = await lan.open('/settings/account');
  await expect(page.getByText('Not confirmed yet.')).toBeVisible();
  await page.getByRole('link', { name: 'Enter the code of the mail' }).click();
  await page
    .getByLabel('Code')
    .fill(await codeMailedTo(server, lan.email, 'Confirm your e-mail address'));
  await page.getByRole('button', { name: 'Confirm' }).click();
  await expect(
    page.getByRole('heading', { name: 'Your e-mail address is confirmed' }),
  ).toBeVisible();
  await lan.open('/settings/account');
  await expect(page.getByText('Confirmed', { exact: true })).toBeVisible();
});

for (const last of ['session', 'mail']) {
  test(`a link confirms where the session is over, the answer about the ${last} coming last`, async ({
    people,
    server,
  }) => {
    const lan = await people.join('lan');
    const page = await lan.open('/settings/account');
    await expect(page.getByText('Not confirmed yet.')).toBeVisible();
    const code = await codeMailedTo(server, lan.email, 'Confirm your e-mail address');
    await lan.context.clearCookies();
    await page.route(
      last === 'session' ? '**/auth/refresh' : '**/auth/email/verify',
      async (route) => {
        await new Promise((resolve) => setTimeout(resolve, 1_000));
        await route.continue();
      },
    );
    await page.goto(`/verify-email#token=${encodeURIComponent(code)}`);
    const confirmed = page.getByRole('heading', { name: 'Your e-mail address is confirmed' });
    await expect(confirmed).toBeVisible();
    // It stays so when all that was asked is answered.
    await page.waitForLoadState('networkidle');
    await expect(confirmed).toBeVisible();
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Go on to Xóm' }).click();
    await expect(page).toHaveURL(/\/sign-in/);
  });
}

test('a suspended person is signed out at once, and told why', async ({ people, server }) => {
  const lan = await people.join('lan');
  const admin = await people.join('admin');
  await makeAdmin(server, admin.username);
  const page = await lan.open('/settings/about');
  await expect(page.getByRole('heading', { name: 'About Xóm' })).toBeVisible();
  await admin.client.admin.updateUser({ userId: lan.id, state: 'not_active' });
  await expect(page).toHaveURL(/\/sign-in/);
  await expect(page.getByText('This account is suspended')).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel('Username or e-mail').fill(lan.username);
  await page.getByLabel('Password', { exact: true }).fill(lan.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toContainText('This account is suspended');
  await expect(page).toHaveURL(/\/sign-in/);
});
