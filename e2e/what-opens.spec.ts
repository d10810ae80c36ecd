import type { Locator, Page } from '@playwright/test';
import { expect, expectAccessible, test } from './fixtures.ts';
import type { People, Person } from './people.ts';
import { type DrawingName, picture } from './pictures.ts';
import { makeAdmin } from './staff.ts';

/** Menus, dialogs and viewers: axe on each while it is open; those of the other files are looked at there. */

const dark = { colorScheme: 'dark' } as const;

/** Opens a menu, looks at it, and chooses from it. */
async function choose(page: Page, opener: Locator, entry: string | RegExp): Promise<void> {
  await opener.click();
  await page.getByRole('menu').waitFor();
  await expectAccessible(page);
  await page.getByRole('menuitem', { name: entry }).click();
}

/** Looks at what has opened, and closes it. */
async function lookAndClose(page: Page, opened: Locator): Promise<void> {
  await expect(opened).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(opened).toBeHidden();
}

async function upload({ client }: Person, name: DrawingName): Promise<string> {
  return (await client.media.upload({ file: await picture(name, 600, 450) })).id;
}

test('over a post', { tag: '@phone' }, async ({ people }) => {
  const lan = await people.join('lan', dark);
  const minh = await people.join('minh');
  const names: DrawingName[] = ['lane', 'sea', 'bowl', 'garden', 'cat'];
  const mediaIds = await Promise.all(names.map((name) => upload(lan, name)));
  const { id } = await lan.client.posts.create({ text: 'Five of them', mediaIds });
  await minh.client.comments.create({ postId: id, text: 'All of them good' });
  const { page } = lan;
  await lan.open(`/posts/${id}`);
  const more = page.getByRole('button', { name: 'Open picture 4 of 5, +1' });
  await expect(more).toBeVisible();
  await expectAccessible(page);
  await more.click();
  await lookAndClose(page, page.getByRole('dialog', { name: 'Picture viewer' }));
  await expect(more).toBeFocused();

  await choose(page, page.getByRole('button', { name: 'Repost or quote' }).first(), 'Quote');
  await lookAndClose(page, page.getByRole('dialog', { name: 'Quote a post' }));
  const post = page.getByRole('button', { name: 'More about the post' });
  await choose(page, post, 'Edit');
  await lookAndClose(page, page.getByRole('dialog', { name: 'Edit post' }));
  await choose(page, post, 'Delete');
  await lookAndClose(page, page.getByRole('dialog'));
  await expect(post).toBeFocused();

  const said = page.getByRole('article', { name: `Comment by ${minh.name}` });
  await choose(page, said.getByRole('button', { name: 'More' }), 'Delete');
  await lookAndClose(page, page.getByRole('dialog'));
});

test('over a message', { tag: '@phone' }, async ({ people }) => {
  const { lan, minh, id } = await talk(people);
  // Stickers are the server's, so that other tests may have added some: there is one for sure.
  await minh.client.stickers.create({ file: await picture('cat', 300, 300) });
  const { page } = lan;
  await lan.open(`/messages/${id}`);
  const answer = page.getByRole('article').filter({ hasText: 'The second one' });
  await expect(answer).toBeVisible();
  // A quote, reactions, a picture, and who has seen it.
  await expectAccessible(page);

  await answer.click({ button: 'right' });
  await page.getByRole('menu').waitFor();
  await expectAccessible(page);
  await page.getByRole('menuitem', { name: 'More reactions' }).click();
  await lookAndClose(page, page.getByLabel('Find an emoji'));
  for (const act of ['Forward', 'Message info', 'Delete for me', 'Recall for everyone']) {
    await answer.click({ button: 'right' });
    await page.getByRole('menuitem', { name: act, exact: true }).click();
    await lookAndClose(page, page.getByRole('dialog'));
  }
  await answer.click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Reply', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Cancel the reply' })).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Emoji and stickers' }).click();
  await page.getByRole('radio', { name: 'Stickers' }).check();
  await expect(page.getByRole('button', { name: 'Sticker 1', exact: true })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await page.getByRole('article').getByRole('button', { name: 'Open the photo' }).click();
  await lookAndClose(page, page.getByRole('dialog', { name: 'Picture viewer' }));

  await page.getByRole('button', { name: 'Conversation actions' }).click();
  await lookAndClose(page, page.getByRole('menu'));
  await page.getByRole('button', { name: 'Search in this conversation' }).click();
  await page.getByRole('searchbox').last().fill('second');
  await expect(page.getByText('1 result')).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Conversation actions' }).click();
  await page.getByRole('menuitem', { name: 'Conversation info' }).click();
  const info = page.getByRole('dialog', { name: 'Information' });
  await info.getByRole('button', { name: `What to do with ${minh.name}` }).click();
  await page.getByRole('menu').waitFor();
  await expectAccessible(page);
});

