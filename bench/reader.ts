import type { Browser, Page } from '@playwright/test';
import { createClient } from '@xom/sdk/client';
import pg from 'pg';
import { picture } from '../e2e/pictures.ts';
import type { Reading } from './case.ts';
import { Client, password } from './client.ts';
import { fillHistory, type Size } from './history-fill.ts';
import type { ServerProcess } from './server-process.ts';

/** Whose page is measured in a browser: somebody with a long history, and with pictures in their feed. */

const username = 'reader';

export interface Filled {
  /** The last active of their conversations, a group of ten: `Nhóm 1`. */
  longId: string;
  reader: Client;
  /** Who writes to them: `neighbour1` to `neighbour9`. */
  neighbours: Client[];
}

/** Makes them, and who writes to them. */
export async function fillReader({ url, database }: ServerProcess, size: Size): Promise<Filled> {
  const reader = await Client.register(url, username);
  const neighbours: Client[] = [];
  for (let number = 1; number <= 9; number += 1) {
    const neighbour = await Client.register(url, `neighbour${number}`);
    neighbours.push(neighbour);
    await reader.put(`/users/${neighbour.id}/follow`);
  }
  const author = createClient({ url });
  await author.auth.login({ username: 'neighbour1', password });
  for (const name of ['lane', 'sea', 'bowl', 'garden', 'cat'] as const) {
    const { id } = await author.media.upload({ file: await picture(name) });
    await author.posts.create({ text: 'Chiều nay ở xóm.', mediaIds: [id] });
  }
  const connection = new pg.Client(database);
  await connection.connect();
  try {
    // As fast as it goes: the triggers' work is done by how the rows are made.
    await connection.query('set session_replication_role = replica');
    const { longId } = await fillHistory(connection, reader, neighbours, size);
    await connection.query('vacuum analyze');
    return { longId, reader, neighbours };
  } finally {
    await connection.end();
  }
}

/** A page of theirs, signed in, in a browser that has nothing of it yet. */
export async function openBlank(
  browser: Browser,
  url: string,
  viewport = { width: 390, height: 844 },
): Promise<Page> {
  const context = await browser.newContext({ baseURL: url, viewport });
  await context.addInitScript({ path: new URL('web-page.mjs', import.meta.url).pathname });
  const answer = await context.request.post('/api/v1/auth/login', {
    data: { username, password, cookies: true },
    headers: { 'X-Xom-Client': 'web' },
  });
  if (!answer.ok()) throw new Error(`the reader cannot sign in: ${await answer.text()}`);
  return context.newPage();
}

export async function heapMegabytes(page: Page): Promise<number> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  await devtools.detach();
  return usedSize / 1024 / 1024;
}

export function reading(name: string, value: number, unit: string, atMost: number | null): Reading {
  return { name, value, unit, atMost, isWithin: atMost === null || value <= atMost };
}
