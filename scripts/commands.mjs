import { check } from './check.mjs';
import { runPinned } from './child.mjs';
import { dev } from './dev.mjs';
import { packageProgram } from './places.mjs';
import { setUp } from './setup.mjs';
import { addUp } from './test-counts.mjs';
import { ensureTestTools } from './test-tools.mjs';
import { Trouble } from './trouble.mjs';
import { buildWeb } from './web-build.mjs';

const main = 'apps/server/src/main.ts';

const vitest = (given, env) => runPinned([packageProgram('vitest'), 'run', ...given], { env });
const playwright = (given, env, config = 'e2e') => {
  const program = packageProgram('@playwright/test', 'playwright');
  return runPinned([program, 'test', '-c', config, ...given], { env });
};

/** What each command runs once everything is installed; answers the exit code. */
const commands = {
  start: async (given) => {
    await buildWeb();
    return runPinned([main, ...given]);
  },
  dev: (given) => dev([main, 'dev', ...given]),
  seed: (given) => runPinned([main, 'seed', ...given]),
  xom: (given) => runPinned([main, ...given]),
  test: async (given) => {
    await ensureTestTools();
    // Who names files means those of Vitest; `e2e` takes the others.
    if (given.length > 0) return vitest(given);
    await buildWeb();
    return addUp([(env) => vitest([], env), (env) => playwright([], env)]);
  },
  e2e: async (given) => {
    await ensureTestTools();
    await buildWeb();
    return playwright(given);
  },
  screenshots: async () => {
    await ensureTestTools();
    await buildWeb();
    return playwright([], {}, 'e2e/screenshots.config.ts');
  },
  check: () => check(),
  bench: async (given) => {
    if (given.some((name) => name.startsWith('web'))) {
      await ensureTestTools();
      await buildWeb();
    }
    return runPinned(['bench/main.ts', ...given]);
  },
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
