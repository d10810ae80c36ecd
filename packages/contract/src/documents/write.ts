import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { events, operations } from '../contract.ts';
import { roomFrames } from '../room-socket.ts';
import { asyncApiDocument } from './asyncapi.ts';
import { openApiDocument } from './openapi.ts';
import { sdkTable } from './sdk-table.ts';

/** Writes both documents, and what the SDK knows of the contract. With `--check`: only says whether they are up to date. */

const root = new URL('../../../../', import.meta.url);
const documents = {
  'docs/openapi.json': printed(openApiDocument(operations)),
  'docs/asyncapi.json': printed(asyncApiDocument(operations, events, roomFrames)),
  'packages/sdk/src/contract-table.ts': sdkTable(operations, events),
};

async function write(): Promise<void> {
  await mkdir(new URL('docs/', root), { recursive: true });
  for (const [name, text] of Object.entries(documents)) {
    await writeFile(new URL(name, root), text);
    console.log(`wrote ${fileURLToPath(new URL(name, root))}`);
  }
}

async function check(): Promise<void> {
  for (const [name, text] of Object.entries(documents)) {
    if ((await stored(name)) === text) continue;
    console.error(`${name} is not what the contract says: run \`npm run documents\``);
    process.exitCode = 1;
  }
}

function printed(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** The stored text, or null when there is no such file. */
async function stored(name: string): Promise<string | null> {
  return readFile(new URL(name, root), 'utf8').catch(() => null);
}

await (process.argv.includes('--check') ? check() : write());
