import { expect, it } from 'vitest';
import { formOf, pngFile } from '../../../test/media-files.ts';
import type { TestPerson } from '../../../test/people.ts';
import {
  api,
  newcomers,
  refusal,
  server,
  serveTests,
  timestamp,
  two,
} from '../people/test-acts.ts';
import {
  letPass,
  look,
  postStory,
  show,
  sweep,
  getStory,
  follow,
  tray,
  trayOwners,
  upload,
} from './test-acts.ts';

serveTests();

async function three(): Promise<[TestPerson, TestPerson, TestPerson]> {
  const [a, b, c] = await newcomers(3);
  if (!a || !b || !c) throw new Error('three people were asked for');
  return [a, b, c];
}

it('shows an image for a day', async () => {
  const [lan, minh] = await two();
  const mediaId = await upload(lan);
  const made = await lan.post(`${api}/stories`, { mediaId, caption: 'chào' });
  expect(made).toMatchObject({
    status: 201,
    body: {
      data: {
        owner: { id: lan.id, username: lan.username },
        media: { id: mediaId, type: 'IMAGE', width: 8, height: 8, url: `/api/v1/media/${mediaId}` },
        caption: 'chào',
        visibility: 'public',
        seen: true,
        createdAt: timestamp,
        expiresAt: timestamp,
      },
    },
  });
  const { id, createdAt, expiresAt } = made.body.data;
  expect(Date.parse(expiresAt) - Date.parse(createdAt)).toBe(24 * 3600 * 1000);
  expect((await getStory(minh, id)).body.data).toEqual({
    ...made.body.data,
    seen: false,
  });
  for (const path of [`/media/${mediaId}`, `/media/${mediaId}/thumb`]) {
    expect((await minh.get(api + path)).status).toBe(200);
  }
});

it('shows a video, and nothing else', async () => {
  const [lan, minh] = await two();
  const made = await postStory(lan, { mediaId: await upload(lan, 'video') });
  expect(made.body.data.media).toMatchObject({ type: 'VIDEO', duration: 2 });
  const sticker = await lan.post(
    `${api}/stickers`,
    formOf(await pngFile({ width: 16, height: 16 })),
  );
  const refused = [
    [{ mediaId: sticker.body.data.id }, 'unsupported_media_type', 'mediaId'],
    [{ mediaId: await upload(minh) }, 'not_found', 'mediaId'],
    [{ mediaId: made.body.data.id }, 'not_found', 'mediaId'],
    [{ caption: '   ' }, 'invalid_input', 'caption'],
    [{ caption: 'a'.repeat(501) }, 'invalid_input', 'caption'],
    [{ visibility: 'nobody' }, 'invalid_input', 'visibility'],
  ] as const;
  for (const [given, code, field] of refused) {
    const answer = await postStory(lan, given);
    expect(answer).toMatchObject(refusal(code));
    expect(answer.body.details).toHaveProperty(field);
  }
});

it('makes one story of one clientId, also when two come at once', async () => {
  const [lan, minh] = await two();
  const given = { mediaId: await upload(lan), clientId: 'một' };
  const answers = await Promise.all([1, 2, 3].map(() => lan.post(`${api}/stories`, given)));
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
  expect(new Set(answers.map(({ body }) => body.data.id)).size).toBe(1);
  const others = await postStory(minh, { clientId: 'một' });
  expect(others.status).toBe(201);
  const id: string = answers[0]?.body.data.id;
  await heldFromTheJob(id, async () => {
    const late = await postStory(lan, { clientId: 'một' });
    expect(late).toMatchObject({ status: 409, ...refusal('conflict') });
  });
  await sweep();
  await expect
    .poll(async () => (await postStory(lan, { clientId: 'một' })).status, { timeout: 4000 })
    .toBe(201);
});

/** Does something while a story is over, and before the job has come to it. */
async function heldFromTheJob(id: string, act: () => Promise<void>): Promise<void> {
  const client = await server.pool.connect();
  try {
    await letPass(id);
    await client.query('begin');
    await client.query('select from stories where id = $1 for update', [id]);
    await act();
  } finally {
    await client.query('rollback');
    client.release();
  }
}

it('lets nobody have more than a hundred, however many come at once', async () => {
  const [lan] = await two();
  const first = await show(lan);
  await server.pool.query(
    `insert into stories (owner_id, id, media_id, visibility, created_at, expires_at)
     select owner_id, gen_random_uuid(), media_id, visibility, created_at, expires_at
     from stories, generate_series(1, 98) where id = $1`,
    [first],
  );
  const mediaId = await upload(lan);
  const answers = await Promise.all([1, 2, 3].map(() => lan.post(`${api}/stories`, { mediaId })));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409]);
  await letPass(first);
  expect((await lan.post(`${api}/stories`, { mediaId })).status).toBe(201);
});

