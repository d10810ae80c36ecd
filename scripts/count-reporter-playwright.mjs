import { tellCounts } from './test-counts.mjs';

/** A Playwright reporter that tells the counts as the one of Vitest does. */
export default class CountReporter {
  #counts = { passed: 0, failed: 0, skipped: 0 };
  #suite;

  onBegin(_config, suite) {
    this.#suite = suite;
  }

  onError() {
    // What fails outside a test, such as a file that cannot be loaded.
    this.#counts.failed += 1;
  }

  onEnd() {
    for (const test of this.#suite?.allTests() ?? []) {
      const outcome = test.outcome();
      if (outcome === 'skipped') this.#counts.skipped += 1;
      else if (outcome === 'unexpected') this.#counts.failed += 1;
      else this.#counts.passed += 1;
    }
  }

  printsToStdio() {
    return false;
  }

  onExit() {
    tellCounts(this.#counts);
  }
}
