import { beforeAll, describe, expect, it, vi } from 'vitest';
import { next, type TestPerson } from '../../../test/people.ts';
import { comment, commentPath, reply } from '../comments/test-acts.ts';
import { api, newcomers, server, serveTests } from '../people/test-acts.ts';
import {
  all,
  befriend,
  done,
  follow,
  like,
  post,
  repost,
  save,
  setPrivate,
} from '../posts/test-acts.ts';
import { look as lookAtStory, show } from '../stories/test-acts.ts';
import { comeBack, deactivate } from './test-acts.ts';

/** Every list leaves out who is hidden, and what is theirs, and shows it again when they are back. */

serveTests();

/** What answers whether somebody, or something of theirs, stands in a list. */
type Look = () => Promise<boolean>;

/** Minh, who stands in every list that Lan or somebody else looks at. */
async function scene(): Promise<{ minh: TestPerson; lists: Record<string, Look> }> {
  const [lan, minh, hoa, kim] = await newcomers(4);
  if (!lan || !minh || !hoa || !kim) throw new Error('nobody');
  await befriend(lan, minh);
  for (const [who, other] of [
    [lan, minh],
    [minh, lan],
    [hoa, lan],
    [lan, hoa],
    [minh, hoa],
    [kim, minh],
  ] as const) {
    await follow(who, other);
  }
  await setPrivate(kim);
  await follow(minh, kim);
  done(await minh.post(`${api}/friends/requests`, { userId: kim.id }));
  const of = await post(lan, { text: 'bài của Lan' });
  const by = await comment(lan, of.id);
  const own = await post(minh, { text: 'chuyện của Minh #conhau', taggedUserIds: [lan.id] });
  const told = await comment(minh, of.id, 'Minh đây');
  const answer = await reply(minh, by);
  for (const act of [like, repost]) done(await act(minh, of));
  done(await minh.put(`${commentPath(by)}/like`));
  const far = await post(hoa, { text: 'xa' });
  done(await repost(minh, far));
  for (const act of [like, save]) done(await act(lan, own));
  const shown = await show(minh);
  const seen = await show(lan);
  expect((await lookAtStory(minh, seen)).status).toBe(200);

  const has = (path: string, id: string, who: TestPerson = lan): Look => {
    return async () => JSON.stringify(done(await who.get(api + path))).includes(id);
  };
  const found = (type: string, q: string, id: string): Look => {
    return async () => {
      const path = `${api}/search?type=${type}&q=${encodeURIComponent(q)}`;
      return JSON.stringify(done(await lan.get(path))).includes(id);
    };
  };
  const isThere =
    (path: string): Look =>
    async () =>
      (await lan.get(api + path)).status === 200;
  return {
    minh,
    lists: {
      'a profile': isThere(`/users/${minh.id}`),
      'a post': isThere(`/posts/${own.id}`),
      'a comment': isThere(`/comments/${told.id}`),
      'a reply': isThere(`/replies/${answer.id}`),
      'a story': isThere(`/stories/${shown}`),
      'the posts of a person': isThere(`/users/${minh.id}/posts`),
      followers: has(`/users/${lan.id}/followers`, minh.id),
      followings: has(`/users/${lan.id}/followings`, minh.id),
      mutuals: has(`/users/${hoa.id}/mutuals`, minh.id),
      'requests to follow': has('/users/me/follow-requests', minh.id, kim),
      suggestions: has('/users/me/suggestions', minh.id, hoa),
      friends: has('/friends', minh.id),
      'requests to be friends': has('/friends/requests?direction=received', minh.id, kim),
      feed: has('/feed', own.id),
      'what the feed holds by a repost': async () =>
        (await all<{ repostedBy: { id: string } | null }>(kim, '/feed')).some(
          ({ repostedBy }) => repostedBy?.id === minh.id,
        ),
      explore: has('/explore', own.id),
      'the page of a tag': has('/tags/conhau', own.id),
      'posts that tag': has(`/users/${lan.id}/tagged`, own.id),
      'what one saved': has('/users/me/saved', own.id),
      'what one likes': has('/users/me/liked', own.id),
      likes: has(`/posts/${of.id}/likes`, minh.id),
      reposts: has(`/posts/${of.id}/reposts`, minh.id),
      comments: has(`/posts/${of.id}/comments`, told.id),
      replies: has(`/comments/${by.id}/replies`, answer.id),
      'likes of a comment': has(`/comments/${by.id}/likes`, minh.id),
      'the tray of stories': has('/stories', minh.id),
      'who saw a story': has(`/stories/${seen}/viewers`, minh.id),
      notifications: has('/notifications', minh.id),
      'people found': found('users', minh.username, minh.id),
      'posts found': found('posts', 'chuyện', own.id),
      'tags found': found('tags', 'conhau', 'conhau'),
      'when people were last here': async () => {
        const answer = await lan.post(`${api}/users/last-seen`, { userIds: [minh.id] });
        return JSON.stringify(done(answer)).includes(minh.id);
      },
    },
  };
}

async function lookEverywhere(lists: Record<string, Look>): Promise<Record<string, boolean>> {
  const seen: Record<string, boolean> = {};
  for (const [name, look] of Object.entries(lists)) seen[name] = await look();
  return seen;
}

const names = [
  'a profile',
  'a post',
  'a comment',
  'a reply',
  'a story',
  'the posts of a person',
  'followers',
  'followings',
  'mutuals',
  'requests to follow',
  'suggestions',
  'friends',
  'requests to be friends',
  'feed',
  'what the feed holds by a repost',
  'explore',
  'the page of a tag',
  'posts that tag',
  'what one saved',
  'what one likes',
  'likes',
  'reposts',
  'comments',
  'replies',
  'likes of a comment',
  'the tray of stories',
  'who saw a story',
  'notifications',
  'people found',
  'posts found',
  'tags found',
  'when people were last here',
];

describe('one who is hidden', () => {
  let seen: Record<'before' | 'hidden' | 'back', Record<string, boolean>>;
  beforeAll(async () => {
    const { minh, lists } = await scene();
    // What is new is found a moment later.
    await vi.waitUntil(async () => lists['posts found']?.(), { timeout: 5000 });
    const before = await lookEverywhere(lists);
    await deactivate(minh);
    const hidden = await lookEverywhere(lists);
    await comeBack(minh);
    seen = { before, hidden, back: await lookEverywhere(lists) };
  });

  it('is looked for in every list of these', () => {
    expect(Object.keys(seen.before)).toEqual(names);
  });

  it.each(names)('is not in %s until they are back', (name) => {
    const { before, hidden, back } = seen;
    expect([before[name], hidden[name], back[name]]).toEqual([true, false, true]);
  });
});

it('is told as gone to who was told that they are here', async () => {
  const [lan, minh] = await newcomers(2);
  if (!lan || !minh) throw new Error('nobody');
  await befriend(lan, minh);
  const onLan = await lan.connect('/v1');
  const come = next(onLan, 'presence.updated');
  await minh.connect('/v1');
  expect(await come).toMatchObject({ userId: minh.id, isOnline: true });
  const gone = next(onLan, 'presence.updated');
  await deactivate(minh);
  expect(await gone).toMatchObject({ userId: minh.id, isOnline: false });
  expect((await lan.get(`${api}/users/${minh.id}`)).status).toBe(404);
  expect(server.log.filter((line) => /"level":[56]0/.test(line))).toEqual([]);
});
