const stepMs = 0.02;
const steps = 100_000;

/** Milliseconds, counted in steps: a million of them take no more room than one. */
export class Latencies {
  readonly #counts = new Uint32Array(steps);
  #count = 0;

  add(ms: number): void {
    const step = Math.min(steps - 1, Math.floor(ms / stepMs));
    this.#counts[step] = (this.#counts[step] ?? 0) + 1;
    this.#count += 1;
  }

  /** So many of 100 took at most so long. */
  at(share: number): number {
    let left = Math.ceil(this.#count * share);
    for (const [step, count] of this.#counts.entries()) {
      left -= count;
      if (left <= 0) return (step + 1) * stepMs;
    }
    return NaN;
  }

  clear(): void {
    this.#counts.fill(0);
    this.#count = 0;
  }
}
