import pg from 'pg';

/**
 * A pool that lends, of the connections that are idle, the one opened first: it has planned most of what is asked. By
 * itself `pg` lends the one given back last, so that whenever two were in use at once it may go on with the other,
 * which plans everything anew.
 */
export class SteadyPool extends pg.Pool {
  /** Kept by `pg`; the next one to lend is the last. */
  declare readonly _idle: { client: pg.ClientBase }[];
  readonly #numbers = new WeakMap<pg.ClientBase, number>();

  constructor(config: pg.PoolConfig) {
    super(config);
    let opened = 0;
    this.on('connect', (client) => this.#numbers.set(client, (opened += 1)));
    // It is among the idle ones in a moment, and before anybody asks for one.
    this.on('release', () => queueMicrotask(() => this.#order()));
  }

  #order(): void {
    const numberOf = (client: pg.ClientBase): number => this.#numbers.get(client) ?? 0;
    this._idle.sort((one, other) => numberOf(other.client) - numberOf(one.client));
  }
}
