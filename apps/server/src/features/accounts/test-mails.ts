import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { TestServer } from '../../../test/server.ts';

export interface SentMail {
  head: string;
  text: string;
  /** The secret that the mail carries: a line of its own. */
  token: string;
}

/** The mails in the outbox to an address, oldest first. */
export async function mailsTo(server: TestServer, address: string): Promise<SentMail[]> {
  const folder = join(server.dataDir, 'outbox');
  const files = await readdir(folder).catch(() => []);
  const mails = await Promise.all(
    files
      .filter((file) => file.endsWith('.eml'))
      .toSorted()
      .map(async (file) => readFile(join(folder, file), 'utf8')),
  );
  return mails.flatMap((mail) => {
    const [head = '', ...rest] = mail.split('\r\n\r\n');
    if (!head.split('\r\n').includes(`To: ${address}`)) return [];
    const text = rest.join('\r\n\r\n');
    return [{ head, text, token: /^[\w-]{22}\.[\w-]{43}$/m.exec(text)?.[0] ?? '' }];
  });
}

/** Waits until there are that many mails to an address. @returns the newest */
export async function nextMail(server: TestServer, address: string, count = 1): Promise<SentMail> {
  for (let waited = 0; waited < 10_000; waited += 20) {
    const mails = await mailsTo(server, address);
    const newest = mails.at(-1);
    if (newest && mails.length >= count) return newest;
    await pause(20);
  }
  throw new Error(`no mail number ${count} to ${address}`);
}

/** Waits until every job that is due has run. */
export async function jobsAreDone(server: TestServer): Promise<void> {
  for (let waited = 0; waited < 10_000; waited += 20) {
    const { rows } = await server.pool.query(
      'select count(*)::int as count from graphile_worker.jobs where run_at <= now()',
    );
    if (rows[0].count === 0) return;
    await pause(20);
  }
  throw new Error('the jobs are not done');
}
