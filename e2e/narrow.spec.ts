import type { Page } from '@playwright/test';
import { expect, expectAccessible, test } from './fixtures.ts';
import type { Person } from './people.ts';
import { picture } from './pictures.ts';

/** Vietnamese texts are the longer ones. */
const narrowest = {
  viewport: { width: 320, height: 640 },
  locale: 'vi-VN',
  hasTouch: true,
  isMobile: true,
} as const;
const longWord = 'Nghiêng'.repeat(12);

test('on 320 px nothing goes sideways, and fingers find every control', async ({ people }) => {
  const lan = await people.join('lan', narrowest);
  const minh = await people.join('minh');
  const paths = await fill(lan, minh);
  const wide: string[] = [];
  const small: string[] = [];
  for (const path of paths) {
    await lan.open(path);
    await lan.page.getByRole('heading', { level: 1 }).first().waitFor({ state: 'attached' });
    await lan.page.waitForLoadState('networkidle');
    const found = await measure(lan.page);
    if (found.width > 320) wide.push(`${path}: ${found.width}`);
    small.push(...found.small.map((control) => `${path}: ${control}`));
  }
  expect(wide).toEqual([]);
  expect(small).toEqual([]);
});

test('on 320 px, without an account', async ({ people }) => {
  const page = await people.visit(narrowest);
  for (const path of ['/sign-in', '/sign-up', '/forgot-password', '/no-such-page']) {
    await page.goto(path);
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await measure(page), path).toEqual({ width: 320, small: [] });
  }
});

test('what the bar of a phone has no room for is a press or two away', async ({ people }) => {
  const lan = await people.join('lan', narrowest);
  const { page } = lan;
  for (const from of ['/', '/explore']) {
    await lan.open(from);
    await page.getByRole('link', { name: 'Tìm kiếm' }).click();
    await expect(page).toHaveURL('/search');
  }
  for (const [entry, path] of [
    ['Bạn bè', '/friends'],
    ['Đã lưu', '/saved'],
    ['Những người bạn có thể biết', '/suggestions'],
  ] as const) {
    await page.getByRole('link', { name: 'Cá nhân' }).click();
    await page.getByRole('button', { name: 'Thêm', exact: true }).click();
    await page.getByRole('menu').waitFor();
    await expectAccessible(page);
    await page.getByRole('menuitem', { name: entry }).click();
    await expect(page).toHaveURL(path);
  }
  await page.getByRole('link', { name: 'Cá nhân' }).click();
  await page.getByRole('link', { name: 'Cài đặt' }).click();
  await expect(page).toHaveURL('/settings');
});

/** Something on every page, with texts that have no place to break. Answers with the paths. */
async function fill(lan: Person, minh: Person): Promise<string[]> {
  await minh.client.users.updateMe({
    displayName: `Trần ${longWord}`.slice(0, 50),
    biography: `https://example.org/${longWord} ${longWord}`,
    links: [`https://example.org/${longWord}`],
  });
  await lan.client.users.follow({ userId: minh.id });
  await minh.client.users.follow({ userId: lan.id });
  await minh.client.friends.request({ userId: lan.id });
  const { id: mediaId } = await minh.client.media.upload({ file: await picture('sea', 600, 450) });
  const { id: postId } = await minh.client.posts.create({ text: longWord, mediaIds: [mediaId] });
  await lan.client.posts.like({ postId });
  await minh.client.comments.create({ postId, text: longWord });
  const { id } = await minh.client.conversations.create({
    isGroup: true,
    name: `Nhóm ${longWord}`.slice(0, 80),
    memberIds: [lan.id],
  });
  await minh.client.messages.send({ conversationId: id, type: 'TEXT', content: longWord });
  await minh.client.messages.send({ conversationId: id, type: 'IMAGE', mediaId });
  const person = `/people/${minh.username}`;
  return [
    '/',
    '/explore',
    `/posts/${postId}`,
    person,
    `${person}/followers`,
    `${person}/mutuals`,
    `/people/${lan.username}`,
    '/friends',
    '/follow-requests',
    '/suggestions',
    '/notifications',
    '/search?q=a',
    '/saved',
    '/archive',
    '/messages',
    `/messages/${id}`,
    '/settings',
    '/settings/profile',
    '/settings/privacy',
    '/settings/notifications',
    '/settings/sessions',
    '/settings/password',
    '/settings/appearance',
    '/settings/blocked',
    '/settings/account',
  ];
}

/** How wide the page is, and which of its controls are less than 44 px each way, with what belongs to them. */
async function measure(page: Page): Promise<{ width: number; small: string[] }> {
  return page.evaluate(() => {
    const least = 43.5;
    const sizeOf = (element: Element) => {
      const { width, height } = element.getBoundingClientRect();
      const after = getComputedStyle(element, '::after');
      const isThere = after.content !== 'none' && after.position === 'absolute';
      const [more, higher] = isThere ? [parseFloat(after.width), parseFloat(after.height)] : [0, 0];
      return [Math.max(width, more), Math.max(height, higher)] as const;
    };
    const small: string[] = [];
    for (const control of document.querySelectorAll('button, select, input, textarea, nav a')) {
      const isThere = control.checkVisibility({ visibilityProperty: true });
      const { width, height } = control.getBoundingClientRect();
      if (!isThere || control.matches(':disabled') || width * height < 9) continue;
      const label = control.closest('label');
      const sizes = [sizeOf(control), ...(label ? [sizeOf(label)] : [])];
      const [x, y] = [0, 1].map((way) => Math.max(...sizes.map((size) => size[way] ?? 0)));
      if ((x ?? 0) < least || (y ?? 0) < least) {
        const name = control.getAttribute('aria-label') ?? control.textContent;
        small.push(`${control.tagName} ${name.trim().slice(0, 40)} ${x}×${y}`);
      }
    }
    return { width: document.scrollingElement?.scrollWidth ?? 0, small };
  });
}
