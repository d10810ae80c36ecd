import { expect, it } from 'vitest';
import { formOf, pngFile } from '../../../test/media-files.ts';
import { record, settle, type TestPerson } from '../../../test/people.ts';
import { SyncDevice } from '../../../test/sync-device.ts';
import { contents, group, pathOf, say, seen, setSettings } from '../conversations/test-acts.ts';
import {
  api,
  direct,
  eventsOf,
  refusal,
  server,
  serveTests,
  timestamp,
  two,
} from '../people/test-acts.ts';

serveTests();

/** A conversation whose messages live an hour. */
async function withTimer(lan: TestPerson, minh: TestPerson): Promise<string> {
  const id = await group(lan, minh);
  expect((await setSettings(lan, id, { disappearAfterSeconds: 3600 })).status).toBe(200);
  return id;
}

/** Lets the time of messages be over, as an hour would. */
async function letPass(...messageIds: string[]): Promise<void> {
  await server.pool.query(
    `update messages set expires_at = date_trunc('milliseconds', now()) - interval '1 second'
     where id = any($1)`,
    [messageIds],
  );
}

/** What the clock does every minute. */
async function sweep(): Promise<void> {
  await server.pool.query("select graphile_worker.add_job('messages:expire')");
}

async function stored(messageId: string): Promise<Record<string, unknown> | undefined> {
  const { rows } = await server.pool.query('select * from messages where id = $1', [messageId]);
  return rows[0];
}

it('gives what is sent while the timer is on its time, counted from sending', async () => {
  const [lan, minh] = await two();
  const id = await group(lan, minh);
  const before = await lan.post(`${pathOf(id)}/messages`, { content: 'ở lại' });
  expect(before.body.data.expiresAt).toBeNull();
  await setSettings(lan, id, { disappearAfterSeconds: 90 });
  const socket = await minh.connect('/v1');
  const received = record(socket);
  const during = await minh.post(`${pathOf(id)}/messages`, { content: 'sẽ đi' });
  const { createdAt, expiresAt } = during.body.data;
  expect(Date.parse(expiresAt) - Date.parse(createdAt)).toBe(90_000);
  await settle(socket);
  expect(eventsOf(received, 'message.created')).toMatchObject([{ expiresAt }]);
  await setSettings(lan, id, { disappearAfterSeconds: null });
  const after = await lan.post(`${pathOf(id)}/messages`, { content: 'ở lại nữa' });
  expect(after.body.data.expiresAt).toBeNull();
  const { body } = await lan.get(`${pathOf(id)}/messages`);
  expect(body.data.items.map((message: { expiresAt: string | null }) => message.expiresAt)).toEqual(
    [null, expiresAt, null],
  );
});

it('takes what is due from everybody, and keeps its place', async () => {
  const [lan, minh] = await two();
  const id = await withTimer(lan, minh);
  const upload = await lan.post(`${api}/media`, formOf(await pngFile({ width: 8, height: 8 })));
  const mediaId: string = upload.body.data.id;
  const picture = await lan.post(`${pathOf(id)}/messages`, {
    type: 'IMAGE',
    content: 'ảnh',
    mediaId,
  });
  const messageId: string = picture.body.data.id;
  await minh.put(`${api}/messages/${messageId}/reactions/❤️`);
  const answering = await minh.post(`${pathOf(id)}/messages`, {
    content: 'đẹp',
    replyTo: messageId,
  });
  const device = new SyncDevice(minh);
  await device.sync();
  const sockets = [await lan.connect('/v1'), await minh.connect('/v1')];
  const [mine, theirs] = sockets.map(record);

  await letPass(messageId);
  await sweep();
  await expect.poll(() => theirs && eventsOf(theirs, 'message.updated')).toHaveLength(1);
  await settle(...sockets);
  const gone = {
    id: messageId,
    seq: 1,
    isRecalled: true,
    recalledAt: timestamp,
    content: null,
    imageUrl: null,
    reactions: [],
  };
  for (const received of [mine, theirs]) {
    expect(received && eventsOf(received, 'message.updated')).toMatchObject([gone]);
  }
  const { body } = await minh.get(`${pathOf(id)}/messages`);
  expect(body.data.items).toMatchObject([
    { id: answering.body.data.id, content: 'đẹp', reply: { content: null, isRecalled: true } },
    gone,
  ]);
  expect(await stored(messageId)).toMatchObject({
    content: null,
    media_id: null,
    recalled_by: null,
  });
  await expect
    .poll(async () => (await lan.get(`${api}/media/${mediaId}`)).status, { timeout: 2000 })
    .toBe(404);
  await device.sync();
  const fresh = new SyncDevice(minh);
  await fresh.sync();
  expect(device.state()).toEqual(fresh.state());
  expect(device.messagesOf(id).at(-1)).toMatchObject(gone);
});

