import { tellCounts } from './test-counts.mjs';

/**
 * A Vitest reporter whose last line gives the counts, "12 passed, 0 failed", for programs that read
 * our output. What fails outside a test (a file that cannot be loaded, a hook, a stray rejection)
 * counts as a failure, and a run without a test fails.
 */
export default class CountReporter {
  #passed = 0;
  #failed = 0;
  #skipped = 0;
  #hasRun = false;

  onInit() {
    // On exit: other reporters, and Vitest itself, may have something to say until then.
    process.once('exit', () => this.#print());
  }

  onTestRunEnd(testModules, unhandledErrors) {
    // In watch mode, each run counts anew.
    [this.#passed, this.#failed, this.#skipped] = [0, unhandledErrors.length, 0];
    this.#hasRun = true;
    for (const testModule of testModules) this.#count(testModule);
  }

  #count(testModule) {
    this.#failed += testModule.errors().length;
    for (const suite of testModule.children.allSuites()) this.#failed += suite.errors().length;
    for (const test of testModule.children.allTests()) {
      const { state } = test.result();
      if (state === 'passed') this.#passed += 1;
      else if (state === 'failed') this.#failed += 1;
      else this.#skipped += 1;
    }
  }

  #print() {
    if (!this.#hasRun) process.exitCode ||= 1;
    if (this.#passed + this.#failed === 0) process.exitCode ||= 1;
    tellCounts({ passed: this.#passed, failed: this.#failed, skipped: this.#skipped });
  }
}
