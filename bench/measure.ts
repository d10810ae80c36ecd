import type { Row, Times } from './case.ts';

/** One thing to measure, of somebody in either world. */
export interface Measured<Person> {
  name: string;
  /** What is timed. */
  act(person: Person): Promise<unknown>;
  /** What makes the next act possible; not timed. */
  prepare?(person: Person): Promise<unknown>;
  maxRatio: number | null;
  /** How often in a round, when not as usual. */
  times?: number;
}

const warmUps = 12;
const rounds = 7;
const timesInRound = 25;

/**
 * Measures the same of two people in alternation, so that whatever else the machine does meets both. A
 * round's time is the median of its acts; told are the median and the range of the rounds, and the median of
 * the rounds' ratios.
 */
export async function compare<Person>(
  { name, act, prepare, maxRatio, times = timesInRound }: Measured<Person>,
  { small, large }: { small: Person; large: Person },
  signal: AbortSignal,
): Promise<Row> {
  const time = async (person: Person): Promise<number> => {
    signal.throwIfAborted();
    await prepare?.(person);
    const began = performance.now();
    await act(person);
    return performance.now() - began;
  };
  for (let done = 0; done < Math.min(warmUps, times); done += 1) {
    await time(small);
    await time(large);
  }
  const found: { small: number[]; large: number[] } = { small: [], large: [] };
  for (let round = 0; round < rounds; round += 1) {
    const inRound: { small: number[]; large: number[] } = { small: [], large: [] };
    for (let done = 0; done < times; done += 1) {
      // Neither always comes first.
      if (done % 2 === 0) inRound.small.push(await time(small));
      inRound.large.push(await time(large));
      if (done % 2 === 1) inRound.small.push(await time(small));
    }
    found.small.push(median(inRound.small));
    found.large.push(median(inRound.large));
  }
  const ratio = median(found.large.map((value, round) => value / (found.small[round] ?? NaN)));
  const isWithin = maxRatio === null || ratio <= maxRatio;
  return {
    name,
    small: timesOf(found.small),
    large: timesOf(found.large),
    ratio,
    maxRatio,
    isWithin,
  };
}

function timesOf(values: readonly number[]): Times {
  return { median: median(values), min: Math.min(...values), max: Math.max(...values) };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? NaN)) / 2;
}
