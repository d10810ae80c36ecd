import type { Post } from '@xom/contract/posts';
import { describe, expect, it } from 'vitest';
import { formOf, mp4File, pngFile } from '../../../test/media-files.ts';
import { record, settle } from '../../../test/people.ts';
import { api, block, refusal, server, serveTests, timestamp, two } from '../people/test-acts.ts';
import {
  all,
  done,
  expectWhole,
  idsIn,
  idsOf,
  like,
  look,
  mayFetch,
  pathOf,
  people,
  post,
  remove,
  setPrivate,
  upload,
} from './test-acts.ts';

/** Writing posts: what one may hold, editing, and what a text names. */

serveTests();

const invalid = (...fields: string[]) => ({
  status: 400,
  body: {
    error: 'invalid_input',
    details: Object.fromEntries(fields.map((field) => [field, expect.any(String)])),
  },
});

describe('a new post', () => {
  it('is shown with all that it holds', async () => {
    const [lan, minh, hoa] = await people(3);
    const [first, second] = [await upload(lan), await upload(lan)];
    const made = await post(lan, {
      text: `Chào @${minh.username}! #ĐàNẵng #da_nang2 #123 và #Đànẵng`,
      mediaIds: [first, second],
      altTexts: ['bãi biển'],
      taggedUserIds: [hoa.id, hoa.id],
      visibility: 'followers',
      clientId: 'first',
    });
    expect(made).toEqual({
      id: expect.any(String),
      kind: 'post',
      author: expect.objectContaining({ id: lan.id, username: lan.username }),
      text: `Chào @${minh.username}! #ĐàNẵng #da_nang2 #123 và #Đànẵng`,
      media: [
        expect.objectContaining({ id: first, altText: 'bãi biển', width: 24 }),
        expect.objectContaining({ id: second, altText: null }),
      ],
      taggedUsers: [expect.objectContaining({ id: hoa.id })],
      mentions: [expect.objectContaining({ id: minh.id })],
      tags: ['đànẵng', 'da_nang2'],
      visibility: 'followers',
      likeCount: 0,
      commentCount: 0,
      repostCount: 0,
      quoteCount: 0,
      saveCount: 0,
      likedByMe: false,
      savedByMe: false,
      repostedByMe: false,
      quoteOf: null,
      quoted: null,
      repostedBy: null,
      repostedAt: null,
      archivedAt: null,
      clientId: 'first',
      createdAt: timestamp,
      editedAt: null,
    });
    expect(await look(lan, made)).toEqual(made);
  });

  it('holds something: a text, a file or a quote', async () => {
    const [lan, minh] = await two();
    for (const text of [null, '', ' \n ', '\u200B\u2060']) {
      expect(await lan.post(`${api}/posts`, { text })).toMatchObject(invalid('text'));
    }
    const quoted = await post(minh);
    expect(await post(lan, { text: null, quoteOf: quoted.id })).toMatchObject({
      text: null,
      quoteOf: quoted.id,
      quoted: { id: quoted.id, text: 'một bài', author: { id: minh.id } },
    });
    expect(await post(lan, { text: '', mediaIds: [await upload(lan)] })).toMatchObject({
      text: null,
    });
  });

  it('of kind tweet is short', async () => {
    const [lan] = await two();
    expect(await lan.post(`${api}/posts`, { kind: 'tweet', text: 'x'.repeat(501) })).toMatchObject(
      invalid('text'),
    );
    expect(await lan.post(`${api}/posts`, { text: 'x'.repeat(5001) })).toMatchObject(
      invalid('text'),
    );
    await post(lan, { text: 'x'.repeat(5000) });
    expect(await post(lan, { kind: 'tweet', text: 'đ'.repeat(500) })).toMatchObject({
      kind: 'tweet',
    });
  });

  it('holds up to ten images or one video of its author', async () => {
    const [lan, minh] = await two();
    const [mine, theirs] = [await upload(lan), await upload(minh)];
    const video = await lan.post(`${api}/media`, formOf(await mp4File(), 'v.mp4', 'video/mp4'));
    const film = video.body.data.id;
    const sticker = (await lan.post(`${api}/stickers`, formOf(await pngFile()))).body.data.id;
    const put = (mediaIds: string[], more = {}) => lan.post(`${api}/posts`, { mediaIds, ...more });
    expect(await put([theirs])).toMatchObject({ status: 404, ...refusal('not_found') });
    expect(await put([mine, film])).toMatchObject(invalid('mediaIds.1'));
    expect(await put([mine, mine])).toMatchObject(invalid('mediaIds'));
    expect(await put([mine], { altTexts: ['a', 'b'] })).toMatchObject(invalid('altTexts'));
    expect(await put([sticker])).toMatchObject(refusal('unsupported_media_type'));
    expect(await put(Array.from({ length: 11 }, () => mine))).toMatchObject(invalid('mediaIds'));
    expect(done(await put([film]))).toMatchObject({ media: [{ id: film, type: 'VIDEO' }] });
    await expectWhole();
  });

  it('with the same clientId is the first one, however many come at once', async () => {
    const [lan, minh] = await two();
    const made = await Promise.all(
      Array.from({ length: 6 }, (_, index) => post(lan, { text: `${index}`, clientId: 'same' })),
    );
    expect(new Set(idsOf(made)).size).toBe(1);
    expect(await idsIn(lan, `/users/${lan.id}/posts`)).toEqual([made[0]?.id]);
    // Another person's is another; and a deleted one's is free.
    expect((await post(minh, { clientId: 'same' })).id).not.toBe(made[0]?.id);
    expect((await look(minh, made[0] ?? { id: '' })).clientId).toBe(null);
    done(await remove(lan, made[0] ?? { id: '' }));
    expect((await post(lan, { clientId: 'same' })).id).not.toBe(made[0]?.id);
  });

  it('tags and mentions nobody whom its author does not see', async () => {
    const [lan, minh, hoa] = await people(3);
    await block(minh, lan);
    const taggedUserIds = [hoa.id, minh.id];
    expect(await lan.post(`${api}/posts`, { text: 'x', taggedUserIds })).toMatchObject({
      status: 404,
      body: { error: 'not_found', details: { 'taggedUserIds.1': expect.any(String) } },
    });
    const made = await post(lan, { text: `@${minh.username} @${hoa.username}. a@${hoa.username}` });
    expect(idsOf(made.mentions)).toEqual([hoa.id]);
    // Who is blocked later is no longer named, to whoever does not see them.
    const named = await post(lan, { text: `@${hoa.username}`, taggedUserIds: [hoa.id] });
    await block(minh, hoa);
    await minh.delete(`${api}/users/${lan.id}/block`);
    expect(await look(minh, named)).toMatchObject({ taggedUsers: [], mentions: [] });
  });

  it('quotes and reposts only what is public', async () => {
    const [lan, minh] = await two();
    const quote = (id: string) => minh.post(`${api}/posts`, { quoteOf: id });
    const repost = (id: string) => minh.put(`${api}/posts/${id}/repost`);
    const closed = await post(lan, { visibility: 'friends' });
    done(await minh.put(`${api}/users/${lan.id}/follow`));
    const half = await post(lan, { visibility: 'followers' });
    const open = await post(lan);
    const own = await post(minh, { visibility: 'friends' });
    const cases: [string, number][] = [
      [closed.id, 404],
      [half.id, 403],
      [own.id, 403],
    ];
    for (const [id, status] of cases) {
      expect([(await quote(id)).status, (await repost(id)).status]).toEqual([status, status]);
    }
    await setPrivate(lan);
    expect([(await quote(open.id)).status, (await repost(open.id)).status]).toEqual([403, 403]);
    await setPrivate(lan, false);
    expect([(await quote(open.id)).status, (await repost(open.id)).status]).toEqual([201, 200]);
    expect(await look(minh, open)).toMatchObject({
      quoteCount: 1,
      repostCount: 1,
      repostedByMe: true,
    });
    await expectWhole();
  });
});

