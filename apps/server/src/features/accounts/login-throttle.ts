import { consume, type Limiter, type MakeLimiter } from '../../platform/limiters.ts';

const windowSeconds = 15 * 60;
const failuresPerAccount = 10;
const failuresPerAddress = 100;

/**
 * Bounds the wrong passwords of one account and of one address. An account is whatever the caller names,
 * known or not, so that being throttled tells nothing.
 */
export class LoginThrottle {
  readonly #byAccount: Limiter;
  readonly #byAddress: Limiter;
  readonly #isOn: boolean;

  constructor({ isOn, makeLimiter }: { isOn: boolean; makeLimiter: MakeLimiter }) {
    const seconds = windowSeconds;
    this.#byAccount = makeLimiter({ name: 'account', points: failuresPerAccount, seconds });
    this.#byAddress = makeLimiter({ name: 'address', points: failuresPerAddress, seconds });
    this.#isOn = isOn;
  }

  /**
   * Runs one check of a password. A right one clears the account's count.
   * @throws Failure `rate_limited`, whether or not the password would have been right
   */
  async attempt(account: string, address: string, check: () => Promise<boolean>): Promise<boolean> {
    if (!this.#isOn) return check();
    // Counted before it is known to be wrong: many at once would otherwise all slip through.
    await consume(this.#byAddress, address);
    await consume(this.#byAccount, account);
    const isRight = await check();
    if (isRight) {
      await this.#byAddress.reward(address);
      await this.clear(account);
    }
    return isRight;
  }

  async clear(account: string): Promise<void> {
    await this.#byAccount.delete(account);
  }
}

/** The key of who signs in by a name. */
export function nameKey(usernameOrEmail: string): string {
  return `name:${usernameOrEmail.toLowerCase()}`;
}

/** The key of a signed-in person who proves an act by their password. */
export function personKey(userId: string): string {
  return `person:${userId}`;
}
