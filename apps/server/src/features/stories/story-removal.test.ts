import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { UserId } from '@xom/contract/fields';
import { expect, it } from 'vitest';
import { api, newcomers, refusal, server, serveTests, two } from '../people/test-acts.ts';
import { startTestServer } from '../../../test/server.ts';
import { openDatabase } from '../../platform/database.ts';
import type { Tables } from '../../tables.ts';
import { release } from '../media/holders.ts';
import { deleteStoriesOf, deleteViewsBy } from './erased-person.ts';
import { getStory, letPass, look, show, stored, sweep, tray, upload } from './test-acts.ts';

serveTests();

const nothing = { rows: 0, views: 0, holders: 0 };

async function filesOf(mediaId: string): Promise<string[]> {
  const all = await readdir(join(server.dataDir, 'media'), { recursive: true });
  return all.filter((name) => name.includes(mediaId));
}

it('deletes a story with its views, and its file within two seconds', async () => {
  const [lan, minh] = await two();
  const mediaId = await upload(lan);
  const id = await show(lan, { mediaId });
  await look(minh, id);
  expect(await minh.delete(`${api}/stories/${id}`)).toMatchObject(refusal('forbidden'));
  expect(await stored(id)).toEqual({ rows: 1, views: 1, holders: 1 });
  expect((await filesOf(mediaId)).length).toBeGreaterThan(0);
  expect(await lan.delete(`${api}/stories/${id}`)).toMatchObject({
    status: 200,
    body: { data: {} },
  });
  expect(await stored(id)).toEqual(nothing);
  expect(await getStory(lan, id)).toMatchObject(refusal('not_found'));
  expect(await lan.delete(`${api}/stories/${id}`)).toMatchObject(refusal('not_found'));
  await expect.poll(() => filesOf(mediaId), { timeout: 2000 }).toEqual([]);
  expect((await lan.get(`${api}/media/${mediaId}`)).status).toBe(404);
});

it('keeps a file that something else holds', async () => {
  const [lan, minh] = await two();
  const mediaId = await upload(lan);
  const [one, other] = [await show(lan, { mediaId }), await show(lan, { mediaId })];
  await lan.delete(`${api}/stories/${one}`);
  expect((await getStory(minh, other)).status).toBe(200);
  expect((await minh.get(`${api}/media/${mediaId}`)).status).toBe(200);
  await letPass(other);
  await sweep();
  await expect.poll(() => filesOf(mediaId), { timeout: 4000 }).toEqual([]);
});

it('takes what is over by the job, at the moment when the next one is', async () => {
  const [lan, minh] = await two();
  const mediaIds = [await upload(lan), await upload(lan), await upload(minh)];
  const [over, soon, later] = [
    await show(lan, { mediaId: mediaIds[0] }),
    await show(lan, { mediaId: mediaIds[1] }),
    await show(minh, { mediaId: mediaIds[2] }),
  ];
  await look(minh, over);
  await letPass(over);
  await server.pool.query(
    "update stories set expires_at = now() + interval '2 seconds' where id = $1",
    [soon],
  );
  await sweep();
  await expect.poll(() => stored(over), { timeout: 1500 }).toEqual(nothing);
  expect((await getStory(minh, soon)).status).toBe(200);
  await expect.poll(() => stored(soon), { timeout: 6000 }).toEqual(nothing);
  await expect.poll(() => filesOf(mediaIds[1] ?? ''), { timeout: 2000 }).toEqual([]);
  expect((await getStory(lan, later)).status).toBe(200);
  expect((await filesOf(mediaIds[2] ?? '')).length).toBeGreaterThan(0);
});

it('removes very many views in steps, and nobody sees the story meanwhile', async () => {
  const [lan, minh] = await two();
  const mediaId = await upload(lan);
  const deleted = await show(lan, { mediaId });
  const over = await show(minh);
  for (const id of [deleted, over]) {
    await server.pool.query(
      `insert into story_views select owner_id, id, gen_random_uuid(), now()
       from stories, generate_series(1, 20500) where id = $1`,
      [id],
    );
  }
  expect((await lan.delete(`${api}/stories/${deleted}`)).status).toBe(200);
  expect(await getStory(lan, deleted)).toMatchObject(refusal('not_found'));
  expect((await tray(lan)).length).toBe(0);
  await expect.poll(() => stored(deleted), { timeout: 10_000 }).toEqual(nothing);
  await letPass(over);
  await Promise.all([sweep(), sweep()]);
  await expect.poll(() => stored(over), { timeout: 10_000 }).toEqual(nothing);
  await expect.poll(() => filesOf(mediaId), { timeout: 2000 }).toEqual([]);
});

it('finishes what a killed server left when one starts', async () => {
  const [lan] = await newcomers(1);
  if (!lan) throw new Error('somebody was asked for');
  const id = await show(lan);
  await letPass(id);
  // As a kill between two steps leaves it.
  await server.pool.query('update stories set media_id = null where id = $1', [id]);
  const second = await startTestServer({}, server);
  try {
    await expect.poll(async () => (await stored(id)).rows, { timeout: 5000 }).toBe(0);
  } finally {
    await second.stop();
  }
});

it('keeps nothing of what is looked at while it is deleted', async () => {
  const [lan, ...others] = await newcomers(5);
  if (!lan) throw new Error('somebody was asked for');
  for (let round = 0; round < 6; round += 1) {
    const id = await show(lan);
    const [one, other, ...looks] = await Promise.all([
      lan.delete(`${api}/stories/${id}`),
      lan.delete(`${api}/stories/${id}`),
      ...others.map((viewer) => look(viewer, id)),
    ]);
    expect([one?.status, other?.status].toSorted()).toEqual([200, 404]);
    for (const { status } of looks) expect([200, 404]).toContain(status);
    expect(await stored(id)).toEqual(nothing);
  }
});

it('takes all of a person who goes: their stories with the files, and what they looked at', async () => {
  const [lan, minh] = await two();
  const mediaId = await upload(lan);
  const ids = [await show(lan, { mediaId }), await show(lan)];
  const ofMinh = await show(minh);
  await look(minh, ids[0] ?? '');
  await look(lan, ofMinh);
  const database = openDatabase<Tables>(server.pool);
  for (const step of [deleteStoriesOf({ release }), deleteViewsBy]) {
    const done = database
      .transaction()
      .execute(async (queries) => step(queries, UserId.parse(lan.id), { after: null, limit: 100 }));
    expect(await done).toMatchObject({ next: null });
  }
  for (const id of ids) expect(await stored(id)).toEqual(nothing);
  expect(await stored(ofMinh)).toEqual({ rows: 1, views: 0, holders: 1 });
  await expect.poll(() => filesOf(mediaId), { timeout: 2000 }).toEqual([]);
});