describe('an edit', () => {
  it('keeps what was said before, for those who may see the post', async () => {
    const [lan, minh] = await two();
    const mediaIds = [await upload(lan), await upload(lan)];
    const made = await post(lan, { text: 'một #cũ', mediaIds, altTexts: ['a', 'b'] });
    const changed = done(
      await lan.patch(pathOf(made), {
        text: `hai #mới @${minh.username}`,
        mediaIds: mediaIds.toReversed(),
      }),
    );
    expect(changed).toMatchObject({
      text: `hai #mới @${minh.username}`,
      tags: ['mới'],
      mentions: [{ id: minh.id }],
      media: [
        { id: mediaIds[1], altText: 'b' },
        { id: mediaIds[0], altText: 'a' },
      ],
      editedAt: timestamp,
    });
    done(await lan.patch(pathOf(made), { altTexts: [null, 'c'] }));
    const edits = await all(minh, `/posts/${made.id}/edits`, 1);
    expect(edits).toEqual([
      {
        text: `hai #mới @${minh.username}`,
        media: [
          { mediaId: mediaIds[1], altText: 'b' },
          { mediaId: mediaIds[0], altText: 'a' },
        ],
        replacedAt: timestamp,
      },
      {
        text: 'một #cũ',
        media: [
          { mediaId: mediaIds[0], altText: 'a' },
          { mediaId: mediaIds[1], altText: 'b' },
        ],
        replacedAt: timestamp,
      },
    ]);
    expect(await idsIn(minh, `/tags/${encodeURIComponent('cũ')}`)).toEqual([]);
    expect(await idsIn(minh, `/tags/${encodeURIComponent('#MỚI')}`)).toEqual([made.id]);
    done(await lan.patch(pathOf(made), { visibility: 'friends' }));
    expect((await minh.get(`${pathOf(made)}/edits`)).status).toBe(404);
    expect(await mayFetch(minh, mediaIds[0] ?? '')).toBe(false);
    await expectWhole();
  });

  it('of the same words, of who sees it and whom it tags is none', async () => {
    const [lan, minh] = await two();
    const made = await post(lan, { text: 'x #a', taggedUserIds: [minh.id] });
    const changed = done(
      await lan.patch(pathOf(made), { text: 'x #a', visibility: 'followers', taggedUserIds: [] }),
    );
    expect(changed).toMatchObject({ editedAt: null, visibility: 'followers', taggedUsers: [] });
    expect(await all(lan, `/posts/${made.id}/edits`)).toEqual([]);
    await expectWhole();
  });

  it('leaves something, in bounds, and is its author’s', async () => {
    const [lan, minh] = await two();
    const made = await post(lan, { kind: 'tweet' });
    expect(await lan.patch(pathOf(made), { text: null })).toMatchObject(invalid('text'));
    expect(await lan.patch(pathOf(made), { text: 'x'.repeat(501) })).toMatchObject(invalid('text'));
    expect(await lan.patch(pathOf(made), { mediaIds: [await upload(lan)] })).toMatchObject(
      invalid('mediaIds'),
    );
    expect(await minh.patch(pathOf(made), { text: 'x' })).toMatchObject(refusal('forbidden'));
    expect(await look(lan, made)).toEqual(made);
    await expectWhole();
  });
});

