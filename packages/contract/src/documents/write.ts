import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { events, operations } from '../contract.ts';
import { roomFrames } from '../room-socket.ts';
import { asyncApiDocument } from './asyncapi.ts';
import { openApiDocument } from './openapi.ts';

/** Writes both documents into `docs/`. With `--check`: only says whether they are up to date. */

const folder = new URL('../../../../docs/', import.meta.url);
const documents = {
  'openapi.json': openApiDocument(operations),
  'asyncapi.json': asyncApiDocument(operations, events, roomFrames),
};

async function write(): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, document] of Object.entries(documents)) {
    await writeFile(new URL(name, folder), printed(document));
    console.log(`wrote ${fileURLToPath(new URL(name, folder))}`);
  }
}

async function check(): Promise<void> {
  for (const [name, document] of Object.entries(documents)) {
    if ((await stored(name)) === printed(document)) continue;
    console.error(`docs/${name} is not what the contract says: run \`npm run documents\``);
    process.exitCode = 1;
  }
}

function printed(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** The stored text, or null when there is no such file. */
async function stored(name: string): Promise<string | null> {
  return readFile(new URL(name, folder), 'utf8').catch(() => null);
}

await (process.argv.includes('--check') ? check() : write());
