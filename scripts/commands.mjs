import { check } from './check.mjs';
import { runPinned } from './child.mjs';
import { packageProgram } from './places.mjs';
import { setUp } from './setup.mjs';
import { ensureTestTools } from './test-tools.mjs';
import { Trouble } from './trouble.mjs';

const main = 'apps/server/src/main.ts';

/** What each command runs once everything is installed; answers the exit code. */
const commands = {
  start: (given) => {
    // What needs building before the server starts is built here; today nothing does.
    return runPinned([main, ...given]);
  },
  dev: (given) => runPinned(['--watch', '--watch-preserve-output', main, 'dev', ...given]),
  seed: (given) => runPinned([main, 'seed', ...given]),
  xom: (given) => runPinned([main, ...given]),
  test: async (given) => {
    await ensureTestTools();
    return runPinned([packageProgram('vitest'), 'run', ...given]);
  },
  check: () => check(),
  bench: (given) => runPinned(['bench/main.ts', ...given]),
};

/** Sets up what is missing, runs the command and answers its exit code. */
export async function runCommand(name, given) {
  if (!Object.hasOwn(commands, name ?? '')) {
    console.error(
      `Usage: node scripts/launch.mjs <${Object.keys(commands).join('|')}> [arguments]`,
    );
    return 2;
  }
  try {
    await setUp();
    return await commands[name](given);
  } catch (error) {
    // A trouble explains itself; a stack belongs to a fault of ours only.
    console.error(error instanceof Trouble ? error.message : error);
    return error instanceof Trouble ? error.exitCode : 1;
  }
}
