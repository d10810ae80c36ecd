import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Where the reporters of one run leave their counts, for one line in the end. */
const place = process.env.XOM_TEST_COUNTS;

/** Prints "12 passed, 0 failed", or leaves it to whoever adds up several runs. */
export function tellCounts(counts) {
  if (place) appendFileSync(place, `${JSON.stringify(counts)}\n`);
  else print(counts);
}

/**
 * Runs several test programs one after the other, all of them, and prints the sum of their counts as the
 * last line. Each gets the environment to run in and answers its exit code; so does this.
 */
export async function addUp(programs) {
  const folder = mkdtempSync(path.join(tmpdir(), 'xom-counts-'));
  const sum = { passed: 0, failed: 0, skipped: 0 };
  let exitCode = 0;
  try {
    for (const [index, run] of programs.entries()) {
      const file = path.join(folder, String(index));
      const code = await run({ XOM_TEST_COUNTS: file });
      const counts = readCounts(file);
      exitCode ||= code;
      // One that failed without a test that did, or never came to tell, has failed all the same.
      if (!counts || (code !== 0 && counts.failed === 0)) sum.failed += 1;
      for (const kind of Object.keys(sum)) sum[kind] += counts?.[kind] ?? 0;
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  print(sum);
  return exitCode || (sum.failed > 0 ? 1 : 0);
}

function readCounts(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

function print({ passed, failed, skipped }) {
  writeSync(1, `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
}
