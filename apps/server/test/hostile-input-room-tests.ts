import { type IncomingType, incomingFrames } from '@xom/contract/room-socket';
import fc from 'fast-check';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { holdDiscretion } from './hostile-input-http.ts';
import { brokenFrames, noFrames, noTokens, oddFrames, wire } from './hostile-input-room-rows.ts';
import { hostileInput, mutatedInput, type Pool, validInput } from './hostile-input-schemas.ts';
import { holdAlive, type HostileStage } from './hostile-input-stage.ts';
import { sweep } from './hostile-input-sweep.ts';
import { hostileValue, jsonText } from './hostile-input-values.ts';
import { answered, RoomClient, roomClient } from './room-client.ts';

const maxFrameBytes = 64 * 1024;
/** More at once are refused as too many, which is another test's subject. */
const maxAtOnce = 50;
const types = Object.keys(incomingFrames) as IncomingType[];

const pool: Pool = (field) => {
  if (field === 'message_id') return ['§message1', '§message2', '§message3', '§message4'];
  if (field === 'emoji') return ['👍', '❤', '👨‍👩‍👧‍👦', '1️⃣', '🇻🇳'];
  if (field === 'file_url') return ['§sticker1', '/api/v1/media/§file1', '/api/v1/media/§file2'];
  return undefined;
};

interface Looks {
  seed: number;
  batches: number;
}

/** Raw sockets that say what no client says: they are answered in shape, stay where they should, or are closed. */
export function describeHostileRooms(stage: () => HostileStage, { seed, batches }: Looks): void {
  describe('hostile raw sockets', () => {
    beforeAll(() => stage().mend());
    afterEach(() => holdAlive(stage()));

    for (const type of types) describeType(stage, type, { seed, batches });

    it.each(noFrames.map((text) => [JSON.stringify(text).slice(0, 60), text]))(
      'no frame · %s → invalid_input, and the socket stays',
      async (_, text) => {
        const client = await enter(stage());
        client.socket.send(text);
        expect(await client.frame('error')).toMatchObject({ code: 'invalid_input' });
        await holdOpen(client);
      },
    );

    it.each(oddFrames.map((text) => [text.slice(0, 60), text]))(
      'odd, but a frame · %s → taken',
      async (_, text) => {
        const client = await enter(stage());
        client.socket.send(text);
        await holdOpen(client);
        // The one that asks whether it still stands.
        expect(client.of('error')).toHaveLength(1);
      },
    );

    it('whatever a frame is, it is answered in shape', async () => {
      const client = await enter(stage());
      const anything = fc.oneof(
        hostileValue,
        fc.record({ type: hostileValue, data: hostileValue }),
        fc.record({ type: fc.constantFrom(...types), data: hostileValue }),
      );
      await fc.assert(
        fc.asyncProperty(fc.array(anything, { maxLength: 10 }), async (values) => {
          const texts = values.map((value) => text(stage(), value)).filter(fits);
          for (const one of texts) client.socket.send(one);
          await holdOpen(client);
        }),
        { seed, numRuns: 3 * batches, interruptAfterTimeLimit: 12_000 },
      );
      holdAnswers(client);
    });

    describeBytes(stage);
    describeHandshakes(stage);
  });
}

function describeType(
  stage: () => HostileStage,
  type: IncomingType,
  { seed, batches }: Looks,
): void {
  // Each is an object; the map's type only knows them as schemas.
  const input: z.ZodObject = incomingFrames[type];

  it(`${type} · breaks nowhere behind its schema`, async () => {
    const idOf = (name: string) => stage().idOf(name);
    const client = await enter(stage());
    const inputs = sweep(input, { pool, idOf, seed });
    for (let start = 0; start < inputs.length; start += maxAtOnce) {
      await holdBatch(stage(), client, type, inputs.slice(start, start + maxAtOnce));
    }
  });

  it(`${type} · answers whatever comes`, async () => {
    const client = await enter(stage());
    const valid = validInput(input, pool);
    const data = fc.oneof(
      { weight: 1, arbitrary: valid },
      { weight: 4, arbitrary: mutatedInput(valid) },
      { weight: 1, arbitrary: hostileInput(input) },
    );
    const batch = fc.array(data, { minLength: 1, maxLength: 8, size: 'max' });
    await fc.assert(
      fc.asyncProperty(batch, (inputs) => holdBatch(stage(), client, type, inputs)),
      { seed, numRuns: 3 * batches, interruptAfterTimeLimit: 12_000 },
    );
  });

  it(`${type} · takes some of the inputs made as valid`, () => {
    const made = fc.sample(validInput(input, pool), { numRuns: 30, seed });
    const taken = made.map((fields) => input.safeParse(JSON.parse(text(stage(), fields))).success);
    expect(taken).toContain(true);
  });
}

/** Sends frames of one type; each message is answered once, by an ack or an error. */
async function holdBatch(
  stage: HostileStage,
  client: RoomClient,
  type: IncomingType,
  inputs: readonly unknown[],
): Promise<void> {
  const texts = inputs.map((data) => text(stage, { type, data })).filter(fits);
  client.frames.length = 0;
  for (const one of texts) client.socket.send(one);
  if (type === 'send_message') {
    const answers = () => client.of('ack').length + client.of('error').length;
    await expect.poll(answers, { interval: 5, timeout: 5000 }).toBe(texts.length);
  }
  await holdOpen(client);
  holdAnswers(client);
}

