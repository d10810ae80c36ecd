import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import type { ServerProcess } from '../bench/server-process.ts';

/** The code in the mail with a subject that a server has written to somebody; waits until it is there. */
export async function codeMailedTo(
  server: ServerProcess,
  email: string,
  subject: string,
): Promise<string> {
  const outbox = join(server.dataDir, 'outbox');
  let code = '';
  await expect
    .poll(async () => {
      for (const file of await readdir(outbox).catch(() => [])) {
        const [head = '', body = ''] = (await readFile(join(outbox, file), 'utf8')).split(
          '\r\n\r\n',
        );
        if (!head.includes(`To: ${email}`) || !head.includes(`Subject: ${subject}`)) continue;
        // Longer than any word: a line of its own.
        code = /^[\w.~-]{40,}$/m.exec(body)?.[0] ?? '';
      }
      return code;
    })
    .not.toBe('');
  return code;
}
