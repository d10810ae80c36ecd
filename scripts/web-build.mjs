import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { cp, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { runPinned } from './child.mjs';
import { withInstallLock } from './install-lock.mjs';
import { packageProgram, root } from './places.mjs';
import { Trouble } from './trouble.mjs';

const web = path.join(root, 'apps', 'web');
const built = path.join(web, 'dist');
const next = path.join(web, 'dist-next');
const last = path.join(web, 'dist-last');
const stampFile = path.join(web, '.dist-stamp');

/** All that the build reads. */
const inputs = ['apps/web', 'packages/contract', 'packages/sdk', 'package-lock.json'];
const outputs = new Set(['dist', 'dist-next', 'dist-last', '.dist-stamp', 'node_modules']);

/** Pages that are open when a new version comes still load their parts for so long. */
const keptForMs = 24 * 60 * 60 * 1000;

/** Builds the web client when it is missing or older than its sources; quick when it is not. */
export async function buildWeb() {
  if (isBuilt(stamp())) return;
  await withInstallLock(path.join(root, '.web-build-lock'), async () => {
    // Another command may have built it while we waited for our turn.
    const wanted = stamp();
    if (isBuilt(wanted)) return;
    const began = performance.now();
    console.error('Building the web client; it takes some seconds.');
    rmSync(next, { recursive: true, force: true });
    await runVite();
    await compressAll(next);
    await keepAssets();
    replaceBuilt();
    await writeFile(stampFile, wanted);
    console.error(`Built in ${((performance.now() - began) / 1000).toFixed(1)} s.`);
  });
}

/** A server that runs is without its files for as long as two renames take. */
function replaceBuilt() {
  rmSync(last, { recursive: true, force: true });
  rmSync(stampFile, { force: true });
  if (existsSync(built)) renameSync(built, last);
  renameSync(next, built);
  rmSync(last, { recursive: true, force: true });
}

function isBuilt(wanted) {
  if (!existsSync(stampFile) || !existsSync(path.join(built, 'index.html'))) return false;
  return readFileSync(stampFile, 'utf8') === wanted;
}

function stamp() {
  const hash = createHash('sha256');
  for (const file of inputs.flatMap((input) => filesUnder(path.join(root, input)))) {
    const content = readFileSync(file);
    hash.update(`${path.relative(root, file)}\0${content.length}\0`).update(content);
  }
  return `${hash.digest('hex')}\n`;
}

/** In an order that is the same everywhere. */
function filesUnder(place) {
  if (!statSync(place).isDirectory()) return [place];
  return readdirSync(place)
    .filter((name) => !outputs.has(name))
    .toSorted()
    .flatMap((name) => filesUnder(path.join(place, name)));
}

/** What Vite says of files and sizes is of use only when it fails. */
async function runVite() {
  const code = await runPinned(
    [packageProgram('vite'), 'build', web, '--outDir', next, '--emptyOutDir', '--logLevel', 'warn'],
    // A command's own output stays clean.
    { stdio: ['inherit', 2, 2], env: { NODE_ENV: 'production' } },
  );
  if (code !== 0) throw new Trouble('The web client was not built; the reason is above.', code);
}

const compressed = /\.(js|css|html|svg|webmanifest)$/;

/** Beside each file, what is sent of it to browsers that take Brotli or gzip. */
async function compressAll(folder) {
  const files = filesUnder(folder).filter((file) => compressed.test(file));
  await Promise.all(files.map(compress));
}

async function compress(file) {
  const content = await readFile(file);
  const quality = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
  const [brotli, gzipped] = await Promise.all([
    promisify(brotliCompress)(content, { params: quality }),
    promisify(gzip)(content, { level: constants.Z_BEST_COMPRESSION }),
  ]);
  if (brotli.length < content.length) await writeFile(`${file}.br`, brotli);
  if (gzipped.length < content.length) await writeFile(`${file}.gz`, gzipped);
}

/** Takes along the assets of the builds of the last day. */
async function keepAssets() {
  const before = path.join(built, 'assets');
  if (!existsSync(before)) return;
  for (const name of readdirSync(before)) {
    const [old, kept] = [path.join(before, name), path.join(next, 'assets', name)];
    if (existsSync(kept) || Date.now() - statSync(old).mtimeMs > keptForMs) continue;
    await cp(old, kept, { preserveTimestamps: true });
  }
}
