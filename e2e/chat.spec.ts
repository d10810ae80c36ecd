import type { Locator, Page } from '@playwright/test';
import { expect, expectAccessible, test } from './fixtures.ts';
import type { People, Person } from './people.ts';
import { picture } from './pictures.ts';

const field = (page: Page) => page.getByRole('textbox', { name: 'Message', exact: true });

/** The newest message that holds a text. */
const row = (page: Page, text: string | RegExp): Locator =>
  page.getByRole('article').filter({ hasText: text }).last();

async function write(page: Page, text: string): Promise<void> {
  await field(page).fill(text);
  // On touch keyboards Enter begins a line.
  await page.getByRole('button', { name: /^(Send|Save)$/ }).click();
}

async function choose(page: Page, message: Locator, act: string): Promise<void> {
  await message.click({ button: 'right' });
  await page.getByRole('menuitem', { name: act, exact: true }).click();
}

/** Two people with a direct conversation, both looking at it. */
async function together(people: People): Promise<{ lan: Person; minh: Person; id: string }> {
  const lan = await people.join('lan');
  const minh = await people.join('minh');
  const { id } = await lan.client.conversations.create({ isGroup: false, memberIds: [minh.id] });
  await lan.client.messages.send({ conversationId: id, type: 'TEXT', content: 'Hello' });
  await Promise.all([lan.open(`/messages/${id}`), minh.open(`/messages/${id}`)]);
  await expect(row(lan.page, 'Hello')).toBeVisible();
  await expect(row(minh.page, 'Hello')).toBeVisible();
  return { lan, minh, id };
}

test('two people write, and each act shows to both', { tag: '@phone' }, async ({ people }) => {
  const { lan, minh } = await together(people);
  await expect(minh.page.getByText('New messages')).toBeVisible();
  await expect(row(lan.page, 'Hello').getByText('Seen')).toBeAttached();

  await field(lan.page).pressSequentially('Is it');
  await expect(minh.page.getByText('writing…').first()).toBeVisible();
  await write(lan.page, 'Is it raining?');
  await expect(row(minh.page, 'Is it raining?')).toBeVisible();
  await expect(row(lan.page, 'Is it raining?').getByText('Seen')).toBeAttached();
  await expect(minh.page.getByRole('status').getByText(/Is it raining/)).toBeAttached();

  await minh.page.getByRole('article').filter({ hasText: 'Is it raining?' }).focus();
  await minh.page.keyboard.press('Enter');
  await minh.page.getByRole('menuitem', { name: 'React with 👍' }).click();
  await expect(row(lan.page, 'Is it raining?').getByRole('button', { name: /👍/ })).toBeVisible();

  await choose(minh.page, row(minh.page, 'Is it raining?'), 'Reply');
  await expect(field(minh.page)).toBeFocused();
  await write(minh.page, 'A little');
  await expect(row(lan.page, 'A little').getByRole('button', { name: /Go to/ })).toBeVisible();

  await field(minh.page).press('ArrowUp');
  await expect(field(minh.page)).toHaveValue('A little');
  await write(minh.page, 'A lot');
  await expect(row(lan.page, 'A lot').getByText('edited')).toBeVisible();

  await choose(minh.page, row(minh.page, 'A lot'), 'Recall for everyone');
  await minh.page.getByRole('button', { name: 'Recall for everyone' }).click();
  await expect(row(lan.page, 'Message recalled')).toBeVisible();
  await expect(row(minh.page, 'You recalled a message')).toBeVisible();

  await choose(lan.page, row(lan.page, 'Hello'), 'Delete for me');
  await lan.page.getByRole('button', { name: 'Delete for me' }).click();
  await expect(row(lan.page, 'Hello')).toBeHidden();
  await expect(row(minh.page, 'Hello')).toBeVisible();
  await expectAccessible(lan.page);
  await expectAccessible(minh.page);
});