it('orders a tray: mine, then what I have not seen, then the newest', async () => {
  const [lan, minh, hoa] = await three();
  const [bao] = await newcomers(1);
  if (!bao) throw new Error('somebody was asked for');
  await follow(lan, minh, hoa, bao);
  expect(await tray(lan)).toEqual([]);
  const ofMinh = await show(minh);
  const ofHoa = [await show(hoa), await show(hoa)];
  const ofBao = await show(bao);
  expect(await trayOwners(lan)).toEqual([bao.id, hoa.id, minh.id]);
  const mine = await show(lan);
  await look(lan, ofBao);
  await look(lan, ofHoa[1] ?? '');
  expect(await tray(lan)).toMatchObject([
    { owner: { id: lan.id }, hasUnseen: false, stories: [{ id: mine, seen: true }] },
    {
      owner: { id: hoa.id },
      hasUnseen: true,
      stories: [
        { id: ofHoa[0], seen: false },
        { id: ofHoa[1], seen: true },
      ],
    },
    { owner: { id: minh.id }, hasUnseen: true, stories: [{ id: ofMinh, seen: false }] },
    { owner: { id: bao.id }, hasUnseen: false, stories: [{ id: ofBao, seen: true }] },
  ]);
  // What somebody whom one does not follow shows is found at theirs.
  expect(await trayOwners(minh)).toEqual([minh.id]);
});

it('gives a tray page by page, each person once', async () => {
  const [lan, ...others] = await newcomers(6);
  if (!lan) throw new Error('somebody was asked for');
  await follow(lan, ...others);
  for (const other of others) await show(other);
  await show(lan);
  const [seen] = (await tray(lan)).slice(2);
  await look(lan, seen?.stories[0]?.id ?? '');
  const whole = await trayOwners(lan);
  expect(whole).toHaveLength(6);
  const paged: string[] = [];
  let cursor = '';
  for (let page = 0; page < 3; page += 1) {
    const { body } = await lan.get(`${api}/stories?limit=2${cursor}`);
    paged.push(...body.data.items.map(({ owner }: { owner: { id: string } }) => owner.id));
    expect(body.data.hasMore).toBe(page < 2);
    cursor = `&cursor=${body.data.nextCursor}`;
  }
  expect(paged).toEqual(whole);
  expect(await lan.get(`${api}/stories?cursor=W10`)).toMatchObject(refusal('invalid_input'));
});

it('ends a page of a tray at a hundred stories, and parts those of nobody', async () => {
  const [lan, ...others] = await newcomers(5);
  if (!lan) throw new Error('somebody was asked for');
  await follow(lan, ...others);
  for (const other of others) await show(other);
  // With as many as these have; whoever showed last comes first.
  const counts = [100, 30, 50, 50];
  for (const [index, other] of others.toReversed().entries()) {
    await server.pool.query(
      `insert into stories (owner_id, id, media_id, visibility, created_at, expires_at)
       select owner_id, gen_random_uuid(), media_id, visibility, created_at, expires_at
       from stories, generate_series(2, $2::int) where owner_id = $1`,
      [other.id, counts[index]],
    );
  }
  const pages: number[][] = [];
  let cursor = '';
  for (let hasMore = true; hasMore;) {
    const { body } = await lan.get(`${api}/stories?limit=3${cursor}`);
    pages.push(body.data.items.map(({ stories }: { stories: object[] }) => stories.length));
    hasMore = body.data.hasMore;
    cursor = `&cursor=${body.data.nextCursor}`;
  }
  expect(pages).toEqual([[100], [30, 50], [50]]);
});

it('lists the stories of one person in the order in which they were made', async () => {
  const [lan, minh] = await two();
  const ids = [await show(lan), await show(lan), await show(lan)];
  const idsOf = (items: { id: string }[]) => items.map(({ id }) => id);
  const first = await minh.get(`${api}/users/${lan.id}/stories?limit=2`);
  expect(idsOf(first.body.data.items)).toEqual(ids.slice(0, 2));
  const next = await minh.get(
    `${api}/users/${lan.id}/stories?limit=2&cursor=${first.body.data.nextCursor}`,
  );
  expect(next.body.data).toMatchObject({
    items: [{ id: ids[2] }],
    nextCursor: null,
    hasMore: false,
  });
  expect((await lan.get(`${api}/users/${minh.id}/stories`)).body.data.items).toEqual([]);
  expect(await lan.get(`${api}/users/01890000-0000-7000-8000-000000000000/stories`)).toMatchObject(
    refusal('not_found'),
  );
});

it('shows nothing of what is over, before the job comes to it', async () => {
  const [lan, minh] = await two();
  await follow(minh, lan);
  const mediaId = await upload(lan);
  const id = await show(lan, { mediaId });
  await heldFromTheJob(id, async () => {
    await sweep();
    for (const who of [lan, minh]) {
      expect(await tray(who)).toEqual([]);
      for (const path of [`/stories/${id}`, `/stories/${id}/viewers`]) {
        expect(await who.get(api + path)).toMatchObject(refusal('not_found'));
      }
      expect((await who.get(`${api}/users/${lan.id}/stories`)).body.data.items).toEqual([]);
      expect(await look(who, id)).toMatchObject(refusal('not_found'));
      expect(await who.post(`${api}/stories/${id}/reply`, { content: 'ơ' })).toMatchObject(
        refusal('not_found'),
      );
      expect(await who.delete(`${api}/stories/${id}`)).toMatchObject(refusal('not_found'));
    }
    expect((await minh.get(`${api}/media/${mediaId}`)).status).toBe(404);
  });
});