test('over the list of conversations', { tag: '@phone' }, async ({ people }) => {
  const { lan } = await talk(people);
  const { page } = lan;
  await lan.open('/messages');
  const row = page.getByRole('list', { name: 'Messages' }).getByRole('link', { name: 'Our lane' });
  await row.click({ button: 'right' });
  await page.getByRole('menu').waitFor();
  await expectAccessible(page);
  await page.getByRole('menuitem', { name: 'Leave group' }).click();
  await lookAndClose(page, page.getByRole('dialog'));
});

test('over a profile and the settings', { tag: '@phone' }, async ({ people }) => {
  const lan = await people.join('lan', dark);
  const minh = await people.join('minh');
  await minh.client.friends.request({ userId: lan.id });
  await lan.client.friends.accept({ userId: minh.id });
  const { page } = lan;
  await lan.open(`/people/${minh.username}`);
  const more = page.getByRole('button', { name: `More about ${minh.name}` });
  await choose(page, more, 'End the friendship');
  await lookAndClose(page, page.getByRole('dialog'));
  await expect(more).toBeFocused();
  await more.click();
  await page.getByRole('menuitem', { name: 'Block', exact: true }).click();
  await lookAndClose(page, page.getByRole('dialog'));

  await lan.open('/settings/account');
  await page.getByRole('button', { name: 'Deactivate account' }).click();
  await lookAndClose(page, page.getByRole('dialog'));
  await lan.open('/settings');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await lookAndClose(page, page.getByRole('dialog'));
});

test('over the people of a moderator', async ({ people, server }) => {
  const lan = await people.join('lan', dark);
  const minh = await people.join('minh');
  await makeAdmin(server, lan.username);
  const { page } = lan;
  await lan.open('/moderation');
  await page.getByRole('searchbox').fill(minh.username);
  const more = page.getByRole('button', { name: `What to do about ${minh.name}` });
  await choose(page, more, 'Lock');
  await lookAndClose(page, page.getByRole('dialog'));
  await page.getByRole('link', { name: 'In numbers' }).click();
  await expect(page.getByText('Open connections')).toBeVisible();
  await expectAccessible(page);
});

/** A group in which there is something to do everything with. */
async function talk(people: People): Promise<{ lan: Person; minh: Person; id: string }> {
  const lan = await people.join('lan', dark);
  const minh = await people.join('minh');
  const hoa = await people.join('hoa');
  const memberIds = [minh.id, hoa.id];
  const group = { isGroup: true, name: 'Our lane', memberIds } as const;
  const { id: conversationId } = await lan.client.conversations.create(group);
  const say = ({ client }: Person, content: string, replyTo?: string) =>
    client.messages.send({
      conversationId,
      type: 'TEXT',
      content,
      ...(replyTo !== undefined && { replyTo }),
    });
  const { id: messageId } = await say(minh, 'Which of the two?');
  await hoa.client.messages.react({ messageId, emoji: '😍' });
  const mediaId = await upload(minh, 'sea');
  await minh.client.messages.send({ conversationId, type: 'IMAGE', mediaId });
  await say(lan, 'The second one', messageId);
  await minh.client.conversations.markRead({ conversationId });
  return { lan, minh, id: conversationId };
}

test(
  'a conversation opens at its end, whatever it holds',
  { tag: '@phone' },
  async ({ people }) => {
    const { lan, minh, id: conversationId } = await talk(people);
    for (let number = 1; number <= 6; number += 1) {
      const content = `Line ${number} of what came after the picture`;
      await minh.client.messages.send({ conversationId, type: 'TEXT', content });
    }
    await lan.client.messages.send({ conversationId, type: 'TEXT', content: 'The very last' });
    await lan.client.conversations.markRead({ conversationId });
    await lan.open(`/messages/${conversationId}`);
    const last = lan.page.getByRole('article').last();
    await expect(last).toContainText('The very last');
    await expect(last).toBeInViewport({ ratio: 1 });
    // It stays there.
    await lan.page.waitForTimeout(500);
    await expect(last).toBeInViewport({ ratio: 1 });
  },
);
