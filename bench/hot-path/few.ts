import type { DriverOrder } from './driver.ts';
import { measureFlood } from './flooding.ts';
import { type HotRow, median, rowOf, type Sample } from './rows.ts';
import type { Latency } from './load.ts';
import type { Stage, Target } from './stage.ts';
import { peopleInSmall, seatsFor, stockRoomId } from './world.ts';

const bytes = 100;
const measuredMs = 1500;
const alone = 60;

/** What few people feel: one who writes fast to twenty, and one message on a server that does nothing else. */
export async function measureFew(stage: Stage, rounds: number): Promise<HotRow[]> {
  const ours = await stage.target('ours');
  const stock = await stage.target('stockWithInsert');
  const driver = await stage.target('driver');
  for (const target of [ours, stock]) await open(stage, target);
  const rate: { ours: Sample; baseline: Sample }[] = [];
  const p99: { ours: Sample; baseline: Sample }[] = [];
  const idle: { ours: Latency; commitMs: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    stage.run.note(`few people, round ${round + 1}`);
    const one = await flood(stage, ours);
    const other = await flood(stage, stock);
    rate.push({ ours: one.rate, baseline: other.rate });
    p99.push({ ours: one.p99, baseline: other.p99 });
    await stage.quiet();
    const commits = await driver.order<number[]>({ connections: 1, ms: 300 } satisfies DriverOrder);
    idle.push({
      commitMs: median(commits),
      ours: await stage.load.do('oneByOne', {
        sender: 'ours writer',
        receivers: ['ours one reader'],
        roomId: ours.world?.smallId ?? '',
        count: alone,
        pauseMs: 3,
        bytes,
      }),
    });
  }
  for (const who of ['writer', 'one reader', 'readers']) {
    for (const { name } of [ours, stock]) await stage.load.do('close', { crowd: `${name} ${who}` });
  }
  const baselineName = 'stock Socket.IO and one INSERT each';
  const name = 'one sender, 8 in flight, 20 receivers';
  return [
    rowOf({ name, unit: 'messages/s', baselineName, goal: { atLeast: 2 } }, rate),
    rowOf(
      { name: 'the same', unit: 'ms to each socket, p99', baselineName, goal: { atMost: 1 } },
      p99,
    ),
    rowOf(
      {
        name: 'one message on an idle server',
        unit: 'ms to delivery, p50',
        baselineName: 'COMMIT of one insert, and 1 ms',
        goal: { atMost: 1 },
      },
      idle.map((one) => ({
        ours: { value: one.ours.p50 },
        baseline: { value: one.commitMs + 1 },
      })),
    ),
    rowOf(
      {
        name: 'the same',
        unit: 'ms to delivery, p99',
        baselineName: 'its p50',
        goal: { atMost: 5 },
      },
      idle.map((one) => ({ ours: { value: one.ours.p99 }, baseline: { value: one.ours.p50 } })),
    ),
  ];
}

async function open(stage: Stage, { name, url, world }: Target): Promise<void> {
  const people = world
    ? await seatsFor(world.people.slice(0, peopleInSmall), world.smallId)
    : Array.from({ length: peopleInSmall }, () => ({ token: '', userId: '', roomId: stockRoomId }));
  const door = world ? '/v1' : 'stock';
  const add = async (who: string, some: typeof people) =>
    stage.load.do('open', { crowd: `${name} ${who}`, url, door, people: some });
  await add('writer', people.slice(0, 1));
  await add('one reader', people.slice(1, 2));
  await add('readers', people.slice(2));
}

async function flood(stage: Stage, target: Target): Promise<{ rate: Sample; p99: Sample }> {
  const { figures, cost } = await measureFlood(
    stage,
    target,
    {
      senders: `${target.name} writer`,
      receivers: [`${target.name} one reader`, `${target.name} readers`],
      rooms: [[target.world?.smallId ?? stockRoomId]],
      inFlight: 8,
      bytes,
      reaches: peopleInSmall - 1,
    },
    measuredMs,
  );
  const cpuUs = ((cost.cpuMs + cost.databaseMs) * 1000) / figures.acked;
  return {
    rate: { value: figures.acked / figures.seconds, cost, cpuUs },
    p99: { value: figures.delivery.p99, cost },
  };
}
