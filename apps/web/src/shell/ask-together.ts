const waitMs = 50;

/** Asks at once for what many rows ask for one by one. What cannot be answered is asked for again later. */
export function askTogether<Id>(ask: (ids: readonly Id[]) => Promise<void>): (id: Id) => void {
  const wanted = new Set<Id>();
  return (id) => {
    if (wanted.size === 0) {
      setTimeout(() => {
        const ids = [...wanted];
        wanted.clear();
        ask(ids).catch(() => undefined);
      }, waitMs);
    }
    wanted.add(id);
  };
}
