import type { Language } from '@xom/contract/errors';
import { UserId } from '@xom/contract/fields';
import { Failure } from '../../platform/failure.ts';
import { addMail } from '../../platform/mail.ts';
import type { Queries } from '../../tables.ts';
import { tokenMail } from './account-mails.ts';
import { lockAccount, type LockedAccount } from './accounts.queries.ts';
import { insertMailToken, type MailPurpose, takeMailToken } from './mail-tokens.queries.ts';
import { mintToken, readToken } from './secret-tokens.ts';

const hour = 60 * 60;
const lifeSeconds: Record<MailPurpose, number> = { verify: 72 * hour, reset: hour };

export interface Addressee {
  id: UserId;
  username: string;
  email: string;
}

/** The tokens that prove who reads an address's mail. */
export class MailTokens {
  readonly #publicUrl: string | null;

  constructor(publicUrl: string | null) {
    this.#publicUrl = publicUrl;
  }

  /** Makes a token and its mail in the caller's transaction. */
  async send(
    queries: Queries,
    purpose: MailPurpose,
    to: Addressee,
    language: Language,
  ): Promise<void> {
    const { token, hash } = mintToken(to.id);
    await insertMailToken(queries, {
      userId: to.id,
      hash,
      purpose,
      lifeSeconds: lifeSeconds[purpose],
    });
    await addMail(queries, tokenMail(purpose, language, to, token, this.#publicUrl));
  }

  /**
   * Uses a token up and locks its person's row until the transaction ends.
   * @throws Failure `unauthenticated`: the token is unknown, used or too old
   */
  async take(queries: Queries, purpose: MailPurpose, token: string): Promise<LockedAccount> {
    const read = readToken(token, 1);
    if (!read) throw new Failure('unauthenticated');
    const userId = UserId.parse(read.ids[0]);
    // The person first: whoever changes a password takes the two in this order.
    const account = await lockAccount(queries, userId);
    const isGood = await takeMailToken(queries, { userId, hash: read.hash, purpose });
    if (!account || !isGood) throw new Failure('unauthenticated');
    return account;
  }
}
