import { measureFlood } from './flooding.ts';
import { type HotRow, rowOf, type Sample } from './rows.ts';
import type { Door, SeatOptions } from './seat.ts';
import type { Stage, Target } from './stage.ts';
import { seatsFor } from './world.ts';

const socketsCount = 1000;
const doors = ['/v1', '/chat', '/', '/ws'] as const;

/**
 * The same messages to 1,000 sockets on four doors and on one. `/` knows direct messages only, so the sockets are
 * all of the other one in a direct conversation.
 */
export async function measureDoors(stage: Stage, rounds: number): Promise<HotRow[]> {
  const ours = await stage.target('ours');
  const [sender, receiver] = await seatsFor(
    ours.world?.people.slice(0, 2) ?? [],
    ours.world?.directId ?? '',
  );
  if (!sender || !receiver) throw new Error('nobody is there');
  await open(stage, ours, 'direct sender', '/v1', [sender]);
  const spread: { ours: Sample; baseline: Sample }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    stage.run.note(`doors, round ${round + 1}`);
    const four = await flood(stage, ours, doors, receiver);
    spread.push({ ours: four, baseline: await flood(stage, ours, ['/chat'], receiver) });
  }
  await stage.load.do('close', { crowd: 'direct sender' });
  return [
    rowOf(
      {
        name: 'fan-out to 1,000 sockets spread over /v1, /chat, / and /ws',
        unit: 'µs of CPU a delivery',
        baselineName: 'the same on /chat alone',
        goal: { atMost: 1.3 },
      },
      spread,
    ),
  ];
}

async function open(
  stage: Stage,
  { url }: Target,
  crowd: string,
  door: Door,
  people: SeatOptions[],
): Promise<void> {
  await stage.load.do('open', { crowd, url, door, people });
}

async function flood(
  stage: Stage,
  target: Target,
  through: readonly Door[],
  receiver: SeatOptions,
): Promise<Sample> {
  const each = Array.from({ length: socketsCount / through.length }, () => receiver);
  for (const door of through) await open(stage, target, `direct ${door}`, door, each);
  const { figures, cost } = await measureFlood(
    stage,
    target,
    {
      senders: 'direct sender',
      receivers: through.map((door) => `direct ${door}`),
      rooms: [[receiver.roomId]],
      inFlight: 50,
      bytes: 100,
      reaches: socketsCount,
    },
    1500,
  );
  for (const door of through) await stage.load.do('close', { crowd: `direct ${door}` });
  const cpuUs = (cost.cpuMs * 1000) / figures.delivered;
  return { value: cpuUs, cost, cpuUs };
}
