import type { Locator, Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';

/** Somebody reads on while posts and messages come: what is clicked then is not lost. */

test('a post is opened while the feed moves', async ({ people }) => {
  const lan = await people.join('lan');
  for (let number = 1; number <= 12; number += 1) {
    await lan.client.posts.create({ kind: 'tweet', text: `Bước ${number}` });
  }
  const page = await lan.open('/');
  await expect(page.getByText('Bước 12')).toBeVisible();
  await keepMoving(page, 'html');
  await clickAt(page, page.getByText('Bước 10'));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Post by ${lan.name}`);
});

test('a reaction is given while the conversation moves', async ({ people }) => {
  const lan = await people.join('lan');
  const minh = await people.join('minh');
  const { id } = await lan.client.conversations.create({ isGroup: false, memberIds: [minh.id] });
  for (let number = 1; number <= 30; number += 1) {
    await lan.client.messages.send({ conversationId: id, type: 'TEXT', content: `Câu ${number}` });
  }
  const { items } = await minh.client.messages.list({ conversationId: id });
  const last = items.find(({ content }) => content === 'Câu 29');
  if (!last) throw new Error('it is not there');
  await minh.client.messages.react({ messageId: last.id, emoji: '👍' });
  const page = await lan.open(`/messages/${id}`);
  const chip = page.getByRole('button', { name: /👍/ });
  await expect(chip).toBeVisible();
  await keepMoving(page, '[role=feed]');
  await clickAt(page, chip);
  await expect(chip).toHaveAttribute('aria-pressed', 'true');
});

/** Up and down by a pixel, all the time. */
async function keepMoving(page: Page, selector: string): Promise<void> {
  await page.locator(selector).evaluate((element) => {
    let by = -1;
    setInterval(() => {
      element.scrollTop += by;
      by = -by;
    }, 20);
  });
  await page.waitForTimeout(200);
}

/** Not by Playwright's own click, which waits until what it clicks stands still. */
async function clickAt(page: Page, target: Locator): Promise<void> {
  const box = await target.boundingBox();
  if (!box) throw new Error('it is not on the page');
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
}
