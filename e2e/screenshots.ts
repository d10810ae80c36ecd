import { mkdir, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { BrowserContextOptions, Page } from '@playwright/test';
import sharp from 'sharp';
import { test } from './fixtures.ts';
import { playScene, type Scene } from './scene.ts';

const folder = fileURLToPath(new URL('../docs/screenshots/', import.meta.url));

/** What is shown of the scene. */
const pages: Record<string, (scene: Scene) => string> = {
  feed: () => '/',
  explore: () => '/explore',
  messages: () => '/messages',
  chat: ({ groupId }) => `/messages/${groupId}`,
  post: ({ postId }) => `/posts/${postId}`,
  profile: ({ minh }) => `/people/${minh.username}`,
  story: ({ minh }) => `/stories/${minh.id}`,
  notifications: () => '/notifications',
  settings: () => '/settings/appearance',
};

const devices = {
  phone: {
    viewport: { width: 390, height: 844 },
    deviceScaleFactor: 1.5,
    isMobile: true,
    hasTouch: true,
  },
  desktop: { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1 },
} satisfies Record<string, BrowserContextOptions>;

test('screenshots', async ({ people }) => {
  const scene = await playScene(people);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const [device, options] of Object.entries(devices)) {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await scene.lan.elsewhere({ ...options, colorScheme, locale: 'vi-VN' });
      for (const [name, pathIn] of Object.entries(pages)) {
        await page.goto(pathIn(scene));
        await settled(page);
        await keep(page, `${name}-${device}-${colorScheme}.png`);
      }
    }
  }
});

/** Nothing is on its way any more: what is asked for has come, and pictures and fonts are drawn. */
async function settled(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.waitForLoadState('networkidle');
  await page.evaluate(async () => {
    await document.fonts.ready;
    // What is out of sight is not asked for, and would never come.
    const inSight = [...document.images].filter((image) => {
      const { top, bottom, left, right } = image.getBoundingClientRect();
      return bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;
    });
    await Promise.all(inSight.map((image) => image.decode().catch(() => {})));
  });
}

/** As few bytes as a picture in a repository should take. */
async function keep(page: Page, file: string): Promise<void> {
  const bytes = await page.screenshot({ animations: 'disabled' });
  await sharp(bytes)
    .png({ palette: true, quality: 90, effort: 10 })
    .toFile(folder + file);
}
