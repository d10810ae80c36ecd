import type { Post } from '@xom/contract/posts';
import { beforeAll, describe, expect, it } from 'vitest';
import type { TestPerson } from '../../../test/people.ts';
import { api, block, newcomers, server, serveTests, unblock } from '../people/test-acts.ts';
import {
  archive,
  befriend,
  done,
  follow,
  idsIn,
  idsOf,
  all,
  like,
  look,
  mayFetch,
  mute,
  pathOf,
  people,
  post,
  repost,
  save,
  setPrivate,
  upload,
} from './test-acts.ts';

/** Viewer × relation × visibility × list: who sees which post, and that no list, count or file tells more. */

serveTests();

const relations = [
  'self',
  'stranger',
  'follower',
  'friend',
  'both',
  'blocker',
  'blocked',
  'muter',
] as const;
type Relation = (typeof relations)[number];
const visibilities = ['public', 'followers', 'friends'] as const;

/** Whom each may be shown to; `stranger` as everybody who is not named. */
const seen: Record<
  'open' | 'private',
  Record<(typeof visibilities)[number], readonly Relation[]>
> = {
  open: {
    public: ['self', 'stranger', 'follower', 'friend', 'both', 'muter'],
    followers: ['self', 'follower', 'both', 'muter'],
    friends: ['self', 'friend', 'both'],
  },
  private: {
    public: ['self', 'follower', 'both', 'muter'],
    followers: ['self', 'follower', 'both', 'muter'],
    friends: ['self', 'friend', 'both'],
  },
};

describe.each(['open', 'private'] as const)('of an account that is %s', (account) => {
  let viewers: Record<Relation, TestPerson>;
  const posts = new Map<string, { shown: Post; mediaId: string }>();
  const tag = `lists${account}`;

  beforeAll(async () => {
    const made = await newcomers(relations.length);
    viewers = Object.fromEntries(
      relations.map((name, index) => [name, made[index]]),
    ) as typeof viewers;
    const { self: author } = viewers;
    for (const name of ['follower', 'both', 'blocker', 'blocked', 'muter'] as const) {
      await follow(viewers[name], author);
    }
    for (const name of ['friend', 'both', 'blocker', 'blocked'] as const) {
      await befriend(viewers[name], author);
    }
    for (const visibility of visibilities) {
      const mediaId = await upload(author);
      const shown = await post(author, {
        text: `#${tag} ${visibility}`,
        visibility,
        mediaIds: [mediaId],
        taggedUserIds: [viewers.both.id],
      });
      posts.set(visibility, { shown, mediaId });
      // What was done while one could see it.
      for (const name of ['blocker', 'blocked'] as const) {
        done(await like(viewers[name], shown));
        done(await save(viewers[name], shown));
      }
    }
    await block(viewers.blocker, author);
    await block(author, viewers.blocked);
    await mute(viewers.muter, author);
    if (account === 'private') await setPrivate(author);
  });

  for (const visibility of visibilities) {
    for (const relation of relations) {
      const isSeen = seen[account][visibility].includes(relation);
      it(`${visibility} → ${relation}: ${isSeen ? 'seen' : 'not found'}`, async () => {
        const { shown, mediaId } = posts.get(visibility) ?? {};
        const viewer = viewers[relation];
        if (!shown || !mediaId) throw new Error('no such post');
        const paths = ['', '/edits', '/likes', '/reposts', '/comments'];
        for (const path of paths) {
          const { status } = await viewer.get(pathOf(shown) + path);
          expect([path, status]).toEqual([path, isSeen ? 200 : 404]);
        }
        expect(await mayFetch(viewer, mediaId)).toBe(isSeen);
        const author = viewers.self;
        const isGone = relation === 'blocker' || relation === 'blocked';
        const ofAuthor = await viewer.get(`${api}/users/${author.id}/posts`);
        expect(ofAuthor.status).toBe(isGone ? 404 : 200);
        const isMuting = relation === 'muter';
        const lists: [path: string, isIn: boolean][] = [
          ['/feed', isSeen && ['self', 'follower', 'both'].includes(relation)],
          ['/explore', isSeen && visibility === 'public' && !isMuting],
          [`/tags/${tag}`, isSeen && !isMuting],
          ['/users/me/liked', false],
          ['/users/me/saved', false],
          [`/users/${viewers.both.id}/tagged`, isSeen],
          ...(isGone ? [] : [[`/users/${author.id}/posts`, isSeen] as [string, boolean]]),
        ];
        for (const [path, isIn] of lists) {
          expect([path, (await idsIn(viewer, path)).includes(shown.id)]).toEqual([path, isIn]);
        }
      });
    }
  }

  it('the profile counts for each viewer what the list shows them', async () => {
    for (const [relation, viewer] of Object.entries(viewers)) {
      const { id } = viewers.self;
      const profile = await viewer.get(`${api}/users/${id}`);
      if (profile.status === 404) continue;
      const shown = await all(viewer, `/users/${id}/posts`);
      expect([relation, profile.body.data.postCount]).toEqual([relation, shown.length]);
    }
  });

  it('of what nobody but the author sees nothing can be done by others', async () => {
    const { shown } = posts.get('friends') ?? {};
    if (!shown) throw new Error('no such post');
    for (const name of ['stranger', 'follower', 'blocker', 'blocked'] as const) {
      const { status: edited } = await viewers[name].patch(pathOf(shown), { text: 'x' });
      const answers = [edited];
      for (const act of ['like', 'save', 'repost', 'archive']) {
        answers.push((await viewers[name].put(`${pathOf(shown)}/${act}`)).status);
        answers.push((await viewers[name].delete(`${pathOf(shown)}/${act}`)).status);
      }
      answers.push((await viewers[name].delete(pathOf(shown))).status);
      answers.push((await viewers[name].delete(`${pathOf(shown)}/tag`)).status);
      expect(new Set(answers)).toEqual(new Set([404]));
    }
  });

  it('with a block or a mute the other’s likes are not counted, either way', async () => {
    const { shown } = posts.get('public') ?? {};
    if (!shown) throw new Error('no such post');
    expect(await look(viewers.self, shown)).toMatchObject({ likeCount: 0 });
    expect(await all(viewers.self, `/posts/${shown.id}/likes`)).toEqual([]);
    // They are there for who sees the likers.
    expect(await look(viewers.both, shown)).toMatchObject({ likeCount: 2, saveCount: null });
    expect(await all(viewers.both, `/posts/${shown.id}/likes`)).toHaveLength(2);
  });
});

