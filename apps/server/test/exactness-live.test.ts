import fc from 'fast-check';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { type Act, act, memberAct } from './exactness-acts.ts';
import { expectExact } from './exactness-live-checks.ts';
import { type LiveAct, liveAct, LiveScene } from './exactness-live-scene.ts';
import { Course, loss, LossyBus, type Luck, noLoss } from './loss.ts';
import { startTestServer, type TestServer } from './server.ts';

/**
 * Section 5 of the wire contract for clients that stay: through every door at once, with retries, breaks, and
 * events that are late or lost on the way. `EXACTNESS_RUNS=500` runs longer.
 */

const runs = Number(process.env['EXACTNESS_RUNS'] ?? 4);
/** What was found by one of these stays found; the last is new each time, and told with what it finds. */
const seeds = [20_261_120, 3, 1_994, Math.floor(Math.random() * 2 ** 31)];

const bus = new LossyBus();
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ VERSIONS_SECONDS: '0.2' });
});
afterAll(() => server.stop());

const anyAct = fc.oneof<fc.Arbitrary<Act | LiveAct>[]>(
  act,
  act,
  liveAct,
  liveAct,
  liveAct,
  memberAct,
);
const round = fc.array(anyAct, { minLength: 1, maxLength: 6 });
const rounds = fc.array(round, { maxLength: 10, size: 'max' });

/** What stands in one round happens at once. */
async function play(
  luck: Luck,
  given: readonly (Act | LiveAct)[][],
  hearsVersions: boolean,
): Promise<void> {
  const wire = new Course();
  const begin = () => {
    bus.takes(luck.bus);
    wire.takes(luck.wire);
  };
  // Being let in is told, late and lost like all else.
  begin();
  const scene = await LiveScene.begin(server, { wire, hearsVersions });
  const half = given.length / 2;
  try {
    for (const part of [given.slice(0, half), given.slice(half)]) {
      begin();
      for (const round of part) await Promise.all(round.map((one) => scene.perform(one)));
      // From here on all that is told arrives; what was told before stays lost.
      bus.takes([]);
      wire.takes([]);
      await bus.settled();
      await expectExact(scene);
    }
  } finally {
    bus.takes([]);
    await scene.end();
  }
}

describe.each(seeds)('by the seed %i', (seed) => {
  it('a client that stays connected knows everything by what it is told', async () => {
    const holds = fc.asyncProperty(noLoss, rounds, (luck, given) => play(luck, given, false));
    await fc.assert(holds, { numRuns: runs, seed, endOnFailure: true });
  }, 3_600_000);

  it('a client that misses some of it learns so, and heals', async () => {
    const heals = fc.asyncProperty(loss, rounds, (luck, given) => play(luck, given, true));
    await fc.assert(heals, { numRuns: runs, seed, endOnFailure: true });
  }, 3_600_000);
});
