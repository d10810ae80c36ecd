/** One call to measure. */
export interface Call {
  name: string;
  /** What is timed; `turn` counts the calls, so that each can be of something else. */
  act(turn: number): Promise<unknown>;
  /** What makes the next one possible; not timed. */
  prepare?(turn: number): Promise<unknown>;
  /** Milliseconds that 99 of 100 calls may take at most; null: told, but bound by nothing. */
  goal: number | null;
}

/** Milliseconds: so many of 100 calls take at most so long. */
export interface Percentiles {
  count: number;
  p50: number;
  p95: number;
  p99: number;
}

/** Enough for each connection to the database to have planned what it then keeps. */
const warmUps = 100;
const rounds = 20;
const callsInRound = 25;

/**
 * Measures calls, one at a time, some of each in turn: what else the machine does meets all of them. Told are
 * 500 of each.
 */
export async function timeAll(calls: readonly Call[], signal: AbortSignal): Promise<Percentiles[]> {
  const turns = calls.map(() => 0);
  const found: number[][] = calls.map(() => []);
  const time = async ({ act, prepare }: Call, index: number): Promise<number> => {
    signal.throwIfAborted();
    const turn = turns[index] ?? 0;
    turns[index] = turn + 1;
    await prepare?.(turn);
    const began = performance.now();
    await act(turn);
    return performance.now() - began;
  };
  for (const [index, call] of calls.entries()) {
    for (let done = 0; done < warmUps; done += 1) await time(call, index);
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, call] of calls.entries()) {
      for (let done = 0; done < callsInRound; done += 1)
        found[index]?.push(await time(call, index));
    }
  }
  return found.map(percentilesOf);
}

function percentilesOf(times: readonly number[]): Percentiles {
  const sorted = times.toSorted((one, other) => one - other);
  const at = (share: number): number => sorted[Math.ceil(sorted.length * share) - 1] ?? NaN;
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}
