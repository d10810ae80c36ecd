import type { Page } from '@playwright/test';
import type { SignedIn } from '@xom/contract/accounts';
import { expect, expectAccessible, test } from './fixtures.ts';
import type { Person } from './people.ts';

const field = (page: Page) => page.getByRole('textbox', { name: 'Message', exact: true });
const rowOf = (page: Page, name: string) =>
  page.getByRole('list', { name: 'Messages' }).getByRole('link', { name });

/** A direct conversation in which somebody has written. */
async function hello(from: Person, to: Person): Promise<string> {
  const { id } = await from.client.conversations.create({ isGroup: false, memberIds: [to.id] });
  await from.client.messages.send({ conversationId: id, type: 'TEXT', content: 'Hello' });
  return id;
}

test(
  'one writes at once where there is a keyboard, and on a phone none comes up',
  { tag: '@phone' },
  async ({ people }, { project }) => {
    const lan = await people.join('lan');
    const minh = await people.join('minh');
    const id = await hello(minh, lan);
    const { page } = lan;
    await lan.open(`/messages/${id}`);
    await expect(page.getByRole('article').filter({ hasText: 'Hello' })).toBeVisible();
    if (project.name === 'phone') {
      // Longer than it takes where it does take the focus.
      await page.waitForTimeout(1_000);
      await expect(field(page)).not.toBeFocused();
      return;
    }
    await expect(field(page)).toBeFocused();
    await page.keyboard.type('Straight away');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('article').filter({ hasText: 'Straight away' })).toBeVisible();
    await expectAccessible(page);
  },
);

test('from the list by keys, from one conversation to the next, and from a new one', async ({
  people,
}) => {
  const lan = await people.join('lan');
  const minh = await people.join('minh');
  const huong = await people.join('huong');
  await hello(minh, lan);
  await hello(huong, lan);
  await lan.client.users.follow({ userId: huong.id });
  const { page } = lan;
  const title = (name: string) => page.getByRole('heading', { level: 1, name });
  await lan.open('/messages');
  await rowOf(page, huong.name).focus();
  await page.keyboard.press('Enter');
  await expect(title(huong.name)).toBeVisible();
  await expect(field(page)).toBeFocused();
  await rowOf(page, huong.name).focus();
  await page.keyboard.press('ArrowDown');
  await expect(rowOf(page, minh.name)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(title(minh.name)).toBeVisible();
  await expect(field(page)).toBeFocused();
  // What comes does not take the focus from who is elsewhere.
  await rowOf(page, minh.name).focus();
  await minh.client.messages.send({
    conversationId: page.url().split('/').at(-1) ?? '',
    type: 'TEXT',
    content: 'And again',
  });
  await expect(page.getByRole('article').filter({ hasText: 'And again' })).toBeVisible();
  await expect(rowOf(page, minh.name)).toBeFocused();

  await page.getByRole('button', { name: 'New conversation' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('checkbox', { name: huong.name }).check();
  await dialog.getByRole('button', { name: 'Write' }).click();
  await expect(dialog).toBeHidden();
  await expect(title(huong.name)).toBeVisible();
  await expect(field(page)).toBeFocused();
});

test('who is searching the list goes on searching while a conversation opens', async ({
  people,
}) => {
  const lan = await people.join('lan');
  const minh = await people.join('minh');
  const id = await hello(minh, lan);
  const { page } = lan;
  await page.route('**/api/v1/conversations/*/messages*', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await route.continue();
  });
  await lan.open(`/messages/${id}`);
  const search = page.getByRole('searchbox', { name: 'Search conversations' });
  await search.focus();
  await page.keyboard.type('min');
  await expect(page.getByRole('article').filter({ hasText: 'Hello' })).toBeVisible();
  await page.keyboard.type('h');
  await expect(search).toHaveValue('minh');
  await expect(search).toBeFocused();
});

test('in a large group, whoever joined last is named as easily', async ({ people }) => {
  const lan = await people.join('lan');
  const marked = Date.now().toString(36);
  const account = { username: `pqd${marked}`, displayName: 'Phạm Quốc Đạt' };
  const late = await people.join('late', { account });
  const memberIds = await others(lan, marked, 24);
  const { id } = await lan.client.conversations.create({ isGroup: true, name: 'Xóm', memberIds });
  await lan.client.conversations.addMembers({ conversationId: id, userIds: [late.id] });
  await lan.open(`/messages/${id}`);
  await field(lan.page).pressSequentially('Chào @da');
  const option = lan.page.getByRole('option', { name: 'Phạm Quốc Đạt' });
  await expect(option).toBeVisible();
  await expect(lan.page.getByRole('option')).toHaveCount(1);
  await expectAccessible(lan.page);
  await lan.page.keyboard.press('Enter');
  await expect(field(lan.page)).toHaveValue(`Chào @${account.username} `);
  await lan.page.keyboard.type('nhé');
  await lan.page.keyboard.press('Enter');
  await late.open('/messages');
  const row = late.page.getByRole('list', { name: 'Messages' }).getByRole('link', { name: 'Xóm' });
  await expect(row.getByRole('img', { name: 'Mentions you' })).toBeVisible();
});

/** People of whom nobody needs more than their ids. */
async function others(by: Person, marked: string, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let number = 1; number <= count; number += 1) {
    const username = `m${marked}${number}`;
    const data = { username, email: `${username}@example.org`, password: by.password };
    const answer = await by.context.request.post('/api/v1/auth/register', { data });
    const { data: made }: { data: SignedIn } = await answer.json();
    ids.push(made.user.id);
  }
  return ids;
}
