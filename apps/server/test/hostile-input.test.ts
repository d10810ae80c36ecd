import { operations } from '@xom/contract/contract';
import type { Operation } from '@xom/contract/define';
import fc from 'fast-check';
import type { Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Door, doorName, doorsOf, eventArguments, eventVerdict } from './contract-calls.ts';
import { describeHttp } from './hostile-input-http-tests.ts';
import { holdAnswer, holdDiscretion, hostileCall, patienceMs, send } from './hostile-input-http.ts';
import { describeHostileRooms } from './hostile-input-room-tests.ts';
import { hostileInput, mutatedInput, validInput } from './hostile-input-schemas.ts';
import { describeSockets } from './hostile-input-socket-tests.ts';
import { endsCaller, holdAlive, HostileStage } from './hostile-input-stage.ts';
import { sweep } from './hostile-input-sweep.ts';
import { hostileText, jsonText } from './hostile-input-values.ts';
import { next, type TestPerson } from './people.ts';

let stage: HostileStage;
beforeAll(async () => {
  stage = await HostileStage.build();
});
afterAll(async () => stage?.end());

/** The same inputs at every run; another seed looks elsewhere, and more batches further. */
const seed = Number(process.env['HOSTILE_SEED'] ?? 20_260);
/** Each holds up to eight inputs, sent at once. */
const batches = Number(process.env['HOSTILE_BATCHES'] ?? 8);
/** Of what hashes passwords, which is slow by design, and of what needs somebody new for each. */
const slowBatches = Math.ceil(batches / 4);

describe.each<Operation>([...operations])('$name', (operation) => {
  beforeAll(() => stage.mend());
  afterEach(() => holdAlive(stage));

  it('breaks nowhere behind its schema', async () => {
    const [door] = doorsOf(operation);
    if (!door || endsCaller.has(operation.name)) return;
    const idOf = (name: string) => stage.idOf(name);
    const inputs = sweep(operation.input, { pool: stage.pool(operation), idOf, seed });
    const hold = await holder(operation, door, stage.caller);
    const broken: string[] = [];
    // Each account that is made waits for a password to be hashed.
    const step = operation.name === 'auth.register' ? 5 : 1;
    const tries = inputs
      .filter((_, index) => index % step === 0)
      .map(async (input) => {
        try {
          await hold({ input, language: 'vi' });
        } catch (error) {
          broken.push(`${JSON.stringify(input)}: ${String(error)}`);
        }
      });
    await Promise.all(tries);
    expect(broken).toEqual([]);
  });

  for (const [index, door] of doorsOf(operation).entries()) {
    it(`${doorName(operation, door)} · answers whatever comes`, async () => {
      const isSlow = operation.rate === 'login' || endsCaller.has(operation.name);
      const valid = validInput(operation.input, stage.pool(operation));
      const input = fc.oneof(
        { weight: 1, arbitrary: valid },
        { weight: 4, arbitrary: mutatedInput(valid) },
        { weight: 1, arbitrary: hostileInput(operation.input) },
      );
      const call = fc.record({ input, language: hostileText });
      const batch = fc.array(call, { minLength: 1, maxLength: 8, size: 'max' });
      const holds = fc.asyncProperty(batch, async (calls) => {
        const caller = endsCaller.has(operation.name) ? await stage.throwaway() : stage.caller;
        const hold = await holder(operation, door, caller);
        await Promise.all(calls.map(hold));
        if (caller !== stage.caller) caller.disconnect();
      });
      await fc.assert(holds, {
        seed: seed + index + 10 * operations.findIndex(({ name }) => name === operation.name),
        numRuns: isSlow ? slowBatches : batches,
        interruptAfterTimeLimit: 12_000,
      });
    });
  }
});

it.each<Operation>([...operations])('$name takes some of the inputs made as valid', (operation) => {
  const { input } = operation;
  const made = fc.sample(validInput(input, stage.pool(operation)), { numRuns: 30, seed });
  const taken = made.map((fields) => {
    const text = jsonText(fields, (name) => stage.idOf(name));
    return input.safeParse(JSON.parse(text)).success;
  });
  expect(taken).toContain(true);
});

interface HostileCall {
  input: Record<string, unknown>;
  language: string;
}

/** Sends calls through one door, and holds each answer against the contract. */
async function holder(
  operation: Operation,
  door: Door,
  caller: TestPerson,
): Promise<(call: HostileCall) => Promise<void>> {
  if (door.kind === 'rest') {
    return (call) => holdRestCall(operation, door.prefix, caller, call);
  }
  const socket = await stage.socket(caller, door.namespace);
  return (call) => holdEvent(operation, socket, call);
}

async function holdRestCall(
  operation: Operation,
  prefix: string,
  caller: TestPerson,
  { input, language }: HostileCall,
): Promise<void> {
  const text = jsonText(input, (name) => stage.idOf(name));
  const call = hostileCall(operation, prefix, JSON.parse(text), text);
  const headers = {
    ...call.headers,
    Authorization: `Bearer ${caller.token}`,
    // Header values are Latin-1 without control characters, or Node does not send them.
    'Accept-Language': language.replaceAll(/[^\x20-\xff]|\x7f/g, 'ÿ'),
  };
  holdAnswer(operation, await send(stage.server.url, { ...call, headers }));
}

async function holdEvent(
  operation: Operation,
  socket: Socket,
  { input }: HostileCall,
): Promise<void> {
  const fields = JSON.parse(jsonText(input, (name) => stage.idOf(name)));
  const given = eventArguments(operation, fields);
  let ack: unknown;
  try {
    ack = await socket.timeout(patienceMs).emitWithAck(operation.socket?.event ?? '', ...given);
  } catch (error) {
    // Another call of the batch has ended the session: nothing more is answered.
    if (endsCaller.has(operation.name) && !socket.connected) return;
    throw error;
  }
  const verdict = eventVerdict(operation, ack);
  expect(['internal', 'unavailable'], JSON.stringify(ack)).not.toContain(verdict);
  if (verdict !== 'ok') holdDiscretion(ack);
}

describeHttp(() => stage);
describeSockets(() => stage);
describeHostileRooms(() => stage, { seed, batches });

it('afterwards two people still chat', async () => {
  await stage.mend();
  const { caller, friend } = stage;
  const groupId = stage.idOf('group1');
  const arrives = next(await stage.socket(friend, '/chat'), 'newMessage');
  const sent = await caller.post('/chat/send', { groupId, message: 'still here' });
  expect(sent.status, JSON.stringify(sent.body)).toBe(200);
  expect(await arrives).toMatchObject({ content: 'still here', groupId });
});
