import { measureFlood } from './flooding.ts';
import type { FloodOptions } from './flood.ts';
import { type HotRow, rowOf, type Sample } from './rows.ts';
import type { Stage, Target } from './stage.ts';
import { seatsFor } from './world.ts';

const socketsCount = 1000;
const perSecond = 60;
const measuredMs = 2500;
/** Of the text, where the reader is to fall behind fast. */
const longBytes = 9000;

/** One who reads 1 KB in a second, in a busy room of 1,000: what the others feel of it, and what becomes of it. */
export async function measureSlowReader(stage: Stage, rounds: number): Promise<HotRow[]> {
  const ours = await stage.target('ours');
  const { world, url } = ours;
  if (!world) throw new Error('nobody is there');
  const seats = await seatsFor(world.people.slice(0, socketsCount + 1), world.largeId);
  const [sender, slow, ...others] = seats;
  if (!sender || !slow) throw new Error('nobody is there');
  await stage.load.do('open', { crowd: 'slow sender', url, door: '/v1', people: [sender] });
  await stage.load.do('open', { crowd: 'others', url, door: '/chat', people: others });
  const found: { ours: Sample; baseline: Sample }[] = [];
  const told: { ours: Sample; baseline: Sample }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    stage.run.note(`a slow reader, round ${round + 1}`);
    const without = await flood(stage, ours, world.largeId);
    await stage.load.do('openSlow', { crowd: 'slow', url, door: '/chat', person: slow });
    const beside = await flood(stage, ours, world.largeId);
    found.push({ ours: beside, baseline: without });
    // In another conversation of theirs, with nobody else, until it is given up: then it may read what it was told.
    await stage.load.do('startFlood', {
      senders: 'slow sender',
      receivers: [],
      rooms: [[world.directId]],
      inFlight: 100,
      bytes: longBytes,
      reaches: 0,
    });
    await stage.load.do('waitUntilBehind', { bytes: longBytes });
    await stage.load.do('stopFlood');
    const { wasToldResync } = await stage.load.do('readOn', { crowd: 'slow' });
    told.push({ ours: { value: wasToldResync ? 1 : 0 }, baseline: { value: 1 } });
    await stage.load.do('close', { crowd: 'slow' });
  }
  for (const crowd of ['slow sender', 'others']) await stage.load.do('close', { crowd });
  return [
    rowOf(
      {
        name: 'a slow reader (1 KB/s) in a busy room of 1,000',
        unit: 'ms to each other socket, p99',
        baselineName: 'the same room without it',
        goal: { atMost: 1.1 },
      },
      found,
    ),
    rowOf(
      {
        name: 'the same: it is told `resync`',
        unit: 'times',
        baselineName: 'always',
        goal: { atLeast: 1 },
      },
      told,
    ),
  ];
}

async function flood(stage: Stage, target: Target, room: string): Promise<Sample> {
  const options: FloodOptions = {
    senders: 'slow sender',
    receivers: ['others'],
    rooms: [[room]],
    inFlight: 100,
    bytes: 100,
    reaches: socketsCount - 1,
    perSecond,
  };
  const { figures, cost } = await measureFlood(stage, target, options, measuredMs);
  const cpuUs = (cost.cpuMs * 1000) / figures.delivered;
  return { value: figures.delivery.p99, cost, cpuUs };
}
