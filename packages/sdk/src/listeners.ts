type Handler<Payload> = (payload: Payload) => void;

/** Who listens to what. */
export class Listeners<Payload> {
  readonly #byName = new Map<string, Set<Handler<Payload>>>();

  /** Adds a handler; answers with what takes it away. */
  add(name: string, handler: Handler<Payload>): () => void {
    const handlers = this.#byName.get(name) ?? new Set();
    this.#byName.set(name, handlers.add(handler));
    return () => {
      handlers.delete(handler);
      if (handlers.size === 0 && this.#byName.get(name) === handlers) this.#byName.delete(name);
    };
  }

  has(name: string): boolean {
    return this.#byName.has(name);
  }

  /** Tells every handler of a name. */
  tell(name: string, payload: Payload): void {
    for (const handler of this.#byName.get(name) ?? []) handler(payload);
  }
}
