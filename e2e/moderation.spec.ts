import pg from 'pg';
import type { ServerProcess } from '../bench/server-process.ts';
import { expect, expectAccessible, test } from './fixtures.ts';
import type { Person } from './people.ts';

test('an admin gives a role, a moderator suspends and restores', async ({ people, server }) => {
  const admin = await people.join('lan');
  const moderator = await people.join('minh');
  const hoa = await people.join('hoa');
  await makeAdmin(server, admin);
  await hoa.open('/');
  await expect(hoa.page.getByRole('heading', { level: 1 })).toBeVisible();

  await choose(admin, moderator, 'Make Moderator');
  await expect(admin.page.getByText(`${moderator.name} is now: Moderator.`)).toBeVisible();
  await expectAccessible(admin.page);

  await choose(moderator, hoa, 'Suspend');
  const dialog = moderator.page.getByRole('dialog', { name: `Suspend ${hoa.name}?` });
  await expect(dialog).toBeVisible();
  await expectAccessible(moderator.page);
  await dialog.getByRole('button', { name: 'Suspend' }).click();
  await expect(moderator.page.getByText(`${hoa.name} is suspended.`)).toBeVisible();

  await expect(hoa.page).toHaveURL(/\/sign-in/);
  await expect(hoa.page.getByRole('alert')).toContainText('suspended');
  await expectAccessible(hoa.page);
  await signIn(hoa);
  await expect(hoa.page.getByRole('alert')).toContainText('suspended');
  await expect(hoa.page).toHaveURL(/\/sign-in/);

  await choose(moderator, hoa, 'Restore');
  await expect(moderator.page.getByText(`${hoa.name} is back.`)).toBeVisible();
  await signIn(hoa);
  await expect(hoa.page).toHaveURL('/');

  await moderator.page.getByRole('link', { name: 'What was done' }).click();
  const log = moderator.page.getByRole('list', { name: 'What was done' });
  const [by, of] = [moderator.name, hoa.name];
  await expect(log.getByText(`${by} set ${of} to Suspended (before: Active)`)).toBeVisible();
  await expect(log.getByText(`${by} set ${of} to Active (before: Suspended)`)).toBeVisible();
  await expect(log.getByText(`${admin.name} made ${by} Moderator (before: Member)`)).toBeVisible();
  await expectAccessible(moderator.page);
});

test('only an admin erases, and only after typing the name', async ({ people, server }) => {
  const admin = await people.join('lan', { locale: 'vi-VN', colorScheme: 'dark' });
  const minh = await people.join('minh');
  await makeAdmin(server, admin);
  await choose(admin, minh, 'Xóa vĩnh viễn', 'vi');
  const dialog = admin.page.getByRole('dialog');
  const field = dialog.getByRole('textbox');
  await field.fill('ai-do');
  await dialog.getByRole('button', { name: 'Xóa vĩnh viễn' }).click();
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expectAccessible(admin.page);
  await field.fill(minh.username);
  await dialog.getByRole('button', { name: 'Xóa vĩnh viễn' }).click();
  await expect(dialog).toBeHidden();
  await admin.open(`/people/${minh.username}`);
  await expect(admin.page.getByText('Không có ai ở đây')).toBeVisible();

  await admin.open('/moderation/stats');
  await expect(admin.page.getByRole('term').filter({ hasText: 'Tin nhắn' })).toBeVisible();
  await expectAccessible(admin.page);
});

test('the page is not for others', { tag: '@phone' }, async ({ people }) => {
  const hoa = await people.join('hoa');
  await hoa.open('/moderation');
  await expect(hoa.page.getByText('This page is for moderators')).toBeVisible();
  await expect(hoa.page.getByRole('link', { name: 'Moderation' })).toBeHidden();
  await expectAccessible(hoa.page);
});

async function makeAdmin({ database }: ServerProcess, { id }: Person): Promise<void> {
  const client = new pg.Client(database);
  await client.connect();
  await client.query(`UPDATE users SET role = 'admin' WHERE id = $1`, [id]);
  await client.end();
}

/** Opens what can be done about somebody, and chooses. */
async function choose(by: Person, subject: Person, act: string, language: 'en' | 'vi' = 'en') {
  await by.open('/moderation');
  await by.page.getByRole('searchbox').fill(subject.username);
  const menu = { en: 'What to do about', vi: 'Xử lý' }[language];
  await by.page.getByRole('button', { name: `${menu} ${subject.name}`, exact: true }).click();
  await by.page.getByRole('menuitem', { name: act }).click();
}

async function signIn({ page, username, password }: Person): Promise<void> {
  await page.getByLabel(/username/i).fill(username);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}
