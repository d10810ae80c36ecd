import type { HotRow } from './hot-path/rows.ts';
import type { Plan } from './plans.ts';
import type { Percentiles } from './timed.ts';

/** What a case is given. */
export interface Run {
  /** Ends it early: whatever it started is stopped and removed all the same. */
  readonly signal: AbortSignal;
  /** How long a case goes on that takes as long as it is told to. */
  readonly minutes: number;
  /** Says how far it is. */
  note(text: string): void;
}

/** Milliseconds. */
export interface Times {
  median: number;
  min: number;
  max: number;
}

/** One thing that was measured in two worlds. */
export interface Row {
  name: string;
  small: Times;
  large: Times;
  /** How many times what it takes in the small world it takes in the large one. */
  ratio: number;
  /** Null: told, but bound by nothing. */
  maxRatio: number | null;
  isWithin: boolean;
}

/** Two worlds compared. */
export interface Comparison {
  title: string;
  small: string;
  large: string;
  rows: Row[];
}

/** One call, measured in one world. */
export interface CallRow extends Percentiles {
  name: string;
  /** What p99 may be at most, in milliseconds or as how many times another's; null: told, but bound by nothing. */
  goal: string | null;
  isWithin: boolean;
}

/** Calls measured in one world, with the plans of their queries. */
export interface Measurement {
  title: string;
  /** What was measured, and beside what other work. */
  facts: string[];
  calls: CallRow[];
  plans: { call: string; plans: Plan[] }[];
  /** Why it fails, beside rows that are not within their goal. */
  faults: string[];
}

/** One figure. */
export interface Reading {
  name: string;
  value: number;
  unit: string;
  /** Null: told, but bound by nothing. */
  atMost: number | null;
  isWithin: boolean;
}

/** Figures of different kinds. */
export interface Readings {
  title: string;
  /** How they were measured. */
  facts: string[];
  readings: Reading[];
}

/** What a server does beside what its baselines do. */
export interface HotPath {
  title: string;
  facts: string[];
  hotRows: HotRow[];
}

export type Result = Comparison | Measurement | Readings | HotPath;

export type Case = (run: Run) => Promise<Result>;

/** Whether all that was bound is within its bounds. */
export function isWithin(result: Result): boolean {
  if ('hotRows' in result) return result.hotRows.every((row) => row.isMet);
  if ('readings' in result) return result.readings.every((row) => row.isWithin);
  return 'calls' in result
    ? result.faults.length === 0 && result.calls.every((row) => row.isWithin)
    : result.rows.every((row) => row.isWithin);
}
