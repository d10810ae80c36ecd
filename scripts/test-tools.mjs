import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { runToEnd } from './child.mjs';
import { findProgram } from './places.mjs';
import { Trouble } from './trouble.mjs';

const chromiumPrograms = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** What tests need beyond npm: any of the programs will do. */
const tools = [
  { programs: ['redis-server'], packages: ['redis-server'] },
  {
    programs: chromiumPrograms,
    // The font is for Chromium's pictures of pages with emoji.
    packages: ['chromium', 'fonts-noto-color-emoji'],
  },
];

/** The Chromium that the tests drive; undefined: there is none. */
export function findChromium() {
  return chromiumPrograms.map(findWorking).find(Boolean);
}

/** Installs what is missing, or fails with the command that does: a test is never skipped for it. */
export async function ensureTestTools() {
  const missing = findMissing();
  if (missing.length === 0) return;
  const packages = missing.flatMap((tool) => tool.packages);
  const names = missing.map((tool) => tool.programs[0]).join(' and ');
  if (!isDebian()) {
    throw new Trouble(
      `The tests need ${names}. Install them, for example: brew install redis && brew install --cask chromium (macOS), or sudo dnf install redis chromium (Fedora).`,
    );
  }
  const install = `apt-get install -y --no-install-recommends ${packages.join(' ')}`;
  if (process.getuid() !== 0) {
    throw new Trouble(`The tests need ${names}. Run: sudo apt-get update && sudo ${install}`);
  }
  console.error(`The tests need ${names}: installing ${packages.join(' ')} by apt-get.`);
  await installByApt(packages);
  const still = findMissing();
  if (still.length > 0) {
    throw new Trouble(
      `The tests need ${still.map((tool) => tool.programs[0]).join(' and ')}, which apt-get did not bring. Run: apt-get update && ${install}`,
    );
  }
}

function findMissing() {
  return tools.filter(({ programs }) => !programs.some((program) => findWorking(program)));
}

function findWorking(program) {
  const file = findProgram(program);
  // Ubuntu's package for Chromium is a script that asks for the snap.
  if (!file || program !== 'chromium-browser') return file;
  return spawnSync(file, ['--version']).status === 0 ? file : undefined;
}

function isDebian() {
  if (!findProgram('apt-get')) return false;
  const text = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(text);
}

async function installByApt(packages) {
  const install = ['install', '-y', '--no-install-recommends', ...packages];
  // Without lists, as in a container's image, the first try ends at once.
  const done =
    (await withoutServices(packages, () => aptGet(install, 'ignore'))) === 0 ||
    ((await aptGet(['update'])) === 0 &&
      (await withoutServices(packages, () => aptGet(install))) === 0);
  if (!done) {
    throw new Trouble(
      `apt-get failed; the reason is above. Run: apt-get update && apt-get ${install.join(' ')}`,
    );
  }
}

function aptGet(aptArguments, errorOutput = 'inherit') {
  return runToEnd(
    'apt-get',
    ['-q', '-o', 'Dpkg::Use-Pty=0', '-o', 'DPkg::Lock::Timeout=300', ...aptArguments],
    {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      stdio: ['ignore', 'ignore', errorOutput],
    },
  );
}

/** Tests start a Redis of their own: the package's must not run as a service beside them. */
async function withoutServices(packages, work) {
  const policy = '/usr/sbin/policy-rc.d';
  const isOurs = !existsSync(policy);
  if (isOurs) writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    return await work();
  } finally {
    if (isOurs) rmSync(policy, { force: true });
    // A Redis that was here before is none of our business.
    if (packages.includes('redis-server') && existsSync('/run/systemd/system')) {
      spawnSync('systemctl', ['--quiet', 'disable', '--now', 'redis-server']);
    }
  }
}
