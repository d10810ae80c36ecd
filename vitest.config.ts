import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      'packages/*/src/**/*.test.ts',
      'apps/web/src/**/*.test.ts',
      'scripts/*.test.ts',
      'apps/server/{src,test}/**/*.test.ts',
    ],
    globalSetup: ['apps/server/test/global-setup.ts'],
    reporters: ['default', './scripts/count-reporter.mjs'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
