import { writeFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import sharp, { type Sharp } from 'sharp';
import { expect, expectAccessible, test } from './fixtures.ts';
import type { Person } from './people.ts';
import { type DrawingName, picture } from './pictures.ts';

test('a post with photos reaches a follower', { tag: '@phone' }, async ({ people }) => {
  const lan = await people.join('lan');
  const minh = await people.join('minh');
  await minh.client.users.follow({ userId: lan.id });

  await lan.open('/');
  const write = lan.page.getByRole('button', { name: 'What is going on in the lane?' });
  await expect(write).toBeVisible();
  await expectAccessible(lan.page);
  await write.click();
  const composer = lan.page.getByRole('dialog', { name: 'New post' });
  await composer.getByLabel('Text').fill('Two evenings in our #lane');
  await choose(composer, 'lane', 'sea');
  await composer.getByRole('button', { name: 'Alt text of file 2' }).click();
  const described = lan.page.getByRole('dialog', { name: 'Describe this file' });
  await described.getByLabel('Alt text').fill('A boat in the bay');
  await described.getByRole('button', { name: 'Save' }).click();
  // The boat goes first.
  await composer.getByRole('button', { name: 'File 2 of 2: sea.jpg' }).press('ArrowLeft');
  await expect(composer.getByRole('button', { name: 'File 1 of 2: sea.jpg' })).toBeFocused();
  await expectAccessible(lan.page);
  await composer.getByRole('button', { name: 'Post', exact: true }).click();
  const mine = postIn(lan.page, 'Two evenings in our');
  await expect(mine).toBeVisible();

  await minh.open('/');
  const theirs = postIn(minh.page, 'Two evenings in our');
  await expect(theirs.getByRole('button', { name: 'Open picture 2 of 2' })).toBeVisible();
  await expectAccessible(minh.page);
  await seeTheBoat(minh.page, theirs);

  await mine.getByRole('link', { name: /ago|now/ }).click();
  await expect(lan.page.getByRole('heading', { level: 1 })).toHaveText(`Post by ${lan.name}`);
  await theirs.getByRole('button', { name: 'Like, 0 likes' }).click();
  const liked = theirs.getByRole('button', { name: 'Like, 1 like' });
  await expect(liked).toHaveAttribute('aria-pressed', 'true');
  await theirs.getByRole('button', { name: 'Save' }).click();
  await theirs.getByRole('button', { name: 'Repost or quote' }).click();
  await minh.page.getByRole('menuitem', { name: 'Repost' }).click();
  await expect(lan.page.getByRole('button', { name: '1 like', exact: true })).toBeVisible();
  await expect(lan.page.getByRole('button', { name: '1 repost', exact: true })).toBeVisible();
  await expect(lan.page.getByRole('button', { name: 'Save, saved by 1 person' })).toBeVisible();
  await lan.page.getByRole('button', { name: '1 like', exact: true }).click();
  const likers = lan.page.getByRole('dialog', { name: 'Liked by' });
  await expect(likers.getByRole('link', { name: minh.name })).toBeVisible();
  await expectAccessible(lan.page);

  await theirs.getByRole('button', { name: 'Repost or quote' }).click();
  await minh.page.getByRole('menuitem', { name: 'Quote' }).click();
  const quote = minh.page.getByRole('dialog', { name: 'Quote a post' });
  await quote.getByLabel('Text').fill('Look at this');
  await quote.getByLabel('Text').press('Control+Enter');
  const quoting = postIn(minh.page, 'Look at this');
  await expect(quoting.getByRole('link', { name: `Quoted post by ${lan.name}` })).toBeVisible();
  await expectAccessible(minh.page);
});

test('what she saved, likes and finds by its tag is listed', async ({ people }) => {
  const lan = await people.join('lan');
  const minh = await people.join('minh');
  const { id: postId } = await lan.client.posts.create({ text: 'Two evenings in our #lane' });
  await minh.client.posts.save({ postId });
  await minh.client.posts.like({ postId });
  for (const path of ['/saved', '/liked', '/tags/lane']) {
    await minh.open(path);
    await expect(postIn(minh.page, 'Two evenings in our')).toBeVisible();
    await expectAccessible(minh.page);
  }
});

test('people comment, answer and like what is said', { tag: '@phone' }, async ({ people }) => {
  const lan = await people.join('lan');
  const minh = await people.join('minh');
  const { id } = await lan.client.posts.create({ text: 'What shall we cook?' });
  await lan.open(`/posts/${id}`);
  await expect(lan.page.getByText('No comments yet')).toBeVisible();
  await expectAccessible(lan.page);
  await minh.open(`/posts/${id}`);

  await minh.page.getByLabel('Write a comment').fill(`Phở, @${lan.username}!`);
  await minh.page.getByRole('button', { name: 'Send comment' }).click();
  const said = minh.page.getByRole('article', { name: `Comment by ${minh.name}` });
  await expect(said.getByRole('link', { name: `@${lan.username}` })).toBeVisible();
  await lan.page.getByRole('button', { name: 'Show 1 new comment' }).click();
  const heard = lan.page.getByRole('article', { name: `Comment by ${minh.name}` });
  await heard.getByRole('button', { name: 'Like, 0 likes' }).click();
  await heard.getByRole('button', { name: 'Reply' }).click();
  await lan.page.getByLabel('Write a reply').fill('With or without coriander?');
  await lan.page.getByLabel('Write a reply').press('Control+Enter');
  const reply = lan.page.getByRole('article', { name: `Reply by ${lan.name}` });
  await expect(reply).toContainText('coriander');
  await expectAccessible(lan.page);

  await minh.page.reload();
  await expect(said.getByRole('button', { name: 'Like, 1 like' })).toBeVisible();
  await minh.page.getByRole('button', { name: 'Show 1 reply' }).click();
  await expect(minh.page.getByText('With or without coriander?')).toBeVisible();
  await said.getByRole('button', { name: 'More' }).click();
  await minh.page.getByRole('menuitem', { name: 'Edit' }).click();
  await minh.page.getByLabel('Edit the text').fill('Bún chả');
  await minh.page.getByRole('button', { name: 'Save', exact: true }).last().click();
  await expect(said).toContainText('Bún chả');
  await expect(said).toContainText('edited');
  await said.getByRole('button', { name: 'More' }).click();
  await minh.page.getByRole('menuitem', { name: 'Delete' }).click();
  await minh.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(said).toBeHidden();
  await expect(minh.page.getByRole('button', { name: 'Comment, 0 comments' })).toBeVisible();
});

test('a post is changed with its history kept, archived, and deleted', async ({ people }) => {
  const lan = await people.join('lan');
  const minh = await people.join('minh');
  await minh.client.users.follow({ userId: lan.id });
  const { id } = await lan.client.posts.create({ text: 'The first words' });
  await minh.open(`/posts/${id}`);
  await expect(minh.page.getByText('The first words')).toBeVisible();

  await lan.open('/');
  const mine = lan.page.getByRole('article').filter({ hasText: lan.name });
  await choseInMenu(lan, mine, 'Edit');
  const composer = lan.page.getByRole('dialog', { name: 'Edit post' });
  await composer.getByLabel('Text').fill('The second words');
  await composer.getByLabel('Who can see it').selectOption('Followers');
  await composer.getByRole('button', { name: 'Save' }).click();
  await expect(mine).toContainText('The second words');
  await expect(minh.page.getByText('The second words')).toBeVisible();
  await minh.page.getByRole('button', { name: 'Edited' }).click();
  const edits = minh.page.getByRole('dialog', { name: 'Earlier versions' });
  await expect(edits).toContainText(/The first words|no earlier versions/);
  await expectAccessible(minh.page);
  await mine.getByRole('button', { name: 'Edited' }).click();
  await expect(lan.page.getByRole('dialog', { name: 'Earlier versions' })).toContainText(
    'The first words',
  );
  await lan.page.keyboard.press('Escape');

  await choseInMenu(lan, mine, 'Archive');
  await expect(mine).toBeHidden();
  await minh.page.reload();
  await expect(minh.page.getByText('This post is not here')).toBeVisible();
  await lan.open('/archive');
  await expectAccessible(lan.page);
  await choseInMenu(lan, mine, 'Show again');
  await expect(lan.page.getByText('The archive is empty')).toBeVisible();
  await expectAccessible(lan.page);

  await lan.open(`/posts/${id}`);
  await minh.page.reload();
  await expect(minh.page.getByText('The second words')).toBeVisible();
  await lan.page.getByRole('button', { name: 'More about the post' }).click();
  await lan.page.getByRole('menuitem', { name: 'Delete' }).click();
  await lan.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(lan.page).toHaveURL('/');
  // Who looks at it is told.
  await expect(minh.page.getByText('This post is not here')).toBeVisible();
});

test('the feed keeps its place, and offers what is new', { tag: '@phone' }, async ({ people }) => {
  const lan = await people.join('lan');
  const minh = await people.join('minh');
  await minh.client.users.follow({ userId: lan.id });
  for (let number = 1; number <= 45; number += 1) {
    await lan.client.posts.create({ kind: 'tweet', text: `Step ${number} of the way` });
  }
  await minh.open('/');
  await expect(minh.page.getByText('Step 45 of')).toBeVisible();
  const old = postIn(minh.page, 'Step 15 of the way');
  await scrollTo(minh.page, old);
  // Of a long list only what is near is rendered.
  expect(await minh.page.getByRole('article').count()).toBeLessThan(40);
  const link = old.getByRole('link', { name: /ago|now/ });
  await link.hover();
  const place = await topOf(old);
  await link.click();
  await expect(minh.page.getByRole('heading', { level: 1 })).toHaveText(`Post by ${lan.name}`);
  await minh.page.goBack();
  await expect(old).toBeInViewport();
  await expect.poll(async () => Math.abs((await topOf(old)) - place)).toBeLessThan(5);

  minh.network.cut();
  await lan.client.posts.create({ text: 'Written meanwhile' });
  minh.network.heal();
  const offer = minh.page.getByRole('button', { name: '1 new post' });
  await expect(offer).toBeVisible({ timeout: 20_000 });
  await expect(old).toBeInViewport();
  await offer.click();
  await expect(postIn(minh.page, 'Written meanwhile')).toBeInViewport();
});

test('a draft outlives a reload, and a large picture goes in parts', async ({ people }, info) => {
  const lan = await people.join('lan');
  await lan.open('/');
  const opener = lan.page.getByRole('button', { name: 'What is going on in the lane?' });
  await opener.click();
  const composer = lan.page.getByRole('dialog', { name: 'New post' });
  await composer.getByLabel('Text').fill('Half a thought');
  for (const visit of ['first', 'second']) {
    // What is kept is written after a moment.
    await lan.page.waitForTimeout(2_500);
    await lan.page.reload();
    await opener.click();
    await expect(composer.getByLabel('Text'), `${visit} visit`).toHaveValue('Half a thought');
  }

  const notes = info.outputPath('notes.txt');
  await writeFile(notes, 'Nothing to look at.');
  const large = info.outputPath('noise.png');
  await noise().toFile(large);
  const parts = lan.page.waitForResponse((answer) => answer.url().includes('/media/uploads/'));
  await composer.locator('input[type=file]').setInputFiles([notes, large]);
  await expect(composer.getByRole('alert').first()).toContainText('notes.txt');
  expect((await parts).status()).toBe(201);
  await composer.getByRole('button', { name: 'Post', exact: true }).click();
  await expect(postIn(lan.page, 'Half a thought').getByRole('img')).toBeVisible();
  // Posted, it is a draft no longer.
  await opener.click();
  await expect(composer.getByLabel('Text')).toHaveValue('');
});

test('in Vietnamese, by night', { tag: '@phone' }, async ({ people }) => {
  const lan = await people.join('lan', { locale: 'vi-VN', colorScheme: 'dark' });
  const minh = await people.join('minh');
  await lan.client.users.follow({ userId: minh.id });
  const media = await minh.client.media.upload({ file: await picture('garden') });
  const { id } = await minh.client.posts.create({ text: 'Vườn nhà', mediaIds: [media.id] });
  await lan.open('/');
  const shown = postIn(lan.page, 'Vườn nhà');
  await shown.getByRole('button', { name: 'Thích, 0 lượt thích' }).click();
  await expect(shown.getByRole('button', { name: 'Thích, 1 lượt thích' })).toBeVisible();
  await expectAccessible(lan.page);
  await lan.page.getByRole('button', { name: 'Trong xóm có gì mới?' }).click();
  await expect(lan.page.getByRole('dialog', { name: 'Đăng bài' })).toBeVisible();
  await expectAccessible(lan.page);
  await lan.open(`/posts/${id}`);
  await expect(lan.page.getByText('Chưa có bình luận')).toBeVisible();
  await expectAccessible(lan.page);
  await lan.open('/explore');
  await expect(postIn(lan.page, 'Vườn nhà')).toBeVisible();
  await expectAccessible(lan.page);
});

function postIn(page: Page, text: string): Locator {
  return page.getByRole('feed').getByRole('article').filter({ hasText: text }).first();
}

async function choose(composer: Locator, ...names: DrawingName[]): Promise<void> {
  const files = names.map(async (name) => ({
    name: `${name}.jpg`,
    mimeType: 'image/jpeg',
    buffer: Buffer.from(await (await picture(name)).arrayBuffer()),
  }));
  await composer.locator('input[type=file]').setInputFiles(await Promise.all(files));
  await expect(composer.getByRole('progressbar')).toHaveCount(0);
}

/** Opens the viewer, moves in it by keys, and comes back to where it was opened. */
async function seeTheBoat(page: Page, post: Locator): Promise<void> {
  const opener = post.getByRole('button', { name: 'Open picture 1 of 2: A boat in the bay' });
  await opener.click();
  const viewer = page.getByRole('dialog', { name: 'Picture viewer' });
  await expect(viewer.getByRole('img', { name: 'A boat in the bay' })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('ArrowRight');
  await expect(viewer.getByText('2 of 2')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(viewer).toBeHidden();
  await expect(opener).toBeFocused();
}

async function choseInMenu({ page }: Person, post: Locator, entry: string): Promise<void> {
  await post.getByRole('button', { name: 'More about the post' }).click();
  await page.getByRole('menuitem', { name: entry, exact: true }).click();
}

/** Scrolls down as people do, until something is there. */
async function scrollTo(page: Page, target: Locator): Promise<void> {
  await expect(async () => {
    await page.mouse.move(200, 300);
    await page.mouse.wheel(0, 700);
    await expect(target).toBeInViewport({ timeout: 300 });
  }).toPass();
  // While posts below are measured the page may become shorter, and then longer by the next ones.
  await expect(async () => {
    const before = await topOf(target);
    await page.waitForTimeout(500);
    expect(await topOf(target)).toBe(before);
  }).toPass();
}

async function topOf(post: Locator): Promise<number> {
  return post.evaluate((element) => element.getBoundingClientRect().top);
}

/** Above 8 MB, which no compression makes smaller. */
function noise(): Sharp {
  const pixels = { type: 'gaussian', mean: 128, sigma: 60 } as const;
  return sharp({
    create: { width: 1700, height: 1700, channels: 3, background: '#888', noise: pixels },
  }).png({ compressionLevel: 0 });
}
