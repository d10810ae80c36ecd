import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runToEnd } from './child.mjs';
import { withInstallLock } from './install-lock.mjs';
import { findProgram, isInstalledHere, modules, pinnedNode, root } from './places.mjs';
import { Trouble } from './trouble.mjs';

const lockfile = path.join(root, 'package-lock.json');
const stampFile = path.join(modules, '.xom-set-up');

/** Installs what is missing or older than the lockfile; quick when all is there. */
export async function setUp() {
  if (isStamped() || isInstalledAsLocked()) return;
  await withInstallLock(path.join(root, '.set-up-lock'), async () => {
    // Another command may have installed it while we waited for our turn.
    if (isStamped() || isInstalledAsLocked()) return;
    await install();
    await repairPinnedNode();
    writeStamp();
  });
}

function isStamped() {
  return readText(stampFile) === stamp() && existsSync(pinnedNode);
}

/** The stamp is written after a complete installation: an interrupted one is done again. */
function stamp() {
  const hash = createHash('sha256')
    .update(readText(lockfile) ?? '')
    .digest('hex');
  return `${hash} ${process.platform}-${process.arch}\n`;
}

function writeStamp() {
  try {
    writeFileSync(stampFile, stamp());
  } catch {
    // In a folder that we may not write to, such as an image's, we look more closely each time.
  }
}

/**
 * Whether somebody has run npm here: npm notes what it has installed once it is done. Packages for
 * other systems are missing from that note, and those for development in a folder for production.
 */
function isInstalledAsLocked() {
  const wanted = readPackages(lockfile);
  const installed = readPackages(path.join(modules, '.package-lock.json'));
  if (!wanted || !installed) return false;
  let isWhole = true;
  for (const [place, { version, integrity, optional, dev, devOptional }] of Object.entries(
    wanted,
  )) {
    if (place === '') continue;
    const found = installed[place];
    if (found && (found.version !== version || found.integrity !== integrity)) return false;
    if (found || optional) continue;
    if (!dev && !devOptional) return false;
    isWhole = false;
  }
  const needsAll = ['test', 'e2e', 'screenshots', 'check', 'dev'].includes(process.argv[2]);
  if ((needsAll && !isWhole) || !runsPinned()) return false;
  if (isWhole) writeStamp();
  return true;
}

async function install() {
  const command = existsSync(lockfile) ? 'ci' : 'install';
  console.error(`Installing what Xóm needs (npm ${command}); the first time takes a minute.`);
  rmSync(stampFile, { force: true });
  const code = await npm([
    command,
    // Tests need these, whatever NODE_ENV or the person's npm settings leave out.
    '--include=dev',
    '--include=optional',
    '--no-audit',
    '--no-fund',
    '--no-progress',
    '--no-update-notifier',
    '--loglevel=error',
  ]);
  if (code !== 0) throw new Trouble(`npm ${command} failed; the reason is above.`, code);
}

/** The package `node` fetches its program in its install script, which may have been skipped. */
async function repairPinnedNode() {
  if (runsPinned()) return;
  await npm(['rebuild', 'node', '--ignore-scripts=false', '--loglevel=error']);
  if (runsPinned()) return;
  throw new Trouble(
    `The Node that Xóm runs on (${pinnedNode}) does not run on this system. It needs Linux with glibc, macOS or Windows; when install scripts are forbidden, allow those of the package "node" and run: npm rebuild node`,
  );
}

function runsPinned() {
  const manifest = readText(path.join(modules, 'node', 'package.json'));
  if (!manifest || !existsSync(pinnedNode)) return false;
  const { stdout } = spawnSync(pinnedNode, ['--version'], { encoding: 'utf8' });
  return stdout?.trim() === `v${JSON.parse(manifest).version}`;
}

/**
 * Runs npm on a Node outside this folder: npm's scripts put the installed one first on the path,
 * which npm is about to remove.
 */
function npm(npmArguments) {
  const isOutside = (file) => Boolean(file) && existsSync(file) && !isInstalledHere(file);
  const node =
    [process.env.npm_node_execpath, process.execPath].find(isOutside) ??
    findProgram('node', isOutside) ??
    process.execPath;
  const PATH = [path.dirname(node), process.env.PATH ?? ''].join(path.delimiter);
  const env = { ...process.env, PATH };
  const script = npmScript(node);
  if (script) return runToEnd(node, [script, ...npmArguments], { env, stdio: npmOutput });
  const shell = process.platform === 'win32';
  return runToEnd('npm', npmArguments, { env, shell, stdio: npmOutput }).catch(() => {
    throw new Trouble('npm was not found. It comes with Node: https://nodejs.org');
  });
}

/** A command's own output stays clean: what npm says goes to the error output. */
const npmOutput = ['inherit', 2, 2];

function npmScript(node) {
  const folder = path.dirname(node);
  const besideNode = path.join('node_modules', 'npm', 'bin', 'npm-cli.js');
  return [
    process.env.npm_execpath,
    path.join(folder, '..', 'lib', besideNode),
    path.join(folder, besideNode),
  ].find((file) => file && path.basename(file) === 'npm-cli.js' && existsSync(file));
}

function readText(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function readPackages(file) {
  const text = readText(file);
  try {
    return text && JSON.parse(text).packages;
  } catch {
    return undefined;
  }
}
