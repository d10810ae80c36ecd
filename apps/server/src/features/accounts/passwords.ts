import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { Failure } from '../../platform/failure.ts';

/** What OWASP recommends for argon2id, which is this library's default algorithm. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
/** Each takes a thread of the process for some 10 ms: two leave threads for files. */
const hashesAtOnce = 2;
const maxWaiting = 256;

/** Hashes and checks passwords, off the event loop, a few at once. */
export class Passwords {
  readonly #turns = new Turns();
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

/** Lets a few tasks run at once and a bounded number wait for them. */
class Turns {
  readonly #waiting: (() => void)[] = [];
  #runningCount = 0;

  async take<Result>(task: () => Promise<Result>): Promise<Result> {
    if (this.#runningCount < hashesAtOnce) {
      this.#runningCount += 1;
    } else {
      if (this.#waiting.length >= maxWaiting) throw new Failure('rate_limited', undefined, 5);
      // Resolved by the one that ends, whose place this one takes over.
      await new Promise<void>((resolve) => void this.#waiting.push(resolve));
    }
    try {
      return await task();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#runningCount -= 1;
    }
  }
}
