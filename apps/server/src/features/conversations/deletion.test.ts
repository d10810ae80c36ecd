import { expect, it } from 'vitest';
import { formOf, pngFile } from '../../../test/media-files.ts';
import { emit, record, settle, type TestPerson } from '../../../test/people.ts';
import { SyncDevice } from '../../../test/sync-device.ts';
import {
  api,
  block,
  eventsOf,
  newcomers,
  refusal,
  server,
  serveTests,
  two,
} from '../people/test-acts.ts';
import { contents, group, pathOf, say, seen, shown } from './test-acts.ts';

serveTests();

/** How many rows are left of a conversation, table by table: only those with some. */
async function rowsLeft(id: string): Promise<Record<string, number>> {
  const tables = [
    'conversation_members',
    'conversation_departures',
    'messages',
    'hidden_messages',
    'read_receipts',
    'message_reactions',
    'message_mentions',
    'media_holders',
  ];
  const left: Record<string, number> = {};
  for (const table of ['conversations', ...tables]) {
    const key = table === 'conversations' ? 'id' : 'conversation_id';
    const { rowCount } = await server.pool.query(`select from ${table} where ${key} = $1`, [id]);
    if (rowCount) left[table] = rowCount;
  }
  return left;
}

async function sendPicture(who: TestPerson, id: string): Promise<string> {
  const { body } = await who.post(`${api}/media`, formOf(await pngFile({ width: 8, height: 8 })));
  const mediaId: string = body.data.id;
  const sent = await who.post(`${pathOf(id)}/messages`, { type: 'IMAGE', mediaId });
  expect(sent.status).toBe(201);
  return mediaId;
}

it('is for the owner alone', async () => {
  const [owner, admin, member] = await newcomers(3);
  if (!owner || !admin || !member) throw new Error('nobody');
  const id = await group(owner, admin, member);
  await owner.patch(`${pathOf(id)}/members/${admin.id}`, { role: 'admin' });
  for (const who of [admin, member]) {
    expect(await who.delete(pathOf(id))).toMatchObject({ status: 403, ...refusal('forbidden') });
  }
  expect((await seen(member, id)).memberCount).toBe(3);
});

it('takes a group with all that is in it away from everybody', async () => {
  const [lan, minh] = await two();
  const id = await group(lan, minh);
  const first = await say(minh, id, 'sắp mất');
  const mediaId = await sendPicture(minh, id);
  await lan.post(`${pathOf(id)}/read`);
  await lan.delete(`${api}/messages/${first}`);
  await minh.put(`${api}/messages/${first}/reactions/❤️`);
  const device = new SyncDevice(minh);
  await device.sync();
  const sockets = [await lan.connect('/v1'), await minh.connect('/v1')];
  const heard = sockets.map(record);

  expect(await lan.delete(pathOf(id))).toMatchObject({ status: 200, body: { data: {} } });
  await settle(...sockets);
  for (const received of heard) {
    expect(received).toEqual([['conversation.removed', { conversationId: id }]]);
  }
  for (const who of [lan, minh]) {
    expect(await shown(who)).toEqual([]);
    for (const answer of [
      await who.get(pathOf(id)),
      await who.get(`${pathOf(id)}/messages`),
      await who.post(`${pathOf(id)}/messages`, { content: 'còn ai không' }),
      await who.put(`${api}/messages/${first}/recall`),
      await who.delete(pathOf(id)),
    ]) {
      expect(answer).toMatchObject({ status: 404, ...refusal('not_found') });
    }
  }
  await device.sync();
  expect(device.state()).toMatchObject({ conversations: [], messages: [] });
  await expect
    .poll(async () => (await minh.get(`${api}/media/${mediaId}`)).status, { timeout: 2000 })
    .toBe(404);
  expect(await rowsLeft(id)).toEqual({});
});

/** Writes a long history as if it had been sent. */
async function fill(id: string, senderId: string, count: number): Promise<void> {
  await server.pool.query(
    `insert into messages (conversation_id, seq, id, sender_id, sender_ordinal, type, content, version,
       created_at, updated_at)
     select $1, n, gen_random_uuid(), $2, n, 'TEXT', n::text, n + 1, now(), now()
     from generate_series(1, $3::int) n`,
    [id, senderId, count],
  );
  await server.pool.query(
    `insert into read_receipts (conversation_id, user_id, to_seq, from_seq, read_at, version)
     select $1, $2, n, n, now(), n + 1 from generate_series(1, $3::int) n`,
    [id, senderId, count],
  );
  await server.pool.query(
    'update conversations set last_seq = $2::bigint, version = $2::bigint + 1 where id = $1',
    [id, count],
  );
}

