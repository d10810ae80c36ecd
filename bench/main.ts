import { type Case, isWithin } from './case.ts';
import { feed } from './feed.ts';
import { history } from './history.ts';
import { printResult } from './table.ts';

/** npm run bench -- <case> [--json]: measures a server of its own on this machine, and ends. */

/** Each case is a file; a new one is added here. */
const cases: Record<string, Case> = { history, feed };

/** However slow the machine is. */
const limitMinutes = 20;

async function main(args: readonly string[]): Promise<number> {
  const isJson = args.includes('--json');
  const [name = '', ...more] = args.filter((arg) => arg !== '--json');
  const chosen = cases[name];
  if (!chosen || more.length > 0) {
    console.error(`Usage: npm run bench -- <${Object.keys(cases).join('|')}> [--json]`);
    return 2;
  }
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => stop.abort(`stopped by ${signal}`));
  }
  const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(limitMinutes * 60_000)]);
  const began = performance.now();
  const note = (text: string): void => {
    if (!isJson) console.log(`${seconds(began).padStart(6)}  ${text}`);
  };
  const result = await chosen({ signal, note }).catch((error: unknown) => {
    // What it stumbled over is then only how it was stopped.
    throw signal.aborted ? signal.reason : error;
  });
  if (isJson) console.log(JSON.stringify(result, null, 2));
  else printResult(result);
  note('done');
  return isWithin(result) ? 0 : 1;
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
