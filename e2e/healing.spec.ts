import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';

const message = (page: Page, text: string) =>
  page.getByRole('article').filter({ hasText: text }).last();
const row = (page: Page, name: string) =>
  page.getByRole('list', { name: 'Messages' }).getByRole('link', { name: new RegExp(`^${name}`) });

test('what happened while the line was cut is there after it, without a reload', async ({
  people,
}) => {
  const lan = await people.join('lan');
  const minh = await people.join('minh');
  const { id } = await lan.client.conversations.create({ isGroup: false, memberIds: [minh.id] });
  const say = (content: string) =>
    minh.client.messages.send({ conversationId: id, type: 'TEXT', content });
  const edited = await say('Before the edit');
  const recalled = await say('Not meant for here');
  await lan.open(`/messages/${id}`);
  await expect(message(lan.page, 'Not meant for here')).toBeVisible();
  const asked = syncsOf(lan.page);
  const openedAt = await lan.page.evaluate(() => performance.timeOrigin);

  lan.network.cut();
  await expect(lan.page.getByText('Connecting…')).toBeVisible();
  // What was here stays, and can be read.
  await expect(message(lan.page, 'Before the edit')).toBeVisible();
  await minh.client.messages.edit({ messageId: edited.id, content: 'After the edit' });
  await minh.client.messages.recall({ messageId: recalled.id });
  await minh.client.messages.react({ messageId: edited.id, emoji: '👍' });
  for (let number = 1; number <= 3; number += 1) await say(`Meanwhile ${number}`);
  const group = { isGroup: true, name: 'Made meanwhile', memberIds: [lan.id] };
  const made = await minh.client.conversations.create(group);
  await minh.client.messages.send({ conversationId: made.id, type: 'TEXT', content: 'Welcome' });
  await lan.client.conversations.setPreferences({ conversationId: id, pinned: true });

  lan.network.heal();
  await expect(message(lan.page, 'Meanwhile 3')).toBeVisible({ timeout: 30_000 });
  await expect(lan.page.getByText('Connecting…')).toBeHidden();
  await expect(
    message(lan.page, 'After the edit').getByRole('button', { name: /👍/ }),
  ).toBeVisible();
  await expect(lan.page.getByRole('article').filter({ hasText: 'Before the edit' })).toHaveCount(0);
  await expect(message(lan.page, 'Message recalled')).toBeVisible();
  await expect(lan.page.getByRole('article').filter({ hasText: 'Meanwhile' })).toHaveText([
    /Meanwhile 1/,
    /Meanwhile 2/,
    /Meanwhile 3/,
  ]);
  await expect(row(lan.page, 'Made meanwhile')).toContainText('Welcome');
  await expect(row(lan.page, minh.name)).toContainText('Meanwhile 3');
  expect(asked()).toBeGreaterThan(0);
  expect(await lan.page.evaluate(() => performance.timeOrigin)).toBe(openedAt);
  // And what comes now comes as ever.
  await say('Live again');
  await expect(message(lan.page, 'Live again')).toBeVisible();
});

/** Counts how often a page asks what it missed, over its socket or over REST. */
function syncsOf(page: Page): () => number {
  let count = 0;
  page.on('request', (request) => {
    if (request.url().endsWith('/api/v1/sync')) count += 1;
  });
  page.on('websocket', (socket) => {
    socket.on('framesent', ({ payload }) => {
      if (String(payload).includes('"sync.pull"')) count += 1;
    });
  });
  return () => count;
}

test('a part of the page that the line keeps away does not take the page with it', async ({
  people,
}) => {
  const lan = await people.join('lan');
  const minh = await people.join('minh');
  const { id } = await lan.client.conversations.create({ isGroup: false, memberIds: [minh.id] });
  await minh.open(`/messages/${id}`);
  await lan.open(`/messages/${id}`);
  const field = lan.page.getByRole('textbox', { name: 'Message', exact: true });
  await field.fill('Half a thought');
  lan.network.cut();
  await lan.page.getByRole('button', { name: 'Emoji and stickers' }).click();
  await lan.page.waitForTimeout(1_500);
  lan.network.heal();
  await expect(field).toHaveValue('Half a thought');
  await field.press('Enter');
  await expect(message(minh.page, 'Half a thought')).toBeVisible({ timeout: 40_000 });
});
