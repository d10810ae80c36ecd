import type { FloorOrder } from './floor.ts';
import { measureFlood } from './flooding.ts';
import { type HotRow, rowOf, type Sample } from './rows.ts';
import type { SeatOptions } from './seat.ts';
import type { Stage, Target } from './stage.ts';
import { peopleInLarge, seatsFor, stockRoomId } from './world.ts';

const receiversCount = 1000;
const sendersCount = 10;
const inFlight = 10;
const bytes = 100;
const measuredMs = 2000;
const oneByOneCount = 100;

/** A persisted message to 1,000 sockets that have the group open; beside it, what a plain loop of writes costs. */
export async function measureFanOut(
  stage: Stage,
  rounds: number,
  isGuard = false,
): Promise<HotRow[]> {
  const ours = await stage.target('ours');
  const stock = await stage.target('stock');
  const floor = await stage.target('floor');
  await openOurs(stage, ours);
  await openStock(stage, stock);
  await stage.load.do('open', {
    crowd: 'floor',
    url: floor.url,
    door: 'floor',
    people: Array.from({ length: receiversCount }, nobody),
  });
  const room = ours.world?.largeId ?? '';
  const found: Record<'fanOut' | 'alone' | 'floor', { ours: Sample; baseline: Sample }[]> = {
    fanOut: [],
    alone: [],
    floor: [],
  };
  for (let round = 0; round < rounds; round += 1) {
    stage.run.note(`fan-out, round ${round + 1}`);
    const one = await flood(stage, ours, room);
    const other = await flood(stage, stock, stockRoomId);
    found.fanOut.push({ ours: one.sample, baseline: other.sample });
    if (isGuard) continue;
    found.floor.push({
      ours: one.sample,
      baseline: await runFloor(stage, floor, one),
    });
    found.alone.push({
      ours: await oneByOne(stage, ours, room),
      baseline: await oneByOne(stage, stock, stockRoomId),
    });
  }
  for (const crowd of crowds) await stage.load.do('close', { crowd });
  const fanOut = rowOf(
    {
      name: 'fan-out to 1,000 sockets on /chat, 10 senders',
      unit: 'µs of CPU a delivery',
      baselineName: 'stock Socket.IO, nothing persisted',
      goal: { atMost: 0.2 },
    },
    found.fanOut,
  );
  if (isGuard) return [fanOut];
  return [
    fanOut,
    rowOf(
      {
        name: 'the same, one message at a time',
        unit: 'ms to each socket, p99',
        baselineName: 'stock Socket.IO, nothing persisted',
        goal: { atMost: 1 },
      },
      found.alone,
    ),
    rowOf(
      {
        name: 'the floor',
        unit: 'µs of CPU a delivery',
        baselineName: 'a loop of write() of a ready frame',
        goal: { atMost: 1.6 },
      },
      found.floor,
    ),
  ];
}

const crowds = ['ours receivers', 'ours senders', 'stock receivers', 'stock senders', 'floor'];

async function openOurs(stage: Stage, { url, world }: Target): Promise<void> {
  if (!world) throw new Error('nobody is there');
  const seats = await seatsFor(world.people.slice(0, peopleInLarge), world.largeId);
  const receivers = { crowd: 'ours receivers', url, door: '/chat' } as const;
  await stage.load.do('open', { ...receivers, people: seats.slice(0, receiversCount) });
  const senders = { crowd: 'ours senders', url, door: '/v1' } as const;
  await stage.load.do('open', { ...senders, people: seats.slice(receiversCount) });
}

async function openStock(stage: Stage, { url }: Target): Promise<void> {
  const people = (count: number) =>
    Array.from({ length: count }, () => ({ ...nobody(), roomId: stockRoomId }));
  const door = 'stock';
  await stage.load.do('open', {
    crowd: 'stock receivers',
    url,
    door,
    people: people(receiversCount),
  });
  await stage.load.do('open', { crowd: 'stock senders', url, door, people: people(sendersCount) });
}

function nobody(): SeatOptions {
  return { token: '', userId: '', roomId: '' };
}

interface Flooded {
  sample: Sample;
  deliveriesPerSecond: number;
  deliveriesPerWrite: number;
}

async function flood(stage: Stage, target: Target, room: string): Promise<Flooded> {
  const who = target.name === 'ours' ? 'ours' : 'stock';
  const { figures, cost } = await measureFlood(
    stage,
    target,
    {
      senders: `${who} senders`,
      receivers: [`${who} receivers`, `${who} senders`],
      rooms: Array.from({ length: sendersCount }, () => [room]),
      inFlight,
      bytes,
      reaches: receiversCount + sendersCount,
    },
    measuredMs,
  );
  const cpuUs = (cost.cpuMs * 1000) / figures.delivered;
  return {
    sample: { value: cpuUs, cost, cpuUs },
    deliveriesPerSecond: figures.delivered / figures.seconds,
    deliveriesPerWrite: figures.delivered / cost.writes,
  };
}

async function oneByOne(stage: Stage, target: Target, roomId: string): Promise<Sample> {
  const who = target.name === 'ours' ? 'ours' : 'stock';
  await stage.quiet();
  const { answer, cost } = await stage.cost(target, async () =>
    stage.load.do('oneByOne', {
      sender: `${who} senders`,
      receivers: [`${who} receivers`],
      roomId,
      count: oneByOneCount,
      pauseMs: 5,
      bytes,
    }),
  );
  const cpuUs = (cost.cpuMs * 1000) / (oneByOneCount * receiversCount);
  return { value: answer.p99, cost, cpuUs };
}

/** As many deliveries in as few writes. */
async function runFloor(stage: Stage, floor: Target, like: Flooded): Promise<Sample> {
  const joined = Math.max(1, Math.round(like.deliveriesPerWrite));
  const order: FloorOrder = {
    bytes: 900,
    joined,
    perSecond: like.deliveriesPerSecond / receiversCount / joined,
    ms: measuredMs,
  };
  const { answer: deliveries, cost } = await stage.cost(floor, async () =>
    floor.order<number>(order),
  );
  const cpuUs = (cost.cpuMs * 1000) / deliveries;
  return { value: cpuUs, cost, cpuUs };
}
