import type { login, register } from '@xom/contract/accounts';
import type { InputOf } from '@xom/contract/define';
import type { Language } from '@xom/contract/errors';
import type { UserId } from '@xom/contract/fields';
import { violatedUniqueKey } from '../../platform/database.ts';
import { Failure } from '../../platform/failure.ts';
import { newId } from '../../platform/identifiers.ts';
import type { Database } from '../../tables.ts';
import type { AccountAnnouncer } from './account-announcer.ts';
import {
  findCredentials,
  insertAccount,
  lockAccount,
  type NewAccount,
  setDeactivated,
  setSeenNow,
} from './accounts.queries.ts';
import { type LoginThrottle, nameKey } from './login-throttle.ts';
import type { MailTokens } from './mail-tokens.service.ts';
import type { Passwords } from './passwords.ts';
import { type Device, deleteSessions } from './sessions.queries.ts';
import type { Recounting } from './recounting.ts';
import type { OpenSession, Sessions } from './sessions.service.ts';

/** Making an account, signing in, and going away for a while. */
export class AccountsService {
  readonly #database: Database;
  readonly #passwords: Passwords;
  readonly #throttle: LoginThrottle;
  readonly #sessions: Sessions;
  readonly #mailTokens: MailTokens;
  readonly #announcer: AccountAnnouncer;
  readonly #recounting: Recounting;

  constructor(parts: {
    database: Database;
    passwords: Passwords;
    throttle: LoginThrottle;
    sessions: Sessions;
    mailTokens: MailTokens;
    announcer: AccountAnnouncer;
    recounting: Recounting;
  }) {
    this.#database = parts.database;
    this.#passwords = parts.passwords;
    this.#throttle = parts.throttle;
    this.#sessions = parts.sessions;
    this.#mailTokens = parts.mailTokens;
    this.#announcer = parts.announcer;
    this.#recounting = parts.recounting;
  }

  /**
   * Makes an account and signs it in.
   * @throws Failure `conflict` with the field that is taken
   */
  async register(
    input: InputOf<typeof register>,
    device: Device,
    language: Language,
  ): Promise<OpenSession> {
    const account: NewAccount = {
      id: newId<UserId>(),
      username: input.username,
      email: input.email,
      phone: input.phone ?? null,
      passwordHash: await this.#passwords.hash(input.password),
      displayName: displayNameOf(input),
      name: input.name || null,
      family: input.family || null,
    };
    try {
      return await this.#database.transaction().execute(async (queries) => {
        await insertAccount(queries, account);
        await this.#mailTokens.send(queries, 'verify', account, language);
        const { session } = await this.#sessions.open(queries, account.id, device);
        return session;
      });
    } catch (error) {
      throw takenField(error) ?? error;
    }
  }

  /**
   * Signs in by username or e-mail; a deactivated account is back with all it had.
   * @throws Failure `unauthenticated` | `account_suspended` (only to who knows the password) | `rate_limited`
   */
  async login(input: InputOf<typeof login>, device: Device): Promise<OpenSession> {
    const name = (input.username ?? input.email ?? '').toLowerCase();
    const account = await findCredentials(this.#database, name);
    const isRight = await this.#throttle.attempt(nameKey(name), device.address, async () =>
      this.#passwords.isRight(account?.passwordHash ?? null, input.password),
    );
    if (!account || !isRight) throw new Failure('unauthenticated');
    const opened = await this.#database.transaction().execute(async (queries) => {
      const locked = await lockAccount(queries, account.id);
      // A password that was changed while this one was checked has ended all sessions; it opens none.
      if (locked?.passwordHash !== account.passwordHash) throw new Failure('unauthenticated');
      if (locked.state !== 'active') throw new Failure('account_suspended');
      if (locked.isDeactivated) await setDeactivated(queries, account.id, false);
      await setSeenNow(queries, account.id);
      return {
        ...(await this.#sessions.open(queries, account.id, device)),
        isBack: locked.isDeactivated,
      };
    });
    this.#announcer.sessionsEnded(account.id, opened.endedIds, 'too_many_sessions');
    if (opened.isBack) {
      this.#announcer.personUpdated(account.id);
      await this.#recounting.recount(account.id);
    }
    return opened.session;
  }

  /** Signs a person out everywhere and hides them until they sign in again. */
  async deactivate(userId: UserId): Promise<void> {
    await this.#database.transaction().execute(async (queries) => {
      await lockAccount(queries, userId);
      await setDeactivated(queries, userId, true);
      await deleteSessions(queries, userId);
    });
    this.#announcer.sessionEnded(userId, null, 'deactivated');
    this.#announcer.personUpdated(userId);
    await this.#recounting.recount(userId);
  }
}

const maxDisplayNameLength = 80;

/** What others see until the person says otherwise. */
function displayNameOf(input: InputOf<typeof register>): string {
  if (input.displayName) return input.displayName;
  const fullName = [input.name, input.family].filter(Boolean).join(' ');
  return fullName && fullName.length <= maxDisplayNameLength ? fullName : input.username;
}

/** The index decides who was first: looking before would race. */
function takenField(error: unknown): Failure | null {
  switch (violatedUniqueKey(error)) {
    case 'users_username':
      return new Failure('conflict', { username: 'is taken' });
    case 'users_email':
      return new Failure('conflict', { email: 'is taken' });
    default:
      return null;
  }
}
