import { type HotRow, rowOf, type Sample } from './rows.ts';
import type { Stage, Target } from './stage.ts';
import { seatsFor } from './world.ts';

const connections = 50;

/** `POST /chat/send`, beside the least that a server in front of a database does. */
export async function measureRest(stage: Stage, rounds: number): Promise<HotRow[]> {
  const ours = await stage.target('ours');
  const constant = await stage.target('constant');
  const found: { ours: Sample; baseline: Sample }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    stage.run.note(`REST, round ${round + 1}`);
    found.push({
      ours: await post(stage, ours, await callsOf(ours)),
      baseline: await post(stage, constant, await callsOf(ours)),
    });
  }
  return [
    rowOf(
      {
        name: 'POST /chat/send on 50 connections',
        unit: 'calls/s',
        baselineName: 'Fastify, one INSERT, a constant',
        goal: { atLeast: 0.7 },
      },
      found,
    ),
  ];
}

interface PostedCall {
  token: string;
  body: string;
}

/** Each connection is another person, who writes into a conversation of theirs. */
async function callsOf({ world }: Target): Promise<PostedCall[]> {
  if (!world) throw new Error('nobody is there');
  const seats = await seatsFor(world.people.slice(0, connections), '');
  return seats.map(({ token }, index) => ({
    token,
    body: JSON.stringify({ groupId: world.manyIds[index], message: 'x'.repeat(100) }),
  }));
}

async function post(stage: Stage, target: Target, calls: PostedCall[]): Promise<Sample> {
  await stage.quiet();
  const { answer, cost } = await stage.cost(target, async () =>
    stage.load.do('post', { url: target.url, path: '/chat/send', calls, warmUpMs: 500, ms: 2000 }),
  );
  const perSecond = answer.answered / answer.seconds;
  const answeredInAll = (perSecond * cost.ms) / 1000;
  const cpuUs = ((cost.cpuMs + cost.databaseMs) * 1000) / answeredInAll;
  return { value: perSecond, cost, cpuUs };
}
