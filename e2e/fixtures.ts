/**
 * Tests of the web client in a real browser, on a real server with its database. How to write one:
 *
 *   import { expect, expectAccessible, test } from './fixtures.ts';
 *
 *   test('a message arrives at once', { tag: '@phone' }, async ({ people }) => {
 *     const lan = await people.join('lan');            // registered and signed in, a browser of her own
 *     const minh = await people.join('minh', { locale: 'vi-VN', colorScheme: 'dark' });
 *     const { id } = await lan.client.conversations.create({ isGroup: false, memberIds: [minh.id] });
 *     await minh.open(`/messages/${id}`);              // minh.page is a page of Playwright
 *     await lan.client.messages.send({ conversationId: id, type: 'TEXT', content: 'Chào!' });
 *     await expect(minh.page.getByText('Chào!')).toBeVisible();
 *     await expectAccessible(minh.page);
 *   });
 *
 * What a test is about goes through pages, found by what people see (`getByRole`, `getByLabel`,
 * `getByText`); what it only needs goes through `person.client`, typed by the contract. Names are unique
 * (`lan.name` is `Lan 7`): the tests of one worker share its server. `@phone` runs it on a phone too.
 * `person.network.cut()` and `.heal()` break the line; `people.visit()` is somebody without an account.
 * A page that throws, or is kept from something by the Content-Security-Policy, fails its test.
 *
 * `npm run e2e` builds the client and runs all, `npm run e2e -- shell` the files with that in their name.
 */
import { AxeBuilder } from '@axe-core/playwright';
import { test as base, expect, type Page } from '@playwright/test';
import { type ServerProcess, withServer } from '../bench/server-process.ts';
import { People } from './people.ts';

export { expect } from '@playwright/test';

export const test = base.extend<{ people: People }, { server: ServerProcess }>({
  server: [
    // Playwright asks for the braces.
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const settings = { NODE_ENV: 'test', LOG_LEVEL: 'error' };
      await withServer(settings, new AbortController().signal, (server) => use(server));
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  people: async ({ browser, server, serviceWorkers }, use) => {
    const people = new People(browser, server.url, serviceWorkers);
    await use(people);
    await people.leave();
    expect(people.faults).toEqual([]);
  },
});

const patienceMs = 5_000;
/** On a busy machine one look may take as long. */
const leastLooks = 3;

/**
 * Fails with what axe finds on the page, and finds again: while a dialog or a menu comes or goes, what lies
 * behind it is hidden piece by piece, and rows of a list are hidden until they are measured.
 */
export async function expectAccessible(page: Page): Promise<void> {
  // Not by its role: behind a dialog it has none.
  await page.locator('h1').first().waitFor({ state: 'attached' });
  const until = Date.now() + patienceMs;
  let findings = await findingsOn(page);
  for (let looks = 1; findings.length > 0; looks += 1) {
    if (looks >= leastLooks && Date.now() >= until) break;
    findings = await findingsOn(page);
  }
  expect(findings).toEqual([]);
}

async function findingsOn(page: Page): Promise<object[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, help, nodes }) => ({
    id,
    help,
    places: nodes.map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary}`),
  }));
}
