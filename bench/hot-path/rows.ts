import type { Times } from '../case.ts';
import type { Cost } from './stage.ts';

/** One measurement of a side in one round. */
export interface Sample {
  /** What is compared. */
  value: number;
  cost?: Cost;
  /** Microseconds of CPU for each unit of work. */
  cpuUs?: number;
  memoryMb?: number;
}

/** One line of the table: a case, what is compared, and its baseline. */
export interface HotRow {
  name: string;
  /** What the values are. */
  unit: string;
  baselineName: string;
  ours: Times;
  baseline: Times;
  /** The median of the rounds' ratios of ours to the baseline. */
  ratio: number;
  /** How the ratio must be; null: told, but bound by nothing. */
  goal: { atMost: number } | { atLeast: number } | null;
  isMet: boolean;
  cpuUs: { ours: number; baseline: number } | null;
  memoryMb: { ours: number; baseline: number } | null;
  /** The largest share of a core that the load took. */
  loadShare: number;
  /** The load may have been the bottleneck. */
  isVoid: boolean;
}

export const maxLoadShare = 0.8;

/** Puts the rounds together. */
export function rowOf(
  texts: Pick<HotRow, 'name' | 'unit' | 'baselineName' | 'goal'>,
  rounds: readonly { ours: Sample; baseline: Sample }[],
): HotRow {
  const ratio = median(rounds.map(({ ours, baseline }) => ours.value / baseline.value));
  const { goal } = texts;
  const both = (read: (sample: Sample) => number | undefined) => {
    const of = (side: 'ours' | 'baseline') => rounds.map((round) => read(round[side]) ?? NaN);
    const found = { ours: median(of('ours')), baseline: median(of('baseline')) };
    return Number.isNaN(found.ours) ? null : found;
  };
  const loads = rounds.flatMap(({ ours, baseline }) => [
    ours.cost?.loadShare ?? 0,
    baseline.cost?.loadShare ?? 0,
  ]);
  const loadShare = Math.max(...loads);
  const isVoid = loadShare > maxLoadShare;
  const isGood = goal === null || ('atMost' in goal ? ratio <= goal.atMost : ratio >= goal.atLeast);
  return {
    ...texts,
    ours: timesOf(rounds.map((round) => round.ours.value)),
    baseline: timesOf(rounds.map((round) => round.baseline.value)),
    ratio,
    isMet: isGood && !isVoid,
    cpuUs: both(({ cpuUs }) => cpuUs),
    memoryMb: both(({ memoryMb, cost }) => memoryMb ?? cost?.memoryMb),
    loadShare,
    isVoid,
  };
}

function timesOf(values: readonly number[]): Times {
  return { median: median(values), min: Math.min(...values), max: Math.max(...values) };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? NaN)) / 2;
}
