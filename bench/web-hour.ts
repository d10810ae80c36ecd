import { setTimeout as delay } from 'node:timers/promises';
import { type Browser, chromium, type Page } from '@playwright/test';
import { createClient } from '@xom/sdk/client';
import { launchOptions } from '../e2e/chromium.ts';
import type { Readings, Run } from './case.ts';
import { password } from './client.ts';
import { type Filled, fillReader, openBlank, reading } from './reader.ts';
import { withServer } from './server-process.ts';
import { type Places, startTraffic, type Traffic } from './web-hour-traffic.ts';

/**
 * What an open page holds on to while an hour goes by: a conversation and the list beside it, with people who
 * write and act, and somebody who reads, scrolls, writes and goes about.
 */

const size = { messages: 10_000, conversations: 200 } as const;
const busyConversations = 50;
const desktop = { width: 1280, height: 800 };
/** So often the page is looked at; what it grows is told from the second time on. */
const looks = 12;
const firstLook = 2;
/** Longer than notices of what comes elsewhere stay in sight. */
const restMs = 10_000;
/** A machine that stands still for a while is no fault of the page. */
const patienceMs = 300_000;

const bounds = {
  // What is kept on purpose is bounded: windows of messages (2 MB in an hour), and what the engine compiled.
  heapMegabytes: 3,
  // What is in sight changes from one look to the next: a row more, reactions, a badge.
  nodes: 400,
  listeners: 60,
} as const;

interface Look {
  minute: number;
  heap: number;
  nodes: number;
  listeners: number;
}

export async function webHour({ signal, note, minutes }: Run): Promise<Readings> {
  return withServer({}, signal, async (server) => {
    const filled = await fillReader(server, size);
    const places = await prepare(server.url, filled);
    note('filled');
    const browser = await chromium.launch(launchOptions());
    signal.addEventListener('abort', () => void browser.close());
    const usernames = filled.neighbours.map((_, index) => `neighbour${index + 1}`);
    const traffic = await startTraffic(server.url, usernames, places);
    try {
      const taken = await watch(browser, server.url, { places, traffic, minutes, note });
      return told(taken, traffic, minutes);
    } finally {
      await traffic.stop();
      await browser.close();
    }
  });
}

/** Posts of the reader, to meet with something, and the conversations that are busy. */
async function prepare(url: string, { longId, reader }: Filled): Promise<Places> {
  const client = createClient({ url });
  await client.auth.login({ username: 'reader', password });
  const postIds: string[] = [];
  for (const text of ['Sáng nay trời trong.', 'Ai có sách hay?', 'Hoa giấy nở rồi.']) {
    postIds.push((await client.posts.create({ text })).id);
  }
  const { items } = await client.conversations.list({ archived: false, limit: 100 });
  const otherIds = items.map(({ id }) => id).filter((id) => id !== longId);
  return {
    openId: longId,
    otherIds: otherIds.slice(0, busyConversations),
    readerId: reader.id,
    postIds,
  };
}

interface Watch {
  places: Places;
  traffic: Traffic;
  minutes: number;
  note: Run['note'];
}

/** Keeps the page busy, and looks at it now and then, always in the same place. */
async function watch(
  browser: Browser,
  url: string,
  { places, traffic, minutes, note }: Watch,
): Promise<Look[]> {
  const page = await openBlank(browser, url, desktop);
  page.setDefaultTimeout(patienceMs);
  const faults: unknown[] = [];
  page.on('pageerror', (error) => faults.push(error));
  await page.goto(`/messages/${places.openId}`);
  await composer(page).waitFor();
  const began = traffic.minutes;
  const minute = (): number => traffic.minutes - began;
  const taken: Look[] = [];
  for (let turn = 0; taken.length <= looks; turn += 1) {
    if (minute() >= (minutes / looks) * taken.length) {
      const look = { minute: minute(), ...(await lookAt(page)) };
      taken.push(look);
      note(`minute ${look.minute.toFixed(1)}: ${textOf(look)}, ${traffic.sent} messages`);
    }
    await acts[turn % acts.length]?.(page, turn);
    await composer(page).waitFor();
    await delay(restMs);
    if (faults.length > 0) throw new Error('the page has met an error', { cause: faults[0] });
  }
  await page.context().close();
  return taken;
}

