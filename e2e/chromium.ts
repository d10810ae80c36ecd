import { findChromium } from '../scripts/test-tools.mjs';

/**
 * How the Chromium of the system is started: without what a desktop's does in the background.
 * @throws Error when there is none
 */
export function launchOptions() {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('there is no Chromium: npm test installs it');
  return {
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  };
}
