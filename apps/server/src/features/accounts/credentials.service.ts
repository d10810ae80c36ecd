import type { Language } from '@xom/contract/errors';
import type { UserId } from '@xom/contract/fields';
import { z } from 'zod';
import type { Caller } from '../../platform/call.ts';
import { Failure } from '../../platform/failure.ts';
import { addJob, type JobKind } from '../../platform/jobs.ts';
import type { Database } from '../../tables.ts';
import type { AccountAnnouncer } from './account-announcer.ts';
import {
  findCredentials,
  getCredentials,
  lockAccount,
  setEmailVerified,
  setPasswordHash,
} from './accounts.queries.ts';
import { type LoginThrottle, nameKey, personKey } from './login-throttle.ts';
import { countMailTokens, deleteMailTokens } from './mail-tokens.queries.ts';
import type { MailTokens } from './mail-tokens.service.ts';
import type { Passwords } from './passwords.ts';
import { deleteSessions } from './sessions.queries.ts';

/** How many reset mails a person can have that still work: nobody's inbox can be flooded with them. */
const maxResetTokens = 5;

const forgotJob = 'accounts:forgot';
const Forgotten = z.object({ email: z.string(), language: z.enum(['en', 'vi']) });

/** New passwords, and the proof of an e-mail address. */
export class CredentialsService {
  readonly #database: Database;
  readonly #passwords: Passwords;
  readonly #throttle: LoginThrottle;
  readonly #mailTokens: MailTokens;
  readonly #announcer: AccountAnnouncer;

  constructor(parts: {
    database: Database;
    passwords: Passwords;
    throttle: LoginThrottle;
    mailTokens: MailTokens;
    announcer: AccountAnnouncer;
  }) {
    this.#database = parts.database;
    this.#passwords = parts.passwords;
    this.#throttle = parts.throttle;
    this.#mailTokens = parts.mailTokens;
    this.#announcer = parts.announcer;
  }

  /**
   * Changes a password; the person's other sessions end.
   * @throws Failure `forbidden` (the current one is wrong) | `rate_limited`
   */
  async changePassword(
    { userId, sessionId }: Caller,
    address: string,
    { current, next }: { current: string; next: string },
  ): Promise<void> {
    const before = await this.prove(userId, address, current);
    const passwordHash = await this.#passwords.hash(next);
    const endedIds = await this.#database.transaction().execute(async (queries) => {
      const locked = await lockAccount(queries, userId);
      // Changed by another in the meantime: what was proven is no longer the current one.
      if (locked?.passwordHash !== before) throw new Failure('forbidden');
      await setPasswordHash(queries, userId, passwordHash);
      await deleteMailTokens(queries, userId, 'reset');
      return deleteSessions(queries, userId, sessionId);
    });
    this.#announcer.sessionsEnded(userId, endedIds, 'password_changed');
  }

  /**
   * Proves that it is the person who acts, by their password.
   * @returns its hash: whoever acts on it looks whether it is still the one
   * @throws Failure `forbidden` (it is wrong) | `rate_limited`
   */
  async prove(userId: UserId, address: string, password: string): Promise<string> {
    const account = await getCredentials(this.#database, userId);
    const passwordHash = account?.passwordHash ?? null;
    const isRight = await this.#throttle.attempt(personKey(userId), address, async () =>
      this.#passwords.isRight(passwordHash, password),
    );
    if (passwordHash === null || !isRight) throw new Failure('forbidden');
    return passwordHash;
  }

  /** Looks for the e-mail in a job, so that neither the answer nor its time tells whether it is known. */
  async forgotPassword(email: string, language: Language): Promise<void> {
    await addJob(this.#database, forgotJob, { email, language });
  }

  get forgotPasswordJob(): JobKind {
    return { name: forgotJob, run: async (payload) => this.#sendReset(Forgotten.parse(payload)) };
  }

  async #sendReset({ email, language }: z.output<typeof Forgotten>): Promise<void> {
    await this.#database.transaction().execute(async (queries) => {
      const found = await findCredentials(queries, email);
      const account = found && (await lockAccount(queries, found.id));
      if (!account) return;
      if ((await countMailTokens(queries, account.id, 'reset')) >= maxResetTokens) return;
      await this.#mailTokens.send(queries, 'reset', account, language);
    });
  }

  /**
   * Sets a new password with a mail's token; all sessions end.
   * @throws Failure `unauthenticated`
   */
  async resetPassword(token: string, password: string): Promise<void> {
    const passwordHash = await this.#passwords.hash(password);
    const account = await this.#database.transaction().execute(async (queries) => {
      const locked = await this.#mailTokens.take(queries, 'reset', token);
      await setPasswordHash(queries, locked.id, passwordHash);
      await deleteMailTokens(queries, locked.id, 'reset');
      await deleteSessions(queries, locked.id);
      return locked;
    });
    this.#announcer.sessionEnded(account.id, null, 'password_changed');
    // Who failed until they gave up and asked for a mail can sign in at once.
    for (const name of [account.username, account.email]) await this.#throttle.clear(nameKey(name));
  }

  /** @throws Failure `unauthenticated` */
  async verifyEmail(token: string): Promise<void> {
    await this.#database.transaction().execute(async (queries) => {
      const account = await this.#mailTokens.take(queries, 'verify', token);
      await setEmailVerified(queries, account.id);
    });
  }
}
