import { execFile } from 'node:child_process';
import { expect, it } from 'vitest';

const url = new URL('./test-counts.mjs', import.meta.url).href;

interface Run {
  code: number;
  counts: { passed: number; failed: number; skipped: number } | null;
}

/** What a process prints that adds these runs up, and how it ends. */
async function addUp(runs: readonly Run[]): Promise<{ output: string; code: number }> {
  const script = `
    import { writeFileSync } from 'node:fs';
    import { addUp } from ${JSON.stringify(url)};
    process.exitCode = await addUp(${JSON.stringify(runs)}.map(({ code, counts }) => async (env) => {
      console.log('a program says something');
      if (counts) writeFileSync(env.XOM_TEST_COUNTS, JSON.stringify(counts));
      return code;
    }));`;
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['--input-type=module', '-e', script],
      (_error, output) => resolve({ output, code: child.exitCode ?? -1 }),
    );
  });
}

const passed = { passed: 3, failed: 0, skipped: 0 };

it.each<[string, Run[], string, number]>([
  [
    'all passed',
    [
      { code: 0, counts: passed },
      { code: 0, counts: passed },
    ],
    '6 passed, 0 failed',
    0,
  ],
  [
    'one failed and one was skipped',
    [
      { code: 1, counts: { passed: 2, failed: 1, skipped: 1 } },
      { code: 0, counts: passed },
    ],
    '5 passed, 1 failed, 1 skipped',
    1,
  ],
  [
    'one never told',
    [
      { code: 0, counts: passed },
      { code: 0, counts: null },
    ],
    '3 passed, 1 failed',
    1,
  ],
  ['one was killed after it told', [{ code: 137, counts: passed }], '3 passed, 1 failed', 137],
])('the last line is the sum: %s', async (_name, runs, line, code) => {
  const ended = await addUp(runs);
  expect(ended.output.trimEnd().split('\n').at(-1)).toBe(line);
  expect(ended.code).toBe(code);
});
