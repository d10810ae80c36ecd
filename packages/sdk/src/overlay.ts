type Patch<Value> = (value: Value) => Value;

interface Standing<Value> {
  /** What the server last said. */
  base: Value;
  readonly patches: Set<Patch<Value>>;
}

/** What is shown before the server has said it: changes on top of things, taken away one by one. */
export class Overlay<Value> {
  readonly #standing = new Map<string, Standing<Value>>();

  /** What the server said, without what is on top; `shown` where nothing is. */
  base(key: string, shown: Value): Value {
    return this.#standing.get(key)?.base ?? shown;
  }

  /** The server says something new; answers what is to be shown. */
  hold(key: string, base: Value): Value {
    const standing = this.#standing.get(key);
    if (!standing) return base;
    standing.base = base;
    return shownOf(standing);
  }

  /** Puts a change on top; answers what is to be shown. */
  add(key: string, shown: Value, patch: Patch<Value>): Value {
    const standing = this.#standing.get(key) ?? { base: shown, patches: new Set() };
    this.#standing.set(key, standing);
    standing.patches.add(patch);
    return shownOf(standing);
  }

  /** Takes a change away; answers what is to be shown, null where it is on nothing. */
  remove(key: string, patch: Patch<Value>): Value | null {
    const standing = this.#standing.get(key);
    if (!standing) return null;
    standing.patches.delete(patch);
    if (standing.patches.size === 0) this.#standing.delete(key);
    return shownOf(standing);
  }

  forget(key: string): void {
    this.#standing.delete(key);
  }
}

function shownOf<Value>({ base, patches }: Standing<Value>): Value {
  let shown = base;
  for (const patch of patches) shown = patch(shown);
  return shown;
}
