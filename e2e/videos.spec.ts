import type { Locator } from '@playwright/test';
import pg from 'pg';
import { film } from './films.ts';
import { expect, expectAccessible, test } from './fixtures.ts';
import type { Person } from './people.ts';

test('a video is chosen, taken back in mid-upload, then posted and played', async ({
  people,
  server,
}) => {
  const lan = await people.join('lan');
  const minh = await people.join('minh');
  await minh.client.users.follow({ userId: lan.id });
  await minh.open('/');
  await lan.open('/');
  await lan.page.getByRole('button', { name: 'What is going on in the lane?' }).click();
  const composer = lan.page.getByRole('dialog', { name: 'New post' });
  const post = composer.getByRole('button', { name: 'Post', exact: true });
  await composer.getByLabel('Text').fill('Chợ nổi sáng nay');
  const file = await film('market.webm');

  // Some seconds for all of it.
  const fast = await slowDown(lan, file.buffer.length / 6);
  await composer.locator('input[type=file]').setInputFiles(file);
  const progress = composer.getByRole('progressbar', { name: 'Uploading market.webm' });
  const share = async () => Number(await progress.getAttribute('aria-valuenow'));
  await expect.poll(share).toBeGreaterThan(5);
  expect(await share()).toBeLessThan(100);
  await expect(post).toBeDisabled();
  await expectAccessible(lan.page);
  await composer.getByRole('button', { name: 'Cancel the upload of file 1' }).click();
  await expect(progress).toBeHidden();
  await expect(composer.getByRole('list', { name: 'Attached files' })).toBeHidden();
  await expect(post).toBeEnabled();
  await fast();

  await composer.locator('input[type=file]').setInputFiles(file);
  await expect(composer.getByRole('button', { name: 'Remove file 1' })).toBeVisible();
  // A video is alone.
  await expect(composer.getByRole('button', { name: 'Add pictures or a video' })).toBeDisabled();
  await composer.getByRole('button', { name: 'Alt text of file 1' }).click();
  const described = lan.page.getByRole('dialog', { name: 'Describe this file' });
  await described.getByLabel('Alt text').fill('Boats full of fruit');
  await described.getByRole('button', { name: 'Save' }).click();
  await post.click();
  await expect(composer).toBeHidden();
  await expect(lan.page.getByRole('feed').getByLabel('Boats full of fruit')).toBeVisible();

  await minh.page.reload();
  const video = minh.page.getByRole('feed').getByLabel('Boats full of fruit');
  await expect(video).toBeVisible();
  await expectAccessible(minh.page);
  await video.press(' ');
  await expect.poll(() => playedOf(video)).toBeGreaterThan(0);
  // Of the one that was taken back nothing is left, once the server has noticed.
  await expect.poll(() => filesOf(lan, server.database)).toBe(1);
});

test(
  'a story with a video is played to its end, and answered',
  { tag: '@phone' },
  async ({ people }) => {
    const lan = await people.join('lan');
    const minh = await people.join('minh');
    await minh.client.users.follow({ userId: lan.id });
    await minh.open('/');
    await lan.open('/');
    await lan.page.getByRole('region', { name: 'Stories' }).getByRole('button').click();
    const composer = lan.page.getByRole('dialog', { name: 'New story' });
    await composer
      .getByLabel('Choose a picture or a video')
      .setInputFiles(await film('lane.webm', 240, 426));
    const shareIt = composer.getByRole('button', { name: 'Share' });
    await expect(shareIt).toBeEnabled();
    await expectAccessible(lan.page);
    await shareIt.click();
    await expect(lan.page.getByRole('link', { name: 'Your story, stories' })).toBeVisible();

    await minh.page.getByRole('link', { name: `${lan.name}, new stories` }).click();
    const video = minh.page.getByLabel(`Video in the story of ${lan.name}`);
    await expect(video).toBeVisible();
    await minh.page.getByRole('button', { name: 'Sound on' }).click();
    await expect(minh.page.getByRole('button', { name: 'Sound off' })).toBeVisible();
    await expectAccessible(minh.page);
    const answer = minh.page.getByRole('textbox', { name: `Answer ${lan.name}` });
    await answer.fill('Xóm mình đẹp thật');
    await answer.press('Enter');
    await expect(minh.page.getByText(`Your answer is on its way to ${lan.name}.`)).toBeVisible();
    // Who wants little motion lets it run by hand; at its end there is no other.
    await minh.page.getByRole('button', { name: 'Go on' }).click();
    await expect(minh.page).toHaveURL('/');
    await expect(minh.page.getByRole('link', { name: `${lan.name}, stories` })).toBeVisible();

    await lan.open('/messages');
    await lan.page.getByRole('link', { name: minh.name }).click();
    const answered = lan.page.getByRole('article').filter({ hasText: 'Xóm mình đẹp thật' });
    await expect(answered).toBeVisible();
    await answered.getByRole('link', { name: 'Answer to a story' }).click();
    await expect(lan.page.getByRole('button', { name: 'Seen by 1 person' })).toBeVisible();
  },
);

/** Lets a person's browser send no faster. Answers with what ends it. */
async function slowDown({ context, page }: Person, bytesPerSecond: number) {
  const chromium = await context.newCDPSession(page);
  const limit = (uploadThroughput: number) =>
    chromium.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput,
    });
  await limit(bytesPerSecond);
  return () => limit(-1);
}

const playedOf = (video: Locator) =>
  video.evaluate((element: HTMLVideoElement) => element.currentTime);

/** How many files somebody has on the server. */
async function filesOf({ id }: Person, database: pg.ClientConfig): Promise<number> {
  const client = new pg.Client(database);
  await client.connect();
  const { rowCount } = await client.query('select from media where owner_id = $1', [id]);
  await client.end();
  return rowCount ?? 0;
}