it('one takes one’s tag off, and it stays off', async () => {
  const [lan, minh, hoa] = await people(3);
  const made = await post(lan, { taggedUserIds: [minh.id, hoa.id] });
  expect(await idsIn(hoa, `/users/${minh.id}/tagged`)).toEqual([made.id]);
  for (const _ of [1, 2]) {
    const left = done(await minh.delete(`${pathOf(made)}/tag`));
    expect(left).toMatchObject({ taggedUsers: [{ id: hoa.id }] });
  }
  expect(await idsIn(hoa, `/users/${minh.id}/tagged`)).toEqual([]);
  expect(await idsIn(lan, `/users/${hoa.id}/tagged`)).toEqual([made.id]);
  // Whatever list the author sends then, of before or anew.
  const socket = await minh.connect('/v1');
  const told = record(socket);
  for (const taggedUserIds of [[minh.id, hoa.id], [], [hoa.id, minh.id]]) {
    const edited = done<Post>(await lan.patch(pathOf(made), { taggedUserIds }));
    const expected = taggedUserIds.filter((id) => id !== minh.id);
    expect(edited.taggedUsers.map(({ id }) => id)).toEqual(expected);
  }
  expect(await idsIn(hoa, `/users/${minh.id}/tagged`)).toEqual([]);
  await settle(socket);
  expect(told.filter(([event]) => event === 'notification.created')).toEqual([]);
  const other = await post(lan, { taggedUserIds: [minh.id] });
  expect(await idsIn(hoa, `/users/${minh.id}/tagged`)).toEqual([other.id]);
  await expectWhole();
});

it('acts again change nothing, and one may like one’s own', async () => {
  const [lan, minh] = await two();
  const made = await post(lan);
  for (const _ of [1, 2]) {
    expect(done(await like(lan, made))).toMatchObject({ likeCount: 1, likedByMe: true });
    expect(done(await minh.put(`${pathOf(made)}/save`))).toMatchObject({
      savedByMe: true,
      saveCount: null,
    });
    expect(done(await minh.put(`${pathOf(made)}/repost`))).toMatchObject({ repostCount: 1 });
  }
  expect(await look(lan, made)).toMatchObject({ saveCount: 1, savedByMe: false });
  expect(await all(minh, `/posts/${made.id}/likes`)).toEqual([
    { user: expect.objectContaining({ id: lan.id }), likedAt: timestamp },
  ]);
  expect(await all(lan, `/posts/${made.id}/reposts`)).toEqual([
    { user: expect.objectContaining({ id: minh.id }), repostedAt: timestamp },
  ]);
  for (const _ of [1, 2]) {
    expect(done(await lan.delete(`${pathOf(made)}/like`))).toMatchObject({ likeCount: 0 });
    expect(done(await minh.delete(`${pathOf(made)}/save`))).toMatchObject({ savedByMe: false });
    expect(done(await minh.delete(`${pathOf(made)}/repost`))).toMatchObject({ repostCount: 0 });
  }
  await expectWhole();
});

it('the tags of a private account are in no count, and come back', async () => {
  const [lan, minh] = await two();
  await post(lan, { text: '#Kín một mình' });
  await post(minh, { text: '#Hở chung' });
  await post(lan, { text: '#hở chung' });
  const counts = async () => {
    const { rows } = await server.pool.query(
      "select label, post_count from tags where tag in ('kín', 'hở') order by tag",
    );
    return rows.map(({ label, post_count }) => [label, post_count]);
  };
  const open = [
    ['Hở', 2],
    ['Kín', 1],
  ];
  expect(await counts()).toEqual(open);
  await setPrivate(lan);
  await expect.poll(counts).toEqual([['Hở', 1]]);
  await post(lan, { text: '#Kín' });
  expect(await counts()).toEqual([['Hở', 1]]);
  await setPrivate(lan, false);
  await expect.poll(counts).toEqual([
    ['Hở', 2],
    ['Kín', 2],
  ]);
  await expectWhole();
});
