import type { Post } from '@xom/contract/posts';
import { expect, it } from 'vitest';
import { api, newcomers, serveTests } from '../people/test-acts.ts';
import {
  all,
  done,
  follow,
  idsIn,
  idsOf,
  like,
  mute,
  pathOf,
  people,
  post,
  remove,
  repost,
  unrepost,
} from './test-acts.ts';

/** The feed and what can be explored: order, once each, and pages while new posts arrive. */

serveTests();

interface FeedPage {
  items: Post[];
  nextCursor: string | null;
}

it('merges what those whom I follow posted and reposted, newest first, and mine', async () => {
  const [lan, minh, hoa, tuan] = await people(4);
  await follow(lan, minh);
  await follow(lan, hoa);
  const far = await post(tuan);
  const first = await post(minh);
  const mine = await post(lan);
  done(await repost(hoa, far));
  const second = await post(hoa);
  done(await repost(minh, far));
  // Of somebody whom I follow it stands where it is; so does my own.
  done(await repost(hoa, first));
  done(await repost(hoa, mine));
  const feed = await all(lan, '/feed');
  expect(idsOf(feed)).toEqual([second.id, far.id, mine.id, first.id]);
  expect(feed.map(({ repostedBy }) => repostedBy?.id ?? null)).toEqual([null, hoa.id, null, null]);
  expect(feed[1]?.repostedAt).toEqual(expect.any(String));
  // The earliest repost goes: it stands at the next.
  done(await unrepost(hoa, far));
  const later = await all(lan, '/feed');
  expect(idsOf(later)).toEqual([far.id, second.id, mine.id, first.id]);
  expect(later[0]?.repostedBy?.id).toBe(minh.id);
  await mute(lan, minh);
  expect(idsOf(await all(lan, '/feed'))).toEqual([second.id, mine.id]);
  done(await remove(hoa, second));
  expect(await idsIn(lan, '/feed')).toEqual([mine.id]);
});

it('has a repost where the first whom I follow made it, however many others did', async () => {
  const [lan, minh, hoa, ...others] = await newcomers(8);
  if (!lan || !minh || !hoa || others.length < 5) throw new Error('nobody');
  await follow(lan, minh);
  await follow(lan, hoa);
  const [author, ...strangers] = others;
  if (!author) throw new Error('nobody');
  const far = await post(author);
  for (const stranger of strangers) done(await repost(stranger, far));
  done(await repost(minh, far));
  const between = await post(minh);
  done(await repost(hoa, far));
  const read = async () =>
    (await all(lan, '/feed')).map(({ id, repostedBy }) => [id, repostedBy?.id ?? null]);
  expect(await read()).toEqual([
    [between.id, null],
    [far.id, minh.id],
  ]);
  done(await unrepost(minh, far));
  expect(await read()).toEqual([
    [far.id, hoa.id],
    [between.id, null],
  ]);
});

it('keeps its pages while new posts and reposts arrive', async () => {
  const [lan, ...others] = await newcomers(5);
  if (!lan) throw new Error('nobody');
  const writers = others.slice(0, 3);
  const stranger = others[3];
  if (!stranger) throw new Error('nobody');
  for (const writer of writers) await follow(lan, writer);
  const made: Post[] = [];
  for (let round = 0; round < 8; round += 1) {
    for (const writer of writers) made.push(await post(writer));
    const far = await post(stranger);
    // By all of them: it comes once.
    for (const writer of writers) done(await repost(writer, far));
    made.push(far);
  }
  const whole = await idsIn(lan, '/feed');
  expect(whole).toEqual(idsOf(made).toReversed());
  const read: string[] = [];
  let cursor: string | null = null;
  do {
    const from: string = cursor === null ? '' : `&cursor=${cursor}`;
    const page: FeedPage = done(await lan.get(`${api}/feed?limit=3${from}`));
    read.push(...idsOf(page.items));
    cursor = page.nextCursor;
    for (const writer of writers) await post(writer);
    done(await repost(writers[0] ?? lan, await post(stranger)));
    // Reposted again by another: it stays where it was.
    done(await repost(writers[1] ?? lan, made[3] ?? { id: '' }));
  } while (cursor !== null);
  expect(read).toEqual(whole);
});

it('passes by what is not for me, however much of it comes in a row', async () => {
  const [lan, minh] = await people(2);
  await follow(lan, minh);
  const first = await post(minh);
  for (let index = 0; index < 30; index += 1) await post(minh, { visibility: 'friends' });
  const last = await post(minh);
  const pages: FeedPage[] = [];
  let cursor: string | null = null;
  do {
    const from: string = cursor === null ? '' : `&cursor=${cursor}`;
    const page: FeedPage = done(await lan.get(`${api}/feed?limit=1${from}`));
    pages.push(page);
    cursor = page.nextCursor;
  } while (cursor !== null);
  expect(pages.flatMap(({ items }) => idsOf(items))).toEqual([last.id, first.id]);
});

it('reaches what lies behind very much by others, and what they put away', async () => {
  const [lan, minh, stranger] = await people(3);
  await follow(lan, minh);
  const made: Post[] = [];
  for (let index = 0; index < 15; index += 1) made.push(await post(index % 5 === 0 ? lan : minh));
  const feed = async () => idsOf(await all(lan, '/feed', 2));
  expect(await feed()).toEqual(idsOf(made).toReversed());
  const [away] = made.splice(7, 1);
  done(await minh.put(`${pathOf(away ?? { id: '' })}/archive`));
  const left = idsOf(made).toReversed();
  expect(await feed()).toEqual(left);
  // More than is looked through of what all posted.
  for (let index = 0; index < 40; index += 1) await post(stranger);
  expect(await feed()).toEqual(left);
});

it('explores by what people do and by age', async () => {
  const [lan, ...others] = await newcomers(5);
  if (!lan) throw new Error('nobody');
  const [plain, liked, reposted, latest] = [
    await post(lan, { text: '1' }),
    await post(lan, { text: '2' }),
    await post(lan, { text: '3' }),
    await post(lan, { text: '4' }),
  ];
  for (const person of others) done(await repost(person, reposted));
  for (const person of others) done(await like(person, liked));
  const rankOf = async () => {
    const ours = new Set(idsOf([plain, liked, reposted, latest]));
    return (await idsIn(lan, '/explore')).filter((id) => ours.has(id));
  };
  expect(await rankOf()).toEqual([reposted.id, liked.id, latest.id, plain.id]);
  expect(idsOf(await all(lan, '/explore', 1))).toEqual(await idsIn(lan, '/explore'));
  for (const person of others) done(await person.delete(`${pathOf(reposted)}/repost`));
  expect(await rankOf()).toEqual([liked.id, latest.id, reposted.id, plain.id]);
});

it('a cursor of another list is refused', async () => {
  const [lan] = await people(2);
  const cursor = Buffer.from('["x"]').toString('base64url');
  for (const path of [
    '/feed',
    '/explore',
    '/tags/x',
    '/users/me/saved',
    `/users/${lan.id}/posts`,
  ]) {
    expect(await lan.get(`${api}${path}?cursor=${cursor}`)).toMatchObject({
      status: 400,
      body: { details: { cursor: expect.any(String) } },
    });
  }
});
