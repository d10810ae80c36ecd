import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { call, register } from './people.ts';
import type { TestServer } from './server.ts';

type Purpose = 'verify' | 'reset';
const subjects: Record<Purpose, string> = {
  verify: 'Confirm your e-mail address',
  reset: 'Set a new password',
};

/** Tokens that came by mail, for operations that each use one up. */
export class MailTokens {
  readonly #tokens: Record<Purpose, string[]>;

  private constructor(tokens: Record<Purpose, string[]>) {
    this.#tokens = tokens;
  }

  /** Registers so many people, who ask for a new password, and reads their mails. */
  static async gather(server: TestServer, count: number): Promise<MailTokens> {
    const names = Array.from({ length: count }, (_, index) => `mail.reader.${index}`);
    await Promise.all(
      names.map(async (name) => {
        await register(server, name);
        const body = { email: `${name}@example.org` };
        await call(server, 'POST', '/api/v1/auth/password/forgot', { body });
      }),
    );
    return new MailTokens({
      verify: await tokensOf(server, 'verify', count),
      reset: await tokensOf(server, 'reset', count),
    });
  }

  take(purpose: Purpose): string {
    const token = this.#tokens[purpose].pop();
    if (token === undefined) throw new Error(`too few mails were gathered to ${purpose}`);
    return token;
  }
}

async function tokensOf(server: TestServer, purpose: Purpose, count: number): Promise<string[]> {
  const endsAt = Date.now() + 15_000;
  while (Date.now() < endsAt) {
    const mails = await readMails(server);
    const tokens = mails.flatMap((mail) => {
      const isOurs = mail.includes(subjects[purpose]) && mail.includes('To: mail.reader.');
      const token = isOurs ? /^[\w-]{22}\.[\w-]{43}\s*$/m.exec(mail) : null;
      return token ? [token[0].trim()] : [];
    });
    if (tokens.length >= count) return tokens;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`the mails to ${purpose} did not come`);
}

async function readMails(server: TestServer): Promise<string[]> {
  const folder = join(server.dataDir, 'outbox');
  const names = await readdir(folder).catch(() => []);
  const whole = names.filter((name) => name.endsWith('.eml'));
  return Promise.all(whole.map(async (name) => readFile(join(folder, name), 'utf8')));
}