test('pictures, stickers and emoji', async ({ people }) => {
  const { lan, minh } = await together(people);
  const buffer = Buffer.from(await (await picture('sea', 900, 600)).arrayBuffer());
  const lake = { name: 'lake.jpg', mimeType: 'image/jpeg', buffer };
  await lan.page.locator('form input[type=file]').setInputFiles([lake, lake]);
  await expect(lan.page.getByRole('button', { name: /^Remove lake/ })).toHaveCount(2);
  await lan.page
    .getByRole('button', { name: /^Remove lake/ })
    .first()
    .click();
  await lan.page.getByRole('textbox', { name: 'Message', exact: true }).fill('The lake');
  await lan.page.getByRole('button', { name: 'Send' }).click();
  await expect(row(minh.page, 'The lake')).toBeVisible();
  await row(minh.page, 'The lake').getByRole('button', { name: 'Open the photo' }).click();
  await expect(minh.page.getByRole('dialog')).toBeVisible();
  await minh.page.keyboard.press('Escape');
  await expect(minh.page.getByRole('dialog')).toBeHidden();

  await lan.page.getByRole('button', { name: 'Emoji and stickers' }).click();
  await lan.page.getByLabel('Find an emoji').fill('pho');
  await lan.page.getByRole('button', { name: 'noodles pho' }).click();
  await expectAccessible(lan.page);
  await lan.page.getByRole('radio', { name: 'Stickers' }).check();
  const [chooser] = await Promise.all([
    lan.page.waitForEvent('filechooser'),
    lan.page.getByRole('button', { name: 'Add a sticker' }).click(),
  ]);
  await chooser.setFiles(lake);
  await lan.page.getByRole('button', { name: 'Sticker 1', exact: true }).click();
  await expect(minh.page.getByRole('img', { name: 'Sticker' })).toBeVisible();
  await expect(field(lan.page)).toHaveValue('🍜');
});

test('three people in a group', { tag: '@phone' }, async ({ people }) => {
  const [lan, minh, an] = [
    await people.join('lan'),
    await people.join('minh'),
    await people.join('an'),
  ];
  const memberIds = [minh.id, an.id];
  const { id } = await lan.client.conversations.create({ isGroup: true, name: 'Lane', memberIds });
  for (const person of [lan, minh, an]) await person.open(`/messages/${id}`);
  await expect(lan.page.getByRole('heading', { name: 'No messages yet' })).toBeVisible();

  await field(lan.page).pressSequentially('Hi @min');
  await lan.page.getByRole('option', { name: minh.name }).click();
  await expect(field(lan.page)).toHaveValue(`Hi @${minh.username} `);
  await lan.page.getByRole('button', { name: 'Send' }).click();
  await expect(row(minh.page, 'Hi @').getByRole('link')).toBeVisible();
  await expect(row(an.page, 'Hi @').getByText(lan.name)).toBeVisible();
  await expect(lan.page.getByText(/^Seen by/)).toBeVisible();

  await choose(lan.page, row(lan.page, 'Hi @'), 'Message info');
  await expect(lan.page.getByRole('dialog').getByText(an.name)).toBeVisible();
  await lan.page.keyboard.press('Escape');

  const other = await lan.client.conversations.create({ isGroup: true, name: 'Market', memberIds });
  await choose(an.page, row(an.page, 'Hi @'), 'Forward');
  await an.page.getByRole('checkbox', { name: 'Market' }).check();
  await an.page.getByRole('button', { name: 'Forward', exact: true }).click();
  await minh.open(`/messages/${other.id}`);
  await expect(row(minh.page, 'Forwarded')).toBeVisible();
  await expectAccessible(minh.page);
});

test('a cut line in mid-send: nothing lost, nothing twice, in order', async ({ people }) => {
  const { lan, minh, id } = await together(people);
  await write(lan.page, 'number 0');
  lan.network.cut();
  for (let number = 1; number <= 5; number++) await write(lan.page, `number ${number}`);
  await expect(row(lan.page, 'number 5').getByText('Sending')).toBeAttached();
  // Longer than the first tries take.
  await lan.page.waitForTimeout(10_000);
  lan.network.heal();
  await expect(row(minh.page, 'number 5')).toBeVisible({ timeout: 40_000 });
  await expect(row(lan.page, 'number 5').getByText('Sending')).toHaveCount(0);
  const { items } = await minh.client.messages.list({ conversationId: id });
  const sent = items.map(({ content }) => content).toReversed();
  expect(sent).toEqual(['Hello', ...Array.from({ length: 6 }, (_, number) => `number ${number}`)]);
  for (const { page } of [lan, minh]) {
    const shown = page.getByRole('article').filter({ hasText: 'number' });
    await expect(shown).toHaveText(Array.from({ length: 6 }, (_, n) => new RegExp(`number ${n}`)));
  }
});

test.describe('offline', () => {
  test.use({ serviceWorkers: 'allow' });

  test('a reload shows the conversation, and what was written goes out later', async ({
    people,
  }) => {
    const { lan, minh } = await together(people);
    await lan.page.evaluate(() => navigator.serviceWorker.ready);
    // What is kept is written down at rest.
    await lan.page.waitForTimeout(3_000);
    await lan.context.setOffline(true);
    lan.network.cut();
    await lan.page.reload();
    await expect(row(lan.page, 'Hello')).toBeVisible();
    await write(lan.page, 'From the tunnel');
    await lan.page.reload();
    await expect(row(lan.page, 'From the tunnel').getByText('Sending')).toBeAttached();
    await lan.context.setOffline(false);
    lan.network.heal();
    await expect(row(minh.page, 'From the tunnel')).toBeVisible({ timeout: 40_000 });
    await expect(minh.page.getByRole('article').filter({ hasText: 'From the tunnel' })).toHaveCount(
      1,
    );
  });
});

