import { runPinned } from './child.mjs';
import { packageProgram } from './places.mjs';

/** Everything that must hold before a commit, quickest first. */
const steps = {
  format: () => [packageProgram('oxfmt'), '--check'],
  lint: () => [packageProgram('oxlint'), '--type-aware', '--deny-warnings'],
  types: () => [packageProgram('typescript', 'tsc'), '-p', 'tsconfig.json'],
  'types of the web client': () => [packageProgram('typescript', 'tsc'), '-p', 'apps/web'],
  'types of its tests': () => [packageProgram('typescript', 'tsc'), '-p', 'e2e'],
  documents: () => ['packages/contract/src/documents/write.ts', '--check'],
};

/** Runs the steps up to the first that fails, and answers its exit code. */
export async function check() {
  for (const [name, nodeArguments] of Object.entries(steps)) {
    const began = performance.now();
    const code = await runPinned(nodeArguments());
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    console.log(`check: ${name} ${code === 0 ? 'holds' : 'FAILED'} (${seconds} s)`);
    if (code !== 0) return code;
  }
  return 0;
}
