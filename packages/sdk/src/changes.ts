import { Listeners } from './listeners.ts';
import type { StoreKey } from './live-store-types.ts';

/** Tells listeners what changed: all that changes in one go at once, each thing once. */
export class Changes {
  readonly #listeners = new Listeners<undefined>();
  readonly #changed = new Set<StoreKey>();

  subscribe(key: StoreKey, listener: () => void): () => void {
    return this.#listeners.add(key, listener);
  }

  isHeard(key: StoreKey): boolean {
    return this.#listeners.has(key);
  }

  note(...keys: readonly StoreKey[]): void {
    if (this.#changed.size === 0) queueMicrotask(() => this.#tell());
    for (const key of keys) this.#changed.add(key);
  }

  #tell(): void {
    const keys = [...this.#changed];
    this.#changed.clear();
    for (const key of keys) this.#listeners.tell(key, undefined);
  }
}
