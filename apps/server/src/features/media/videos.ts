import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import { Failure } from '../../platform/failure.ts';
import { Turns } from '../../platform/turns.ts';
import type { VideoFacts } from './video-facts.ts';

const run = promisify(execFile);
const script = fileURLToPath(new URL('./video-process.ts', import.meta.url));
const Facts = z.object({ durationSeconds: z.number(), width: z.int(), height: z.int() }).nullable();

const memoryMegabytes = 256;
const timeoutMs = 20_000;
// One at a time: most take a quarter of a second, and a hostile one all the memory it gets.
const turns = new Turns(1, { maxWaiting: 256 });

/**
 * Reads the length and size of a video. In a process of its own with little memory and little time: a small
 * file can be made to unfold into tables of gigabytes, and a thread that runs out of memory may take the
 * whole process with it.
 * @throws Failure `unsupported_media_type`: broken off, or not what it says
 */
export async function readVideo(path: string): Promise<VideoFacts> {
  const facts = await turns.take(async () => ask(path));
  if (!facts) throw new Failure('unsupported_media_type');
  return facts;
}

async function ask(path: string): Promise<VideoFacts | null> {
  const flags = [
    `--max-old-space-size=${memoryMegabytes}`,
    '--disable-warning=ExperimentalWarning',
  ];
  try {
    const { stdout } = await run(process.execPath, [...flags, script, path], {
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
      env: {},
    });
    return Facts.parse(JSON.parse(stdout));
  } catch (error) {
    if (wasEnded(error)) return null;
    throw error;
  }
}

/** Ended by a signal: out of time or out of memory. A process that fails by itself is our fault. */
function wasEnded(error: unknown): boolean {
  return error instanceof Error && 'signal' in error && typeof error.signal === 'string';
}
