import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { memoryMbOf } from './process-figures.ts';
import { type HotRow, rowOf, type Sample } from './rows.ts';
import type { SeatOptions } from './seat.ts';
import type { Stage, Target, TargetName } from './stage.ts';
import { seatsFor } from './world.ts';

const idleCount = 10_000;
const stormCount = 5000;
const warmUpCount = 200;
const flags = [
  '--expose-gc',
  `--import=${fileURLToPath(new URL('./gc-on-signal.ts', import.meta.url))}`,
];

interface Figures {
  memory: Sample;
  storm: Sample;
}

/** Many who only are there, and many who come back at once. Each round has servers of its own, that forget nothing. */
export async function measureCrowds(stage: Stage, rounds: number): Promise<HotRow[]> {
  const found: { ours: Figures; baseline: Figures }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    stage.run.note(`crowds, round ${round + 1}`);
    found.push({ ours: await come(stage, 'ours'), baseline: await come(stage, 'stock') });
  }
  const of = (read: keyof Figures) =>
    found.map(({ ours, baseline }) => ({ ours: ours[read], baseline: baseline[read] }));
  const baselineName = 'stock Socket.IO';
  return [
    rowOf(
      {
        name: '10,000 idle sockets, connected and registered on /chat',
        unit: 'KB each',
        baselineName,
        goal: { atMost: 1.25 },
      },
      of('memory'),
    ),
    rowOf(
      {
        name: '5,000 clients come back at once',
        unit: 'ms until all are registered',
        baselineName,
        goal: { atMost: 1.5 },
      },
      of('storm'),
    ),
  ];
}

async function come(stage: Stage, name: TargetName): Promise<Figures> {
  const target = await stage.restart(name, flags);
  const people = await peopleOf(target);
  const { url } = target;
  const { load } = stage;
  const door = target.world ? '/chat' : 'stock';
  const warmUp = people.slice(0, warmUpCount);
  await load.do('open', { crowd: 'warm-up', url, door, people: warmUp });
  await load.do('close', { crowd: 'warm-up' });
  const before = await settledMb(target);
  const staying = people.slice(stormCount);
  await load.do('open', { crowd: 'staying', url, door, people: staying });
  const coming = { crowd: 'coming', url, door, people: people.slice(0, stormCount) } as const;
  await load.do('open', coming);
  const after = await settledMb(target);
  await load.do('close', { crowd: 'coming' });
  const { answer, cost } = await stage.cost(target, async () =>
    load.do('open', { ...coming, atOnce: stormCount }),
  );
  for (const crowd of ['staying', 'coming']) await load.do('close', { crowd });
  return {
    memory: { value: ((after - before) * 1024) / people.length, memoryMb: after },
    storm: { value: answer.ms, cost, cpuUs: (cost.cpuMs * 1000) / stormCount },
  };
}

async function peopleOf({ world }: Target): Promise<SeatOptions[]> {
  if (world) return seatsFor(world.people.slice(0, idleCount), '');
  return Array.from({ length: idleCount }, (_, n) => ({
    token: '',
    userId: '',
    roomId: `room ${Math.floor(n / 10)}`,
  }));
}

async function settledMb({ pid }: Target): Promise<number> {
  await delay(1000);
  process.kill(pid, 'SIGUSR2');
  await delay(500);
  return memoryMbOf(pid);
}
