import { expect, expectAccessible, test } from './fixtures.ts';
import type { Person } from './people.ts';
import { type DrawingName, picture } from './pictures.ts';

test('a story is made, seen, answered and deleted', { tag: '@phone' }, async ({ people }) => {
  const lan = await people.join('lan');
  const minh = await people.join('minh');
  await minh.client.users.follow({ userId: lan.id });
  await lan.open('/');
  await minh.open('/');

  await lan.page.getByRole('region', { name: 'Stories' }).getByRole('button').click();
  const composer = lan.page.getByRole('dialog', { name: 'New story' });
  const share = composer.getByRole('button', { name: 'Share' });
  await expect(share).toBeDisabled();
  await composer.getByLabel('Choose a picture or a video').setInputFiles({
    name: 'cat.jpg',
    mimeType: 'image/jpeg',
    buffer: Buffer.from(await (await picture('cat', 720, 1280)).arrayBuffer()),
  });
  await composer.getByLabel('A few words').fill('Mèo nhà số 7');
  await expect(share).toBeEnabled();
  await expectAccessible(lan.page);
  await share.click();
  await expect(composer).toBeHidden();
  const mine = lan.page.getByRole('link', { name: 'Your story, stories' });
  await expect(mine).toBeVisible();

  const ring = minh.page.getByRole('link', { name: `${lan.name}, new stories` });
  await expect(ring).toBeVisible();
  await expectAccessible(minh.page);
  await ring.click();
  await expect(minh.page.getByRole('heading', { level: 1, name: lan.name })).toBeVisible();
  await expect(minh.page.getByText('Mèo nhà số 7')).toBeVisible();
  await expectAccessible(minh.page);
  const answer = minh.page.getByRole('textbox', { name: `Answer ${lan.name}` });
  await answer.fill('Dễ thương quá!');
  await answer.press('Enter');
  await expect(minh.page.getByText(`Your answer is on its way to ${lan.name}.`)).toBeVisible();
  await minh.page.getByRole('button', { name: 'Close', exact: true }).click();
  const seen = minh.page.getByRole('link', { name: `${lan.name}, stories` });
  await expect(seen).toBeVisible();

  await mine.click();
  await lan.page.getByRole('button', { name: 'Seen by 1 person' }).click();
  const viewers = lan.page.getByRole('dialog', { name: 'Seen by' });
  await expect(viewers.getByRole('link', { name: minh.name })).toBeVisible();
  await expectAccessible(lan.page);
  await viewers.getByRole('button', { name: 'Close' }).click();
  await lan.page.getByRole('button', { name: 'Delete' }).click();
  await lan.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(lan.page).toHaveURL('/');
  await expect(mine).toBeHidden();
  await expect(seen).toBeHidden();

  await lan.open('/messages');
  await lan.page.getByRole('link', { name: minh.name }).click();
  await expect(lan.page.getByText('Dễ thương quá!').last()).toBeVisible();
});

test('the viewer goes from story to story and from person to person by keys', async ({
  people,
}) => {
  const minh = await people.join('minh', { locale: 'vi-VN', colorScheme: 'dark' });
  const lan = await people.join('lan');
  const hoa = await people.join('hoa');
  for (const { id } of [lan, hoa]) await minh.client.users.follow({ userId: id });
  await tell(lan, 'lane');
  await tell(lan, 'bowl');
  await tell(hoa, 'sea', 'Ra biển '.repeat(60));
  await minh.open('/');
  await minh.page.getByRole('link', { name: hoa.name }).first().click();
  const heading = minh.page.getByRole('heading', { level: 1 });
  await expect(heading).toContainText(hoa.name);
  await expectAccessible(minh.page);

  // Who wants little motion goes on by hand.
  await expect(minh.page.getByRole('button', { name: 'Tiếp tục' })).toBeVisible();
  await minh.page.keyboard.press('ArrowRight');
  await expect(heading).toContainText(lan.name);
  const place = minh.page.getByRole('article').getByRole('status').first();
  await expect(place).toHaveText('1 trên 2');
  await minh.page.keyboard.press('ArrowRight');
  await expect(place).toHaveText('2 trên 2');
  await minh.page.keyboard.press('ArrowLeft');
  await expect(place).toHaveText('1 trên 2');
  await minh.page.keyboard.press('Escape');
  await expect(minh.page).toHaveURL('/');
});

test('the order stays while somebody watches', async ({ people }) => {
  const minh = await people.join('minh');
  const lan = await people.join('lan');
  const hoa = await people.join('hoa');
  for (const { id } of [lan, hoa]) await minh.client.users.follow({ userId: id });
  await tell(lan, 'lane');
  await tell(hoa, 'sea');
  await minh.open('/');
  await minh.page.getByRole('link', { name: hoa.name }).first().click();
  const heading = minh.page.getByRole('heading', { level: 1 });
  await expect(heading).toContainText(hoa.name);
  await expect.poll(async () => isSeen(minh, hoa.id)).toBe(true);
  // The tray is asked for anew, in which who was watched comes last.
  await tell(lan, 'bowl');
  await minh.page.waitForTimeout(1_500);
  await minh.page.keyboard.press('ArrowRight');
  await expect(heading).toContainText(lan.name);
});

test('stories go on by themselves, and wait while somebody pauses', async ({ people }) => {
  const minh = await people.join('minh', { reducedMotion: 'no-preference' });
  const lan = await people.join('lan');
  await minh.client.users.follow({ userId: lan.id });
  await tell(lan, 'lane');
  await tell(lan, 'bowl');
  await minh.open(`/people/${lan.username}`);
  await minh.page.getByRole('link', { name: `${lan.name}, new stories` }).click();
  const place = minh.page.getByRole('article').getByRole('status').first();
  await expect(place).toHaveText('1 of 2');
  await minh.page.keyboard.press(' ');
  await expect(minh.page.getByRole('button', { name: 'Go on' })).toBeVisible();
  await minh.page.waitForTimeout(6_000);
  await expect(place).toHaveText('1 of 2');
  await minh.page.keyboard.press(' ');
  await expect(place).toHaveText('2 of 2');
  await expect(minh.page).toHaveURL(`/people/${lan.username}`);
  await expect(minh.page.getByRole('link', { name: `${lan.name}, stories` })).toBeVisible();
});

async function tell({ client }: Person, drawing: DrawingName, caption = 'Chiều nay') {
  const { id } = await client.media.upload({ file: await picture(drawing, 720, 1280) });
  await client.stories.create({ mediaId: id, caption });
}

async function isSeen(viewer: Person, ownerId: string): Promise<boolean | undefined> {
  const { items } = await viewer.client.stories.list({});
  return items.find(({ owner }) => owner.id === ownerId)?.hasUnseen === false;
}
