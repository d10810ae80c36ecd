import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';

/** What a first load may cost in JavaScript, as it travels: React, the router and the socket's library are 100 KB of it. */
const limitBytes = 170 * 1024;

test('the first load of JavaScript is small', { tag: '@phone' }, async ({ people, isMobile }) => {
  const visitor = await people.visit();
  await visitor.goto('/sign-in');
  const lan = await people.join('lan');
  const minh = await people.join('minh');
  const { id: conversationId } = await lan.client.conversations.create({
    isGroup: false,
    memberIds: [minh.id],
  });
  await minh.client.messages.send({ conversationId, type: 'TEXT', content: 'Are you there?' });
  const weights: Record<string, number> = { '/sign-in': await scriptBytes(visitor) };
  // Where there is room for it, the list comes a moment after what was opened, beside it.
  const conversation = isMobile ? [`/messages/${conversationId}`] : [];
  for (const path of ['/', '/messages', ...conversation]) {
    // A browser that has nothing yet.
    const page = await lan.elsewhere();
    await page.goto(path);
    weights[path] = await scriptBytes(page);
  }
  const tooHeavy = Object.entries(weights).filter(([, bytes]) => bytes > limitBytes);
  expect(tooHeavy).toEqual([]);
  expect(Math.min(...Object.values(weights)), 'scripts were seen').toBeGreaterThan(10_000);
});

/** All that the page has loaded of scripts once nothing more comes. */
async function scriptBytes(page: Page): Promise<number> {
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.waitForLoadState('networkidle');
  return page.evaluate(() => {
    const loaded = performance.getEntriesByType('resource');
    return loaded
      .filter((entry) => entry instanceof PerformanceResourceTiming)
      .filter(({ name }) => new URL(name).pathname.endsWith('.js'))
      .reduce((bytes, { encodedBodySize }) => bytes + encodedBodySize, 0);
  });
}