it('shows nothing of a large one from the first moment, and removes it step by step', async () => {
  const [lan, minh] = await two();
  const id = await group(lan, minh);
  await fill(id, lan.id, 25_000);
  expect((await lan.delete(pathOf(id))).status).toBe(200);
  for (const who of [lan, minh]) {
    expect(await who.get(pathOf(id))).toMatchObject(refusal('not_found'));
    expect(await who.post(`${pathOf(id)}/messages`, { content: 'a' })).toMatchObject(
      refusal('not_found'),
    );
    expect(await who.post(`${pathOf(id)}/members`, { userIds: [minh.id] })).toMatchObject(
      refusal('not_found'),
    );
  }
  await expect.poll(async () => rowsLeft(id), { timeout: 15_000 }).toEqual({});
});

it('takes up what a server that was killed had left', async () => {
  const [lan, minh] = await two();
  const id = await group(lan, minh);
  await fill(id, lan.id, 3000);
  await server.pool.query('delete from conversation_members where conversation_id = $1', [id]);
  await server.pool.query('update conversations set deleted_at = now() where id = $1', [id]);
  // As at the start of a server.
  await server.pool.query("select graphile_worker.add_job('conversations:purge')");
  await expect.poll(async () => rowsLeft(id), { timeout: 15_000 }).toEqual({});
});

it('goes with the last one who leaves', async () => {
  const [lan, minh] = await two();
  const id = await group(lan, minh);
  const mediaId = await sendPicture(lan, id);
  await lan.post(`${pathOf(id)}/leave`);
  expect(await contents(minh, id)).toHaveLength(1);
  const received = record(await minh.connect('/v1'));
  expect((await minh.post(`${pathOf(id)}/leave`)).status).toBe(200);
  await expect.poll(() => received).toEqual([['conversation.removed', { conversationId: id }]]);
  expect(await minh.get(pathOf(id))).toMatchObject(refusal('not_found'));
  await expect.poll(async () => rowsLeft(id)).toEqual({});
  await expect.poll(async () => (await lan.get(`${api}/media/${mediaId}`)).status).toBe(404);
});

it('meets messages, newcomers and leavers on their way without harm', async () => {
  const [lan, minh, hoa] = await newcomers(3);
  if (!lan || !minh || !hoa) throw new Error('nobody');
  for (let round = 0; round < 5; round += 1) {
    const id = await group(lan, minh);
    const answers = await Promise.all([
      ...Array.from({ length: 10 }, (_, index) =>
        minh.post(`${pathOf(id)}/messages`, { content: `${index}` }),
      ),
      lan.patch(`${pathOf(id)}/preferences`, { draft: 'viết dở' }),
      lan.delete(pathOf(id)),
      lan.post(`${pathOf(id)}/members`, { userIds: [hoa.id] }),
      minh.post(`${pathOf(id)}/leave`),
      minh.post(`${pathOf(id)}/read`),
    ]);
    for (const { status } of answers) expect([200, 201, 403, 404]).toContain(status);
    for (const who of [lan, minh, hoa]) expect(await shown(who)).toEqual([]);
    await expect.poll(async () => rowsLeft(id)).toEqual({});
  }
});

it('leaves somebody whom it overtakes while they connect without a trace of it', async () => {
  const [lan, minh] = await two();
  for (let round = 0; round < 10; round += 1) {
    const id = await group(lan, minh);
    const [socket] = await Promise.all([
      minh.connect('/v1'),
      lan.delete(`${pathOf(id)}/members/${minh.id}`),
    ]);
    const received = record(socket);
    await say(lan, id, 'không phải cho bạn');
    await settle(socket);
    expect(eventsOf(received, 'message.created')).toEqual([]);
    await lan.delete(pathOf(id));
  }
});

it('is refused for what is not there, and for strangers', async () => {
  const [lan, minh] = await two();
  const id = await group(lan);
  expect(await minh.delete(pathOf(id))).toMatchObject(refusal('not_a_member'));
  expect(await minh.delete(pathOf(crypto.randomUUID()))).toMatchObject(refusal('not_found'));
});

it('works by socket too, and in a direct conversation with a block', async () => {
  const [lan, minh] = await two();
  const { body } = await lan.post(`${api}/conversations`, { isGroup: false, memberIds: [minh.id] });
  await block(minh, lan);
  const answer = await emit(await lan.connect('/v1'), 'conversations.delete', {
    conversationId: body.data.id,
  });
  expect(answer).toEqual({ status: 'success' });
  expect(await shown(lan)).toEqual([]);
  expect(await shown(minh)).toEqual([body.data.id]);
});
