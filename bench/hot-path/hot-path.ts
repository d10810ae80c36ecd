import { readFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import type { HotPath, Run } from '../case.ts';
import { measureCrowds } from './crowds.ts';
import { measureDoors } from './doors.ts';
import { measureFanOut } from './fan-out.ts';
import { measureFew } from './few.ts';
import { measureIngest } from './ingest.ts';
import { measureRest } from './rest.ts';
import { type HotRow, median } from './rows.ts';
import { measureSlowReader } from './slow-reader.ts';
import { Stage } from './stage.ts';

type Family = (stage: Stage, rounds: number) => Promise<HotRow[]>;

/** Every family of cases, in the order of the table; a new one is added here. */
export const families: Record<string, Family> = {
  'fan-out': measureFanOut,
  doors: measureDoors,
  ingest: measureIngest,
  few: measureFew,
  rest: measureRest,
  'slow-reader': measureSlowReader,
  // Last: it starts servers anew.
  crowds: measureCrowds,
};

const roundsAsARule = 5;
const guardRounds = 3;
/** Of the committed values. */
const guardShare = 0.8;

/** Measures the path of a message beside its baselines. @param only these families; empty: all */
export async function measureHotPath(
  run: Run,
  only: readonly string[],
  rounds = roundsAsARule,
): Promise<HotPath> {
  await using stage = await Stage.set(run);
  const hotRows: HotRow[] = [];
  for (const [name, measure] of Object.entries(families)) {
    if (only.length > 0 && !only.includes(name)) continue;
    for (const row of await measure(stage, rounds)) {
      hotRows.push(row);
      run.note(`${row.name} (${row.unit}): ${row.ratio.toFixed(2)} × ${row.baselineName}`);
    }
  }
  return { title: 'The hot path', facts: [machine()], hotRows };
}

/** Whether fan-out and ingest are still about as many times their baselines as `guard.json` says. */
export async function guardHotPath(run: Run): Promise<HotPath> {
  const text = await readFile(new URL('./guard.json', import.meta.url), 'utf8');
  const committed = JSON.parse(text) as { fanOut: number; ingest: number };
  await using stage = await Stage.set(run);
  const fanOut = await measureFanOut(stage, guardRounds, true);
  const ingest = await measureIngest(stage, guardRounds, true);
  const guarded = (rows: HotRow[], ratio: (row: HotRow) => number, times: number): HotRow[] =>
    rows.map((row) => ({
      ...row,
      isMet: ratio(row) >= guardShare * times,
    }));
  const hotRows = [
    ...guarded(fanOut, (row) => 1 / row.ratio, committed.fanOut),
    ...guarded(ingest, (row) => row.ratio, committed.ingest),
  ];
  const bound = `A ratio fails below ${guardShare * 100} % of its committed value (${committed.fanOut} and ${committed.ingest} times).`;
  return { title: 'The guard of the hot path', facts: [bound, machine()], hotRows };
}

function machine(): string {
  const [cpu] = cpus();
  const speed = median(cpus().map((one) => one.speed));
  return `${cpus().length} × ${cpu?.model ?? 'unknown'} (${speed} MHz), Node ${process.version}, PostgreSQL 18, Socket.IO 4.8, fsync on.`;
}
