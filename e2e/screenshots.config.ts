import { defineConfig } from '@playwright/test';
import config from './playwright.config.ts';

/** `npm run screenshots`: pictures of the main pages, for the README. */
export default defineConfig({
  ...config,
  testMatch: 'screenshots.ts',
  timeout: 300_000,
  reporter: [['list']],
  projects: [{ name: 'screenshots' }],
});
