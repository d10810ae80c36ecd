import { parseArgs } from 'node:util';
import { type Case, isWithin, type Result, type Run } from './case.ts';
import { feed } from './feed.ts';
import { history } from './history.ts';
import { families, guardHotPath, measureHotPath } from './hot-path/hot-path.ts';
import { printResult } from './table.ts';
import { web } from './web.ts';
import { webHour } from './web-hour.ts';

/**
 * npm run bench -- [<case>] [--json] [--guard] [--minutes <n>]: measures servers of its own on this machine, and
 * ends. Without a case: all of the hot path. The minutes are how long `web-hour` goes on.
 */

/** Each case is a file; a new one is added here. The families of the hot path are cases too. */
const cases: Record<string, Case> = {
  history,
  feed,
  web,
  'web-hour': webHour,
  ...Object.fromEntries(
    Object.keys(families).map((name): [string, Case] => [
      name,
      async (run) => measureHotPath(run, [name]),
    ]),
  ),
};

/** However slow the machine is, beside the minutes that a case is told to go on for. */
const limitMinutes = 20;
const anHour = '60';

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      guard: { type: 'boolean', default: false },
      minutes: { type: 'string', default: anHour },
    },
  });
  const { json: isJson, guard: isGuard } = values;
  const minutes = Number(values.minutes);
  const [name, ...more] = positionals;
  const chosen = name === undefined ? (isGuard ? guardHotPath : allOfHotPath) : cases[name];
  if (!chosen || more.length > 0 || (isGuard && name !== undefined) || !(minutes > 0)) {
    const names = Object.keys(cases).join('|');
    console.error(`Usage: npm run bench -- [${names}|--guard] [--json] [--minutes <n>]`);
    return 2;
  }
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => stop.abort(`stopped by ${signal}`));
  }
  const limit = AbortSignal.timeout((limitMinutes + minutes) * 60_000);
  const signal = AbortSignal.any([stop.signal, limit]);
  const began = performance.now();
  const note = (text: string): void => {
    if (!isJson) console.log(`${seconds(began).padStart(6)}  ${text}`);
  };
  const result = await chosen({ signal, note, minutes }).catch((error: unknown) => {
    // What it stumbled over is then only how it was stopped.
    throw signal.aborted ? signal.reason : error;
  });
  if (isJson) console.log(JSON.stringify(result, null, 2));
  else printResult(result);
  note('done');
  return isWithin(result) ? 0 : 1;
}

async function allOfHotPath(run: Run): Promise<Result> {
  return measureHotPath(run, []);
}

function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error);
  process.exitCode = 1;
}
