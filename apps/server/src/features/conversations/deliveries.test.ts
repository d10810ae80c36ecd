import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { next, record, register, type TestPerson } from '../../../test/people.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';
import { SyncDevice } from '../../../test/sync-device.ts';
import { api, direct, eventsOf } from '../people/test-acts.ts';
import { group, pathOf, say } from './test-acts.ts';

/** How far messages have reached people's devices. */

let server: TestServer;
const present: TestPerson[] = [];
beforeAll(async () => {
  server = await startTestServer({ DELIVERY_RECEIPTS: 'on' });
});
afterEach(() => {
  for (const person of present.splice(0)) person.disconnect();
});
afterAll(() => server.stop());

async function two(): Promise<[TestPerson, TestPerson]> {
  const [lan, minh] = [await register(server), await register(server)];
  present.push(lan, minh);
  return [lan, minh];
}

/** [delivered, read] of one member, as another one asks for it. */
async function positionOf(viewer: TestPerson, id: string, { id: userId }: TestPerson) {
  const { body } = await viewer.get(`${api}/positions?conversationIds=${id}`);
  const [item] = body.data.items;
  const position = item?.members.find((one: { userId: string }) => one.userId === userId);
  return position && [position.deliveredUpToSeq, position.readUpToSeq];
}

it('moves when a socket of theirs is handed a message, and tells the other', async () => {
  const [lan, minh] = await two();
  const id = await direct(lan, minh);
  const mine = await lan.connect('/v1');
  await say(lan, id, 'có ai không');
  await new Promise((resolve) => setTimeout(resolve, 800));
  expect(await positionOf(lan, id, minh)).toEqual([0, 0]);

  await minh.connect('/v1');
  await new SyncDevice(minh).sync();
  await expect.poll(() => positionOf(lan, id, minh)).toEqual([1, 0]);
  const told = next(mine, 'delivered.updated', ({ upToSeq }: { upToSeq: number }) => upToSeq === 2);
  await say(lan, id, 'hai');
  expect(await told).toEqual({
    conversationId: id,
    userIds: expect.arrayContaining([minh.id]),
    upToSeq: 2,
  });
  expect(await positionOf(lan, id, minh)).toEqual([2, 0]);
  await minh.post(`${pathOf(id)}/read`);
  expect(await positionOf(lan, id, minh)).toEqual([2, 2]);
});

it('moves on the sockets of the dialects too', async () => {
  const [lan, minh] = await two();
  const id = await direct(lan, minh);
  await minh.chat();
  await say(lan, id, 'một');
  await expect.poll(() => positionOf(lan, id, minh)).toEqual([1, 0]);
});

it('does not move past what never came', async () => {
  const [lan, minh] = await two();
  const id = await direct(lan, minh);
  await say(lan, id, 'một');
  await say(lan, id, 'hai');
  const socket = await minh.connect('/v1');
  const received = record(socket);
  await say(lan, id, 'ba');
  await expect.poll(() => eventsOf(received, 'message.created')).toHaveLength(1);
  await new Promise((resolve) => setTimeout(resolve, 800));
  expect(await positionOf(lan, id, minh)).toEqual([0, 0]);
  // Brought by reading the list, which joins what came before and after.
  await minh.get(`${pathOf(id)}/messages`);
  await say(lan, id, 'bốn');
  await expect.poll(() => positionOf(lan, id, minh)).toEqual([4, 0]);
});

it('moves with sync, also where nothing changed since', async () => {
  const [lan, minh] = await two();
  const id = await direct(lan, minh);
  for (let count = 0; count < 3; count += 1) await say(lan, id, `${count}`);
  const device = new SyncDevice(minh);
  await device.sync();
  await expect.poll(() => positionOf(lan, id, minh)).toEqual([3, 0]);
  // As if a crash had lost it.
  await server.pool.query(
    'update conversation_members set delivered_seq = 0 where conversation_id = $1',
    [id],
  );
  await device.sync();
  await expect.poll(() => positionOf(lan, id, minh)).toEqual([3, 0]);
});

it('changes nothing that sync brings', async () => {
  const [lan, minh] = await two();
  const id = await direct(lan, minh);
  await lan.connect('/v1');
  await minh.connect('/v1');
  await say(lan, id, 'một');
  const device = new SyncDevice(lan);
  await device.sync();
  await expect.poll(() => positionOf(lan, id, minh)).toEqual([1, 0]);
  const fresh = new SyncDevice(lan);
  await fresh.sync();
  expect(device.state()).toEqual(fresh.state());
});

it('makes one write and one event of many messages', async () => {
  const [lan, minh] = await two();
  const id = await group(lan, minh);
  const received = record(await lan.connect('/v1'));
  await minh.connect('/v1');
  await Promise.all(Array.from({ length: 300 }, (_, index) => say(lan, id, `${index}`)));
  await expect.poll(() => positionOf(lan, id, minh)).toEqual([300, 0]);
  const told = eventsOf(received, 'delivered.updated');
  expect(told.length).toBeLessThan(30);
  expect(told.at(-1)).toEqual({
    conversationId: id,
    userIds: expect.arrayContaining([lan.id, minh.id]),
    upToSeq: 300,
  });
});

it('does not wait for what somebody else holds, and comes back to it', async () => {
  const [lan, minh] = await two();
  const id = await direct(lan, minh);
  await minh.connect('/v1');
  const client = await server.pool.connect();
  try {
    await client.query('begin');
    await say(lan, id, 'một');
    await client.query('select from conversation_members where conversation_id = $1 for update', [
      id,
    ]);
    await new Promise((resolve) => setTimeout(resolve, 1200));
    expect(await positionOf(lan, id, minh)).toEqual([0, 0]);
  } finally {
    await client.query('rollback');
    client.release();
  }
  await expect.poll(() => positionOf(lan, id, minh), { timeout: 3000 }).toEqual([1, 0]);
});

it('tells nobody outside, nor of large groups', async () => {
  const [lan, minh] = await two();
  const id = await group(lan);
  expect(await positionOf(minh, id, lan)).toBeUndefined();
  const people = await Promise.all(Array.from({ length: 49 }, () => register(server)));
  const large = await group(lan, minh, ...people);
  await minh.connect('/v1');
  await say(lan, large, 'chào cả nhà');
  await new Promise((resolve) => setTimeout(resolve, 800));
  expect(await positionOf(lan, large, minh)).toBeUndefined();
  const { rows } = await server.pool.query(
    'select from conversation_members where conversation_id = $1 and delivered_seq > 0',
    [large],
  );
  expect(rows).toEqual([]);
});

it('counts newcomers from when they came', async () => {
  const [lan, minh] = await two();
  const id = await group(lan);
  await say(lan, id, 'trước');
  await minh.connect('/v1');
  await lan.post(`${pathOf(id)}/members`, { userIds: [minh.id] });
  expect(await positionOf(lan, id, minh)).toEqual([1, 1]);
  await say(lan, id, 'sau');
  await expect.poll(() => positionOf(lan, id, minh)).toEqual([2, 1]);
});