it('archived is its author’s only, in their archive, and comes back with what was done to it', async () => {
  const [lan, minh, hoa] = await people(3);
  await follow(minh, lan);
  const mediaId = await upload(lan);
  const made = await post(lan, { text: '#cất', mediaIds: [mediaId], taggedUserIds: [hoa.id] });
  const quoting = await post(hoa, { quoteOf: made.id });
  for (const act of [like, save, repost]) done(await act(minh, made));
  const postCount = async () => (await minh.get(`${api}/users/${lan.id}`)).body.data.postCount;
  const places = [
    '/feed',
    '/explore',
    '/tags/cất',
    '/users/me/liked',
    '/users/me/saved',
    `/users/${lan.id}/posts`,
    `/users/${hoa.id}/tagged`,
  ];
  expect(await postCount()).toBe(1);
  for (const _ of [1, 2]) expect(done(await archive(lan, made))).toMatchObject({ likeCount: 1 });
  for (const viewer of [minh, hoa]) {
    expect((await viewer.get(pathOf(made))).status).toBe(404);
    expect(await mayFetch(viewer, mediaId)).toBe(false);
    for (const path of places) expect(await idsIn(viewer, path)).not.toContain(made.id);
    expect((await look(viewer, quoting)).quoted).toBe(null);
  }
  expect(await look(hoa, quoting)).toMatchObject({ quoteOf: made.id, quoted: null });
  for (const path of places) expect(await idsIn(lan, path)).not.toContain(made.id);
  expect(await idsIn(lan, '/users/me/archived')).toEqual([made.id]);
  expect(await idsIn(minh, '/users/me/archived')).toEqual([]);
  expect((await look(lan, made)).archivedAt).not.toBe(null);
  expect(await postCount()).toBe(0);
  done(await lan.delete(`${pathOf(made)}/archive`));
  for (const path of places) expect(await idsIn(minh, path)).toContain(made.id);
  expect(await look(minh, made)).toMatchObject({ likeCount: 1, likedByMe: true, quoteCount: 1 });
  expect((await look(minh, quoting)).quoted).toMatchObject({ id: made.id });
  expect(await postCount()).toBe(1);
});

