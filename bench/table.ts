import type { Comparison, HotPath, Measurement, Readings, Result, Times } from './case.ts';

/** Prints a result as a Markdown table, as BENCHMARKS.md holds it. */
export function printResult(result: Result): void {
  if ('hotRows' in result) printHotPath(result);
  else if ('readings' in result) printReadings(result);
  else if ('calls' in result) printMeasurement(result);
  else printComparison(result);
}

function printComparison({ title, small, large, rows }: Comparison): void {
  printTable(title, [
    ['milliseconds: median (min–max)', small, large, 'ratio', 'at most'],
    ...rows.map(({ name, small, large, ratio, maxRatio, isWithin }) => [
      name,
      timesOf(small),
      timesOf(large),
      `${ratio.toFixed(2)}${isWithin ? '' : ' FAILED'}`,
      maxRatio === null ? '–' : maxRatio.toFixed(1),
    ]),
  ]);
}

function printMeasurement({ title, facts, calls, plans, faults }: Measurement): void {
  for (const { call, plans: found } of plans) {
    console.log(`\n### ${call}`);
    for (const { statement, steps } of found) console.log(`\n${statement}\n${steps.join('\n')}`);
  }
  printTable(title, [
    ['milliseconds', 'calls', 'p50', 'p95', 'p99', 'p99 at most'],
    ...calls.map(({ name, count, p50, p95, p99, goal, isWithin }) => [
      name,
      String(count),
      p50.toFixed(2),
      p95.toFixed(2),
      `${p99.toFixed(2)}${isWithin ? '' : ' FAILED'}`,
      goal ?? '–',
    ]),
  ]);
  for (const fact of facts) console.log(fact);
  for (const fault of faults) console.log(`FAILED: ${fault}`);
}

function printReadings({ title, facts, readings }: Readings): void {
  printTable(title, [
    ['', 'measured', 'at most'],
    ...readings.map(({ name, value, unit, atMost, isWithin }) => [
      name,
      `${value.toFixed(1)} ${unit}${isWithin ? '' : ' FAILED'}`.trim(),
      atMost === null ? '–' : `${atMost} ${unit}`,
    ]),
  ]);
  for (const fact of facts) console.log(fact);
}

function printHotPath({ title, facts, hotRows }: HotPath): void {
  printTable(title, [
    ['case', 'ours: median (min–max)', 'baseline', '', 'ratio', 'goal', 'CPU, µs', 'MB', 'load'],
    ...hotRows.map(({ name, unit, baselineName, ours, baseline, ratio, goal, ...row }) => [
      `${name}, ${unit}`,
      timesOf(ours),
      baselineName,
      timesOf(baseline),
      `${ratio.toFixed(2)}${row.isVoid ? ' VOID' : row.isMet ? '' : ' MISSED'}`,
      goal === null ? '–' : 'atMost' in goal ? `≤ ${goal.atMost.toFixed(2)}` : `≥ ${goal.atLeast}`,
      sidesOf(row.cpuUs, 2),
      sidesOf(row.memoryMb, 0),
      `${(100 * row.loadShare).toFixed(0)} %`,
    ]),
  ]);
  for (const fact of facts) console.log(fact);
}

function sidesOf(sides: { ours: number; baseline: number } | null, digits: number): string {
  if (!sides) return '–';
  return `${sides.ours.toFixed(digits)} / ${sides.baseline.toFixed(digits)}`;
}

function printTable(title: string, lines: readonly (readonly string[])[]): void {
  const widths = (lines[0] ?? []).map((_, column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  );
  const row = (line: readonly string[]): string =>
    `| ${line.map((text, column) => text.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  const [head = [], ...body] = lines;
  console.log(`\n${title}\n\n${[row(head), rule, ...body.map(row)].join('\n')}\n`);
}

function timesOf({ median, min, max }: Times): string {
  return `${median.toFixed(2)} (${min.toFixed(2)}–${max.toFixed(2)})`;
}