it('shows nothing of what is due before the job comes to it', async () => {
  const [lan, minh] = await two();
  const id = await direct(lan, minh);
  await setSettings(minh, id, { disappearAfterSeconds: 3600 });
  const upload = await lan.post(`${api}/media`, formOf(await pngFile({ width: 8, height: 8 })));
  const mediaId: string = upload.body.data.id;
  const sent = await lan.post(`${pathOf(id)}/messages`, { type: 'IMAGE', content: 'mật', mediaId });
  const messageId: string = sent.body.data.id;
  await lan.patch(`${api}/messages/${messageId}`, { content: 'mật lắm' });
  await minh.post(`${pathOf(id)}/messages`, { content: 'gì cơ', replyTo: messageId });
  expect((await minh.get(`${api}/media/${mediaId}`)).status).toBe(200);
  // Held, so that the job cannot come to it.
  const client = await server.pool.connect();
  try {
    await client.query('begin');
    await client.query('select from conversations where id = $1 for update', [id]);
    await letPass(messageId);
    const gone = { isRecalled: true, content: null, imageUrl: null, originalContent: null };
    for (const who of [lan, minh]) {
      const { body } = await who.get(`${pathOf(id)}/messages`);
      expect(body.data.items).toMatchObject([
        { content: 'gì cơ', reply: { content: null, isRecalled: true } },
        { ...gone, recalledAt: body.data.items[1].expiresAt },
      ]);
      const device = new SyncDevice(who);
      await device.sync();
      expect(device.messagesOf(id)[1]).toMatchObject(gone);
      expect(JSON.stringify(device.state())).not.toContain('mật');
    }
    expect((await minh.get(`${api}/media/${mediaId}`)).status).toBe(404);
    const forwarding = { targetConversationId: id };
    expect(await minh.post(`${api}/messages/${messageId}/forward`, forwarding)).toMatchObject({
      status: 409,
      ...refusal('conflict'),
    });
  } finally {
    await client.query('rollback');
    client.release();
  }
  expect(await minh.put(`${api}/messages/${messageId}/reactions/❤️`)).toMatchObject(
    refusal('conflict'),
  );
  expect(await lan.patch(`${api}/messages/${messageId}`, { content: 'sửa' })).toMatchObject(
    refusal('conflict'),
  );
  expect((await seen(minh, id)).unreadCount).toBe(1);
});

it('takes many at once, each with a version of its own, each told once', async () => {
  const [lan, minh] = await two();
  const [one, other] = [await withTimer(lan, minh), await withTimer(lan, minh)];
  const ids = await Promise.all(
    Array.from({ length: 250 }, (_, index) => say(lan, index % 2 ? one : other, `${index}`)),
  );
  const device = new SyncDevice(minh);
  await device.sync();
  const received = record(await minh.connect('/v1'));
  await letPass(...ids);
  await Promise.all([sweep(), sweep(), sweep()]);
  await expect
    .poll(() => eventsOf(received, 'message.updated').length, { timeout: 15_000 })
    .toBe(250);
  await new Promise((resolve) => setTimeout(resolve, 300));
  const told = eventsOf(received, 'message.updated') as { id: string; version: number }[];
  expect(new Set(told.map(({ id }) => id)).size).toBe(250);
  for (const id of [one, other]) {
    const { rows } = await server.pool.query<{ versions: number; count: number; top: number }>(
      `select count(distinct version) as versions, count(*) as count, max(version) as top
       from messages where conversation_id = $1`,
      [id],
    );
    expect(rows[0]).toEqual({ versions: 125, count: 125, top: (await seen(lan, id)).version });
    expect(await contents(minh, id)).toEqual(Array.from({ length: 100 }, () => null));
  }
  await device.sync();
  const fresh = new SyncDevice(minh);
  await fresh.sync();
  expect(device.state()).toEqual(fresh.state());
});

it('wakes up at the moment when the next one is due', async () => {
  const [lan, minh] = await two();
  const id = await withTimer(lan, minh);
  const messageId = await say(lan, id, 'sắp đi');
  const { rows } = await server.pool.query<{ expires_at: Date }>(
    `update messages set expires_at = now() + interval '3 seconds' where id = $1 returning expires_at`,
    [messageId],
  );
  const dueAt = rows[0]?.expires_at;
  await sweep();
  const socket = await minh.connect('/v1');
  const received = record(socket);
  await expect
    .poll(
      async () => {
        const { rows: jobs } = await server.pool.query<{ run_at: Date }>(
          "select run_at from graphile_worker.jobs where key = 'messages:expire'",
        );
        return jobs.map(({ run_at: runAt }) => runAt);
      },
      { timeout: 2500 },
    )
    .toEqual([dueAt]);
  expect(await contents(minh, id)).toEqual(['sắp đi']);
  await expect
    .poll(() => eventsOf(received, 'message.updated'), { timeout: 10_000 })
    .toMatchObject([{ id: messageId, isRecalled: true, recalledAt: dueAt?.toISOString() }]);
  expect(Date.now() - (dueAt?.getTime() ?? 0)).toBeLessThan(5000);
});

it('passes by what was recalled, hidden or deleted meanwhile', async () => {
  const [lan, minh] = await two();
  const id = await withTimer(lan, minh);
  const [recalled, hidden] = [await say(lan, id, 'một'), await say(lan, id, 'hai')];
  await lan.put(`${api}/messages/${recalled}/recall`);
  await minh.delete(`${api}/messages/${hidden}`);
  const deleted = await withTimer(lan, minh);
  await say(lan, deleted, 'ba');
  await server.pool.query('update messages set expires_at = now() where conversation_id = $1', [
    deleted,
  ]);
  await lan.delete(pathOf(deleted));
  await letPass(recalled, hidden);
  await sweep();
  await expect.poll(async () => (await stored(hidden))?.['recalled_at']).toBeInstanceOf(Date);
  expect(await stored(recalled)).toMatchObject({ recalled_by: lan.id });
  expect(await contents(minh, id)).toEqual([null]);
});