it('hidden people and what they did are nowhere, and come back', async () => {
  const [lan, minh, hoa] = await people(3);
  await follow(hoa, lan);
  await follow(hoa, minh);
  const [theirs, other] = [await post(lan, { text: '#vắng' }), await post(minh)];
  const quoting = await post(minh, { quoteOf: theirs.id, taggedUserIds: [lan.id] });
  done(await like(lan, other));
  done(await repost(lan, other));
  const hide = async (state: string) =>
    server.pool.query('update users set state = $2 where id = $1', [lan.id, state]);
  for (const state of ['not_active', 'deleted']) {
    await hide(state);
    expect((await hoa.get(pathOf(theirs))).status).toBe(404);
    expect((await hoa.get(`${api}/users/${lan.id}/posts`)).status).toBe(404);
    for (const path of ['/feed', '/explore', '/tags/vắng']) {
      expect(await idsIn(hoa, path)).not.toContain(theirs.id);
    }
    expect(await look(hoa, quoting)).toMatchObject({ quoted: null, taggedUsers: [] });
    expect(await all(hoa, `/posts/${other.id}/likes`)).toEqual([]);
    expect(await all(hoa, `/posts/${other.id}/reposts`)).toEqual([]);
  }
  await hide('active');
  expect(await idsIn(hoa, '/feed')).toContain(theirs.id);
  expect((await look(hoa, quoting)).quoted).toMatchObject({ id: theirs.id });
});

it('a block takes everything of the two from each other, and an end of it brings it back', async () => {
  const [lan, minh, hoa] = await people(3);
  const made = await post(lan);
  const quoting = await post(hoa, { quoteOf: made.id });
  for (const act of [like, save, repost]) done(await act(minh, made));
  await block(lan, minh);
  expect(await look(hoa, made)).toMatchObject({ likeCount: 1, repostCount: 1 });
  // Who saved it is told by no count either.
  expect(await look(lan, made)).toMatchObject({ likeCount: 0, repostCount: 0, saveCount: 1 });
  expect((await look(minh, quoting)).quoted).toBe(null);
  expect(await idsIn(minh, '/users/me/saved')).toEqual([]);
  await unblock(lan, minh);
  expect(await look(lan, made)).toMatchObject({ likeCount: 1, repostCount: 1, saveCount: 1 });
  await mute(lan, minh);
  expect(await look(lan, made)).toMatchObject({ likeCount: 0, saveCount: 1 });
  expect(await idsIn(minh, '/users/me/saved')).toEqual([made.id]);
});

it('of muted people the page can be read, and nothing comes by itself', async () => {
  const [lan, minh, hoa] = await people(3);
  await follow(hoa, lan);
  const made = await post(lan, { text: '#ồn' });
  const theirs = await post(minh);
  const quoting = await post(minh, { quoteOf: made.id });
  done(await like(lan, theirs));
  done(await repost(lan, theirs));
  await mute(hoa, lan);
  expect(await idsIn(hoa, `/users/${lan.id}/posts`)).toEqual([made.id]);
  expect(await look(hoa, made)).toMatchObject({ id: made.id });
  for (const path of ['/feed', '/explore', '/tags/ồn']) {
    expect(await idsIn(hoa, path)).not.toContain(made.id);
  }
  expect(idsOf(await all(hoa, '/feed'))).toEqual([]);
  expect((await look(hoa, quoting)).quoted).toBe(null);
  expect(await look(hoa, theirs)).toMatchObject({ likeCount: 0, repostCount: 0 });
  expect(await look(minh, theirs)).toMatchObject({ likeCount: 1, repostCount: 1 });
});

it('a tag ends for all with a block between the two, and is there again without it', async () => {
  const [lan, minh, hoa] = await people(3);
  const tagging = await post(lan, { taggedUserIds: [minh.id, hoa.id] });
  const tagged = async () => [
    await idsIn(hoa, `/users/${minh.id}/tagged`),
    idsOf((await look(hoa, tagging)).taggedUsers),
  ];
  await block(minh, lan);
  expect(await tagged()).toEqual([[], [hoa.id]]);
  expect(await idsIn(minh, `/users/${minh.id}/tagged`)).toEqual([]);
  await unblock(minh, lan);
  expect(await tagged()).toEqual([[tagging.id], [minh.id, hoa.id]]);
});
