import { expect, it } from 'vitest';
import { type Answer, record, settle, type TestPerson } from '../../../test/people.ts';
import { SyncDevice } from '../../../test/sync-device.ts';
import { api, eventsOf, refusal, serveTests, two } from '../people/test-acts.ts';
import { group, pathOf, say, seen, shown } from './test-acts.ts';

serveTests();

const set = (who: TestPerson, id: string, preferences: object): Promise<Answer> =>
  who.patch(`${pathOf(id)}/preferences`, preferences);

it('shows me what I set, on every device, and nobody else', async () => {
  const [lan, minh] = await two();
  const id = await group(lan, minh);
  const device = new SyncDevice(lan);
  await device.sync();
  const [mine, second, theirs] = [
    await lan.connect('/v1'),
    await lan.connect('/v1'),
    await minh.connect('/v1'),
  ].map(record);
  const answer = await set(lan, id, { muted: true, archived: true, draft: 'chưa gửi' });
  expect(answer).toMatchObject({
    status: 200,
    body: { data: { id, muted: true, archived: true, pinned: false, draft: 'chưa gửi' } },
  });
  const { version } = answer.body.data;
  await expect
    .poll(() => second && eventsOf(second, 'conversation.preferences'))
    .toEqual([
      {
        conversationId: id,
        muted: true,
        pinned: false,
        archived: true,
        draft: 'chưa gửi',
        version,
      },
    ]);
  expect(mine).toEqual(second);
  expect(theirs).toEqual([]);
  expect(await seen(minh, id)).toMatchObject({ muted: false, archived: false, draft: null });
  await device.sync();
  expect(device.state().conversations).toMatchObject([
    [id, { muted: true, archived: true, draft: 'chưa gửi', version }],
  ]);
});

it('keeps what is not named, and changes nothing for what is so already', async () => {
  const [lan, minh] = await two();
  const id = await group(lan, minh);
  await set(lan, id, { pinned: true, draft: 'một' });
  const before = await set(lan, id, { muted: true });
  expect(before.body.data).toMatchObject({ pinned: true, muted: true, draft: 'một' });
  const socket = await lan.connect('/v1');
  const received = record(socket);
  const same = await set(lan, id, { pinned: true, muted: true, draft: 'một' });
  expect(same.body).toEqual(before.body);
  expect((await set(lan, id, {})).body).toEqual(before.body);
  await settle(socket);
  expect(received).toEqual([]);
});

it('empties a draft by null and by an empty text; sending does not', async () => {
  const [lan, minh] = await two();
  const id = await group(lan, minh);
  for (const nothing of [null, '']) {
    await set(lan, id, { draft: 'đang viết' });
    await say(lan, id, 'câu khác');
    expect((await seen(lan, id)).draft).toBe('đang viết');
    expect((await set(lan, id, { draft: nothing })).body.data.draft).toBeNull();
  }
  expect((await set(lan, id, { draft: 'd'.repeat(10_000) })).status).toBe(200);
  expect(await set(lan, id, { draft: 'd'.repeat(10_001) })).toMatchObject(refusal('invalid_input'));
});

it('lists what is archived or pinned, and what is not', async () => {
  const [lan, minh] = await two();
  const [plain, archived, pinned] = [
    await group(lan, minh),
    await group(lan, minh),
    await group(lan, minh),
  ];
  await set(lan, archived, { archived: true });
  await set(lan, pinned, { pinned: true });
  expect(await shown(lan)).toEqual([pinned, archived, plain]);
  expect(await shown(lan, '&archived=true')).toEqual([archived]);
  expect(await shown(lan, '&archived=false')).toEqual([pinned, plain]);
  expect(await shown(lan, '&pinned=true')).toEqual([pinned]);
  expect(await shown(lan, '&archived=false&pinned=false')).toEqual([plain]);
  expect(await lan.get(`${api}/conversations?archived=perhaps`)).toMatchObject(
    refusal('invalid_input'),
  );
  // Page by page, the same.
  const first = await lan.get(`${api}/conversations?archived=false&limit=1`);
  const second = await lan.get(
    `${api}/conversations?archived=false&limit=1&cursor=${first.body.data.nextCursor}`,
  );
  expect([first, second].map(({ body }) => body.data.items[0].id)).toEqual([pinned, plain]);
  expect(second.body.data.hasMore).toBe(false);
});

it('pins a hundred at most, however many are asked for at once', async () => {
  const [lan, minh] = await two();
  const ids = await Promise.all(Array.from({ length: 110 }, () => group(lan, minh)));
  const answers = await Promise.all(ids.map((id) => set(lan, id, { pinned: true })));
  const refused = answers.filter(({ status }) => status !== 200);
  expect(refused).toHaveLength(10);
  for (const answer of refused) {
    expect(answer).toMatchObject({
      status: 409,
      body: { details: { pinned: expect.any(String) } },
    });
  }
  expect(await shown(lan, '&pinned=true')).toHaveLength(100);
  const [free] = await shown(lan, '&pinned=true');
  const [waiting] = await shown(lan, '&pinned=false');
  if (!free || !waiting) throw new Error('nothing is pinned');
  await set(lan, free, { pinned: false });
  expect((await set(lan, waiting, { pinned: true })).status).toBe(200);
  // A second time is no further pin.
  expect((await set(lan, waiting, { pinned: true })).status).toBe(200);
});

it('is for members only', async () => {
  const [lan, minh] = await two();
  const id = await group(lan);
  expect(await set(minh, id, { muted: true })).toMatchObject(refusal('not_a_member'));
});
