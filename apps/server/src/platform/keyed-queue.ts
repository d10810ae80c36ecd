/** Runs the tasks of one key one after the other, those of different keys at once. */
export class KeyedQueue {
  readonly #last = new Map<string, Promise<void>>();

  /** Runs a task once those that came before it under its key are over, however they ended. */
  async run<Result>(key: string, task: () => Promise<Result>): Promise<Result> {
    const before = this.#last.get(key);
    const { promise: over, resolve: end } = Promise.withResolvers<void>();
    this.#last.set(key, over);
    try {
      await before;
      return await task();
    } finally {
      end();
      if (this.#last.get(key) === over) this.#last.delete(key);
    }
  }
}
