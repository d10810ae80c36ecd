import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { Turns } from '../../platform/turns.ts';

/** What OWASP recommends for argon2id, which is this library's default algorithm. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** Each takes a thread of the process for some 10 ms: two leave threads for files. */
const hashesAtOnce = 2;
const maxWaiting = 256;

/** Hashes and checks passwords, off the event loop, a few at once. */
export class Passwords {
  readonly #turns = new Turns(hashesAtOnce, { maxWaiting });
  /** Stands in for the hash of an unknown person, so that checking it takes as long. */
  readonly #nobodysHash: Promise<string>;

  constructor() {
    this.#nobodysHash = this.hash(randomBytes(32).toString('base64url'));
    // Whoever awaits it meets the failure; unawaited, it must not end the process.
    this.#nobodysHash.catch(() => undefined);
  }

  /** @throws Failure `rate_limited` when too many wait */
  async hash(password: string): Promise<string> {
    return this.#turns.take(() => hash(normalised(password), cost));
  }

  /**
   * Whether the password is the one of the hash. Null, for a person who does not exist, takes the same time.
   * @throws Failure `rate_limited` when too many wait
   */
  async isRight(passwordHash: string | null, password: string): Promise<boolean> {
    const stored = passwordHash ?? (await this.#nobodysHash);
    const matches = await this.#turns.take(() => verify(stored, normalised(password)));
    return matches && passwordHash !== null;
  }
}

/** Keyboards write the same Vietnamese letters as different code points. */
function normalised(password: string): string {
  return password.normalize('NFKC');
}
