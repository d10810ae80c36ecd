import { Failure } from './failure.ts';

/** Lets a few tasks run at once; the others, up to a bound, wait in line. */
export class Turns {
  #free: number;
  readonly #maxWaiting: number;
  readonly #waiting: (() => void)[] = [];

  constructor(atOnce: number, { maxWaiting }: { maxWaiting: number }) {
    this.#free = atOnce;
    this.#maxWaiting = maxWaiting;
  }

  /**
   * Runs a task when its turn comes.
   * @throws Failure `rate_limited` when too many wait
   */
  async take<Result>(task: () => Promise<Result>): Promise<Result> {
    if (this.#free > 0) {
      this.#free -= 1;
    } else {
      if (this.#waiting.length >= this.#maxWaiting) throw new Failure('rate_limited', undefined, 5);
      // Resolved by the one that ends, whose place this one takes over.
      await new Promise<void>((resolve) => void this.#waiting.push(resolve));
    }
    try {
      return await task();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free += 1;
    }
  }
}