function text(stage: HostileStage, value: unknown): string {
  return jsonText(value, (name) => stage.idOf(name));
}

const fits = (one: string): boolean => Buffer.byteLength(one) <= maxFrameBytes;

function enter(stage: HostileStage): Promise<RoomClient> {
  return roomClient(stage.server, stage.idOf('group1'), stage.caller);
}

async function holdOpen(client: RoomClient): Promise<void> {
  await answered(client);
  expect(client.socket.readyState).toBe(client.socket.OPEN);
}

/** Every refusal says nothing of the inside, and is none of ours. */
function holdAnswers(client: RoomClient): void {
  for (const error of client.of('error')) {
    expect(['internal', 'unavailable'], JSON.stringify(error)).not.toContain(error['code']);
    holdDiscretion(error);
  }
}

function describeBytes(stage: () => HostileStage): void {
  it.each([
    ['a frame that would be good', Buffer.from('{"type":"typing","data":{}}')],
    ['none', Buffer.alloc(0)],
    ['as many as may come', Buffer.alloc(maxFrameBytes)],
  ])('bytes · %s → invalid_input, and the socket stays', async (_, bytes) => {
    const client = await enter(stage());
    client.socket.send(bytes, { binary: true });
    expect(await client.frame('error')).toMatchObject({ code: 'invalid_input' });
    await holdOpen(client);
  });

  it('takes a frame in many parts', async () => {
    const client = await enter(stage());
    for (const part of '{"type":"send_message","data":{"content":"từng phần"}}') {
      client.socket.send(part, { fin: false });
    }
    client.socket.send('', { fin: true });
    await client.frame('ack');
  });

  it('64 KiB are answered, one byte more closes with 1009', async () => {
    const frameOf = (bytes: number) => {
      const [start, end] = ['{"type":"send_message","data":{"content":"', '"}}'];
      return start + 'x'.repeat(bytes - start.length - end.length) + end;
    };
    const client = await enter(stage());
    client.socket.send(frameOf(maxFrameBytes));
    expect(await client.frame('error')).toMatchObject({ code: 'invalid_input' });
    client.socket.send(frameOf(maxFrameBytes + 1));
    expect((await client.closed).code).toBe(1009);
  });

  it('answers 300 messages at once: each is stored and acknowledged, or refused as too many', async () => {
    const client = await enter(stage());
    await answered(client);
    client.frames.length = 0;
    for (let count = 0; count < 300; count += 1) {
      client.send('send_message', { content: `dồn dập ${count}`, client_id: crypto.randomUUID() });
    }
    const answers = () => client.of('ack').length + client.of('error').length;
    await expect.poll(answers, { timeout: 10_000 }).toBe(300);
    expect(client.of('ack').length).toBeGreaterThan(0);
    expect(new Set(client.of('error').map(({ code }) => code))).toEqual(new Set(['rate_limited']));
    await expect.poll(() => client.of('new_message').length).toBe(client.of('ack').length);
    await holdOpen(client);
  });

  it.each(brokenFrames)('broken frame · $what → closed by $code', async ({ bytes, code }) => {
    const { server, caller } = stage();
    const path = `/ws/${stage().idOf('group1')}/${caller.id}?token=${caller.token}`;
    const client = new RoomClient(server, path);
    const upgraded = new Promise<{ write(bytes: Buffer): void }>((resolve) => {
      client.socket.once('upgrade', ({ socket }) => resolve(socket));
    });
    await client.open();
    (await upgraded).write(bytes);
    expect((await client.closed).code).toBe(code);
  });
}

function describeHandshakes(stage: () => HostileStage): void {
  it.each(noTokens.map((token) => [token.slice(0, 40), token]))(
    'a token %j → 4401',
    async (_, token) => {
      const { server, caller } = stage();
      const path = `/ws/${stage().idOf('group1')}/${caller.id}`;
      const inQuery = new RoomClient(server, `${path}?token=${encodeURIComponent(token)}`);
      expect((await inQuery.closed).code).toBe(4401);
    },
  );

  it.each(wire)('an upgrade · $what → $answer', async ({ request, answer }) => {
    const { server, caller } = stage();
    const given = { token: caller.token, group: stage().idOf('group1'), id: caller.id };
    const received = await request(server.url, given);
    expect(received).toMatch(answer);
    holdDiscretion(received);
  });

  it.each(['vi', '*', 'x'.repeat(5000), 'vi;q=abc,,;', '\u00ff\u00fe', '-', 'en-'.repeat(500)])(
    'a language %j is one of ours in the end',
    async (language) => {
      const { server, caller } = stage();
      const path = `/ws/${stage().idOf('group1')}/${caller.id}?token=${caller.token}`;
      const client = new RoomClient(server, path, [], { 'Accept-Language': language });
      await holdOpen(await client.open());
    },
  );
}
