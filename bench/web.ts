import { type Browser, chromium } from '@playwright/test';
import { launchOptions } from '../e2e/chromium.ts';
import type { Reading, Readings, Run } from './case.ts';
import type { Client } from './client.ts';
import { fillReader, heapMegabytes, openBlank, reading } from './reader.ts';
import { withServer } from './server-process.ts';

/** What the built web client costs in Chromium: first loads on a slow device, and a very long conversation. */

const size = { messages: 100_000, conversations: 2000 } as const;
const slowness = 4;
const rounds = 5;
/** So long after the last answer what is put off until later is over too. */
const restMs = 2000;
const scrollSeconds = 15;
const arriving = 2000;

export async function web({ signal, note }: Run): Promise<Readings> {
  return withServer({}, signal, async (server) => {
    const { longId, neighbours } = await fillReader(server, size);
    note('filled');
    const browser = await chromium.launch(launchOptions());
    signal.addEventListener('abort', () => void browser.close());
    try {
      const paths = {
        'signing in': '/sign-in',
        feed: '/',
        'a conversation': `/messages/${longId}`,
      };
      const readings: Reading[] = [];
      for (const [name, path] of Object.entries(paths)) {
        readings.push(...(await measureLoads(browser, server.url, { name, path })));
        note(`first load: ${name}`);
      }
      readings.push(...(await measureConversation(browser, server.url, longId, neighbours)));
      return {
        title: 'The web client in Chromium',
        facts: [
          `First loads: an empty cache, a CPU slowed down ${slowness} times, the median of ${rounds}.`,
          `The conversation has ${size.messages.toLocaleString('en')} messages, the list ${size.conversations.toLocaleString('en')} conversations.`,
        ],
        readings,
      };
    } finally {
      await browser.close();
    }
  });
}

interface Load {
  largestPaintMs: number;
  openingMs: number;
  longestTaskMs: number;
  script: number;
  all: number;
}

async function measureLoads(
  browser: Browser,
  url: string,
  { name, path }: { name: string; path: string },
): Promise<Reading[]> {
  const loads: Load[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const page = await openBlank(browser, url);
    // Whoever is signed in already is not asked to.
    if (path === '/sign-in') await page.context().clearCookies();
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowness });
    // Nothing is asked of the page before it rests: what asks would itself be a long task of it.
    await page.goto(path, { waitUntil: 'networkidle' });
    await page.waitForTimeout(restMs);
    loads.push(await page.evaluate<Load>('({ ...readings, ...loadedBytes() })'));
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    await page.context().close();
  }
  const middle = (key: keyof Load): number => median(loads.map((load) => load[key]));
  return [
    reading(`${name}: largest paint`, middle('largestPaintMs'), 'ms', 1500),
    reading(`${name}: longest task`, middle('longestTaskMs'), 'ms', 100),
    reading(`${name}: the browser opens the page`, middle('openingMs'), 'ms', null),
    reading(`${name}: JavaScript`, middle('script') / 1024, 'KB', 170),
    reading(`${name}: everything`, middle('all') / 1024, 'KB', null),
  ];
}

/** Scrolls up through a long conversation, and lets many messages arrive. */
async function measureConversation(
  browser: Browser,
  url: string,
  longId: string,
  neighbours: readonly Client[],
): Promise<Reading[]> {
  const page = await openBlank(browser, url);
  await page.goto(`/messages/${longId}`);
  const newest = page.getByText(`câu thứ ${size.messages}`).last();
  await newest.waitFor();
  const heapAtFirst = await heapMegabytes(page);
  await newest.hover();
  await page.evaluate('watchFrames()');
  const until = performance.now() + scrollSeconds * 1000;
  while (performance.now() < until) await page.mouse.wheel(0, -400);
  const { frameMs } = await page.evaluate<{ frameMs: number[] }>('readings');
  const reached = await page
    .getByText(/câu thứ \d+/)
    .first()
    .textContent();
  const passed = size.messages - Number(/câu thứ (\d+)/.exec(reached ?? '')?.[1]);
  const heapAfterScroll = await heapMegabytes(page);

  await page.goto(`/messages/${longId}`);
  await newest.waitFor();
  const heapBefore = await heapMegabytes(page);
  for (let sent = 1; sent <= arriving; sent += 1) {
    const neighbour = neighbours[sent % neighbours.length];
    await neighbour?.post(`/conversations/${longId}/messages`, { content: `Tin mới số ${sent}` });
  }
  await page.getByText(`Tin mới số ${arriving}`).last().waitFor();
  const heapAfter = await heapMegabytes(page);
  await page.context().close();
  const sorted = frameMs.toSorted((one, other) => one - other);
  return [
    reading('scrolling: frames a second', (1000 * frameMs.length) / sum(frameMs), '/s', null),
    reading('scrolling: 95 of 100 frames within', at(sorted, 0.95), 'ms', 17.5),
    reading('scrolling: messages passed', passed, '', null),
    reading('heap: conversation open', heapAtFirst, 'MB', null),
    reading('heap: more after scrolling', heapAfterScroll - heapAtFirst, 'MB', 30),
    reading(`heap: more after ${arriving} arrived`, heapAfter - heapBefore, 'MB', 10),
  ];
}

const sum = (values: readonly number[]): number => values.reduce((one, other) => one + other, 0);

const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

const median = (values: readonly number[]): number =>
  at(
    values.toSorted((one, other) => one - other),
    0.5,
  );
