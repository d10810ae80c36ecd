import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

/** What a build leaves, in small. Beside it lies a file that is nobody's. */
const files: Record<string, string> = {
  'index.html': '<!doctype html><title>Xóm</title>',
  'sw.js': 'self.addEventListener("fetch", () => {});',
  'theme.js': 'document.documentElement.dataset.theme = "dark";',
  'icon.svg': '<svg xmlns="http://www.w3.org/2000/svg"></svg>',
  'manifest.webmanifest': '{"name":"Xóm"}',
  'icons/icon-192.png': 'a picture',
  'assets/index-1a2b3c.js': 'console.log("xóm");'.repeat(50),
  'assets/index-1a2b3c.css': 'body { margin: 0 }'.repeat(50),
  'assets/font-1a2b3c.woff2': 'a font',
};

/** Writes a built web client into a folder of its own. */
export async function writeWebClient(): Promise<{ folder: string; remove(): Promise<void> }> {
  const place = await mkdtemp(join(tmpdir(), 'xom-web-'));
  const folder = join(place, 'dist');
  await Promise.all(
    ['assets', 'icons'].map((name) => mkdir(join(folder, name), { recursive: true })),
  );
  await writeFile(join(place, 'secret.txt'), 'a secret');
  for (const [name, content] of Object.entries(files)) {
    const file = join(folder, name);
    await writeFile(file, content);
    if (!/\.(js|css|html)$/.test(name)) continue;
    await writeFile(`${file}.br`, brotliCompressSync(content));
    await writeFile(`${file}.gz`, gzipSync(content));
  }
  return { folder, remove: async () => rm(place, { recursive: true, force: true }) };
}
