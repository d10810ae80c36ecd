import type { DriverOrder } from './driver.ts';
import { measureFlood } from './flooding.ts';
import { type HotRow, rowOf, type Sample } from './rows.ts';
import type { Stage, Target } from './stage.ts';
import { peopleInMany, seatsFor } from './world.ts';

const sendersCount = 50;
const inFlight = 20;
const bytes = 100;
const measuredMs = 2500;
const membersOfEach = 10;

interface Stored {
  perSecond: Sample;
  /** Server and database together, for each message. */
  cpuUs: Sample;
}

/** Durable messages, acknowledged and delivered: group commit beside batches of one, and beside a bare driver. */
export async function measureIngest(
  stage: Stage,
  rounds: number,
  isGuard = false,
): Promise<HotRow[]> {
  const ours = await stage.target('ours');
  const oneAtATime = await stage.target('oneAtATime');
  const driver = await stage.target('driver');
  for (const target of [ours, oneAtATime]) await open(stage, target);
  const found: { many: Pair[]; one: Pair[]; bare: { ours: Sample; baseline: Sample }[] } = {
    many: [],
    one: [],
    bare: [],
  };
  for (let round = 0; round < rounds; round += 1) {
    stage.run.note(`ingest, round ${round + 1}`);
    const many = {
      ours: await store(stage, ours, 'many'),
      baseline: await store(stage, oneAtATime, 'many'),
    };
    found.many.push(many);
    if (isGuard) continue;
    found.bare.push({ ours: many.ours.perSecond, baseline: await insert(stage, driver) });
    found.one.push({
      ours: await store(stage, ours, 'one'),
      baseline: await store(stage, oneAtATime, 'one'),
    });
  }
  for (const target of [ours, oneAtATime]) {
    await stage.load.do('close', { crowd: `${target.name} writers` });
    await stage.load.do('close', { crowd: `${target.name} readers` });
  }
  const baselineName = 'the same server, batches of one';
  const only = (pairs: Pair[], read: keyof Stored) =>
    pairs.map((pair) => ({ ours: pair.ours[read], baseline: pair.baseline[read] }));
  const ingest = rowOf(
    {
      name: 'ingest: 50 senders, 20 in flight each, 1,000 conversations of 10',
      unit: 'messages/s',
      baselineName,
      goal: { atLeast: 6 },
    },
    only(found.many, 'perSecond'),
  );
  if (isGuard) return [ingest];
  return [
    ingest,
    rowOf(
      {
        name: 'the same: CPU of server and database',
        unit: 'µs a message',
        baselineName,
        goal: { atMost: 1 / 6 },
      },
      only(found.many, 'cpuUs'),
    ),
    rowOf(
      {
        name: 'the same, against a bare driver',
        unit: 'messages/s',
        baselineName: 'one INSERT each, 8 connections, no sockets, no checks',
        goal: { atLeast: 1.5 },
      },
      found.bare,
    ),
    rowOf(
      {
        name: 'ingest into one conversation, 50 senders',
        unit: 'messages/s',
        baselineName,
        goal: { atLeast: 8 },
      },
      only(found.one, 'perSecond'),
    ),
  ];
}

interface Pair {
  ours: Stored;
  baseline: Stored;
}

async function open(stage: Stage, { name, url, world }: Target): Promise<void> {
  if (!world) throw new Error('nobody is there');
  const seats = await seatsFor(world.people.slice(0, peopleInMany), '');
  const door = '/v1';
  const writers = {
    crowd: `${name} writers`,
    url,
    door,
    people: seats.slice(0, sendersCount),
  } as const;
  await stage.load.do('open', writers);
  const readers = {
    crowd: `${name} readers`,
    url,
    door,
    people: seats.slice(sendersCount),
  } as const;
  await stage.load.do('open', readers);
}

/** A message reaches all ten of its conversation; in the one where all write, all fifty. */
async function store(stage: Stage, target: Target, where: 'many' | 'one'): Promise<Stored> {
  const { name, world } = target;
  const roomsOf = (sender: number): string[] =>
    where === 'one'
      ? [world?.writersId ?? '']
      : (world?.manyIds ?? []).filter((_, n) => n % sendersCount === sender);
  const { figures, cost } = await measureFlood(
    stage,
    target,
    {
      senders: `${name} writers`,
      receivers: [`${name} writers`, `${name} readers`],
      rooms: Array.from({ length: sendersCount }, (_, sender) => roomsOf(sender)),
      inFlight,
      bytes,
      reaches: where === 'one' ? sendersCount : membersOfEach,
    },
    measuredMs,
  );
  const cpuUs = ((cost.cpuMs + cost.databaseMs) * 1000) / figures.acked;
  return {
    perSecond: { value: figures.acked / figures.seconds, cost, cpuUs },
    cpuUs: { value: cpuUs, cost, cpuUs },
  };
}

async function insert(stage: Stage, driver: Target): Promise<Sample> {
  const order: DriverOrder = { connections: 8, ms: measuredMs };
  await stage.quiet();
  const { answer: times, cost } = await stage.cost(driver, async () =>
    driver.order<number[]>(order),
  );
  const cpuUs = ((cost.cpuMs + cost.databaseMs) * 1000) / times.length;
  return { value: times.length / (measuredMs / 1000), cost, cpuUs };
}
