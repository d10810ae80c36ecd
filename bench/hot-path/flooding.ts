import { setTimeout as delay } from 'node:timers/promises';
import type { FloodOptions } from './flood.ts';
import type { FloodFigures } from './load.ts';
import type { Cost, Stage, Target } from './stage.ts';

/** Lets senders send for a while; measured is what lies between the warm-up and the end. */
export async function measureFlood(
  stage: Stage,
  target: Target,
  options: FloodOptions,
  ms: number,
): Promise<{ figures: FloodFigures; cost: Cost }> {
  const { load } = stage;
  await stage.quiet();
  await load.do('startFlood', options);
  const { answer, cost } = await stage.cost(target, async () => {
    await load.do('takeFigures');
    await delay(ms, undefined, { signal: stage.run.signal });
    return load.do('takeFigures');
  });
  await load.do('stopFlood');
  return { figures: answer, cost };
}