type Round = (page: Page, turn: number) => Promise<void>;

/** What the reader does, in turn; each leads back to the open conversation. */
const acts: readonly Round[] = [
  async (page) => {
    await timeline(page).hover();
    for (let step = 0; step < 20; step += 1) {
      await page.mouse.wheel(0, -900);
      await delay(150);
    }
    await page.getByRole('button', { name: 'Go to the newest message' }).click();
  },
  async (page) => {
    await page.getByRole('link', { name: 'Home' }).click();
    await page.getByRole('feed').getByRole('article').first().waitFor();
    await page.mouse.wheel(0, 3000);
    await delay(restMs / 2);
    await page.getByRole('link', { name: 'Messages' }).click();
    await openRow(page, 'Nhóm 1');
  },
  async (page, turn) => {
    await composer(page).fill(`Mình nghe đây, lần ${turn}.`);
    await composer(page).press('Enter');
  },
  async (page) => {
    const shown = page.url();
    await rows(page)
      .filter({ hasNot: page.getByText('Nhóm 1', { exact: true }) })
      .nth(5)
      .dispatchEvent('click');
    await page.waitForURL((url) => url.href !== shown);
    await composer(page).waitFor();
    await delay(restMs / 2);
    await page.goBack();
  },
];

const timeline = (page: Page) => page.getByRole('feed', { name: 'Messages' });
const composer = (page: Page) => page.getByRole('textbox', { name: 'Message', exact: true });
const rows = (page: Page) => page.getByRole('list', { name: 'Messages' }).getByRole('link');

/** By an event: rows change their places as messages come. */
async function openRow(page: Page, name: string): Promise<void> {
  const title = page.getByText(name, { exact: true });
  await rows(page).filter({ has: title }).dispatchEvent('click');
}

async function lookAt(page: Page): Promise<Omit<Look, 'minute'>> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable');
  // What only the first collection lets go of may hold on to more.
  await devtools.send('HeapProfiler.collectGarbage');
  await devtools.send('HeapProfiler.collectGarbage');
  const { metrics } = await devtools.send('Performance.getMetrics');
  await devtools.detach();
  const metric = (wanted: string): number =>
    metrics.find(({ name }) => name === wanted)?.value ?? Infinity;
  return {
    heap: metric('JSHeapUsedSize') / 1024 / 1024,
    nodes: metric('Nodes'),
    listeners: metric('JSEventListeners'),
  };
}

function told(taken: readonly Look[], traffic: Traffic, minutes: number): Readings {
  const [first, last] = [taken[firstLook], taken.at(-1)];
  if (!first || !last) throw new Error('the page was not looked at often enough');
  const grown = (key: 'heap' | 'nodes' | 'listeners'): number => last[key] - first[key];
  const since = `more after minute ${first.minute.toFixed(0)}`;
  return {
    title: `A page that is open for ${minutes} minutes`,
    facts: [
      `${traffic.sent} messages came, half of them to the open conversation; the others to ${busyConversations} more.`,
      ...taken.map((look) => `Minute ${look.minute.toFixed(1)}: ${textOf(look)}.`),
    ],
    readings: [
      reading(`heap at minute ${first.minute.toFixed(0)}`, first.heap, 'MB', null),
      reading(`heap: ${since}`, grown('heap'), 'MB', bounds.heapMegabytes),
      reading(`nodes: ${since}`, grown('nodes'), '', bounds.nodes),
      reading(`listeners: ${since}`, grown('listeners'), '', bounds.listeners),
      // A machine that was stopped for a while answers some too late.
      reading(`acts that failed (${traffic.lastFailure})`, traffic.failed, '', traffic.sent / 100),
    ],
  };
}

const textOf = ({ heap, nodes, listeners }: Look): string =>
  `${heap.toFixed(1)} MB, ${nodes} nodes, ${listeners} listeners`;