test('history loads above, search leads to it, and the newest is one press away', async ({
  people,
}) => {
  const { lan, minh, id } = await together(people);
  for (let number = 1; number <= 120; number++) {
    const content = number === 7 ? 'Phở Đà Nẵng' : `line ${number}.`;
    await lan.client.messages.send({ conversationId: id, type: 'TEXT', content });
  }
  await expect(row(minh.page, 'line 120.')).toBeVisible({ timeout: 30_000 });
  await expect(row(lan.page, 'line 120.').getByText('Seen')).toBeAttached();
  await minh.page.getByRole('article').last().focus();
  await minh.page.keyboard.press('ArrowUp');
  await expect(row(minh.page, 'line 119.')).toBeFocused();
  await minh.page.keyboard.press('Home');
  await expect(row(minh.page, 'Hello')).toBeFocused();
  await expect(row(minh.page, 'line 120.')).not.toBeInViewport();

  await minh.page.getByRole('button', { name: 'Search in this conversation' }).click();
  await minh.page.keyboard.type('pho da nang');
  await expect(minh.page.getByText('1 result')).toBeVisible();
  await minh.page.keyboard.press('Enter');
  await expect(row(minh.page, 'Phở Đà Nẵng')).toBeInViewport();
  await expectAccessible(minh.page);

  await lan.client.messages.send({ conversationId: id, type: 'TEXT', content: 'the newest' });
  await minh.page.getByRole('button', { name: /^Go to the newest message, 1 unread/ }).click();
  await expect(row(minh.page, 'the newest')).toBeInViewport();
  await expect(minh.page.getByRole('button', { name: /^Go to the newest/ })).toBeHidden();
});

test('who is at the end again holds little of what they read, and finds it again', async ({
  people,
}) => {
  const [lan, minh] = [await people.join('lan'), await people.join('minh')];
  const { id } = await lan.client.conversations.create({ isGroup: false, memberIds: [minh.id] });
  for (let number = 1; number <= 450; number += 1) {
    await minh.client.messages.send({
      conversationId: id,
      type: 'TEXT',
      content: `Dòng ${number}`,
    });
  }
  await lan.client.conversations.markRead({ conversationId: id });
  const { page } = lan;
  await lan.open(`/messages/${id}`);
  const feed = page.getByRole('feed', { name: 'Messages' });
  const line = (number: number) => feed.getByText(`Dòng ${number}`, { exact: true });
  const readFromTheStart = async () => {
    await feed.hover();
    await expect(async () => {
      await page.mouse.wheel(0, -3000);
      await expect(line(1)).toBeInViewport({ timeout: 200 });
    }).toPass({ intervals: [100] });
  };
  const height = () => feed.evaluate((element) => element.scrollHeight);
  await expect(line(450)).toBeInViewport();
  await readFromTheStart();
  const whole = await height();
  await page.getByRole('button', { name: 'Go to the newest message' }).click();
  await expect(line(450)).toBeInViewport({ ratio: 1 });
  await expect.poll(height).toBeLessThan(whole / 2);
  // What comes is followed as before.
  await minh.client.messages.send({ conversationId: id, type: 'TEXT', content: 'Dòng 451' });
  await expect(line(451)).toBeInViewport({ ratio: 1 });
  await expect(line(450)).toBeInViewport({ ratio: 1 });
  await readFromTheStart();
  await expect(line(2)).toBeInViewport();
});

test('a draft is kept, and who is blocked cannot write', async ({ people }) => {
  const { lan, minh, id } = await together(people);
  await field(lan.page).fill('Not yet');
  await lan.open('/friends');
  await lan.open(`/messages/${id}`);
  await expect(field(lan.page)).toHaveValue('Not yet');

  await minh.client.users.block({ userId: lan.id });
  await lan.page.reload();
  await expect(lan.page.getByText('You cannot write here')).toBeVisible();
});

test('in Vietnamese', { tag: '@phone' }, async ({ people }) => {
  const lan = await people.join('lan', { locale: 'vi-VN', colorScheme: 'dark' });
  const minh = await people.join('minh');
  const { id } = await lan.client.conversations.create({ isGroup: false, memberIds: [minh.id] });
  await minh.client.messages.send({ conversationId: id, type: 'TEXT', content: 'Chào Lan' });
  await lan.open(`/messages/${id}`);
  await expect(lan.page.getByText('Tin nhắn mới')).toBeVisible();
  await row(lan.page, 'Chào Lan').click({ button: 'right' });
  await expect(lan.page.getByRole('menuitem', { name: 'Chuyển tiếp' })).toBeVisible();
  await expectAccessible(lan.page);
});
