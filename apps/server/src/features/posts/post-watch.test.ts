import { expect, it } from 'vitest';
import { emit, record, settle, type TestPerson } from '../../../test/people.ts';
import { block, eventsOf, newcomers, refusal, serveTests } from '../people/test-acts.ts';
import {
  archive,
  befriend,
  done,
  like,
  mute,
  pathOf,
  people,
  post,
  remove,
  repost,
  save,
  setPrivate,
  unlike,
} from './test-acts.ts';

/** What sockets are told of posts: those that have one open, and those of whoever acts. */

serveTests();

async function watching(who: TestPerson, ...posts: { id: string }[]) {
  const socket = await who.connect('/v1');
  for (const { id } of posts) {
    expect(await emit(socket, 'posts.open', { postId: id })).toMatchObject({
      status: 'success',
      id,
    });
  }
  const heard = record(socket);
  return { socket, heard, updates: () => eventsOf(heard, 'post.updated') };
}

it('an open post is told of as each would read it, and once', async () => {
  const [lan, minh, hoa, tuan] = await people(4);
  const made = await post(lan);
  const author = await watching(lan, made);
  const viewer = await watching(hoa, made);
  const muting = await watching(tuan, made);
  await mute(tuan, minh);
  const actor = await watching(minh);
  const actorOpen = await watching(minh, made);
  const elsewhere = await watching(hoa);
  const all = [author, viewer, muting, actor, actorOpen, elsewhere];
  const sockets = all.map(({ socket }) => socket);
  await settle(...sockets);
  muting.heard.length = 0;

  done(await like(minh, made));
  await settle(...sockets);
  const counters = {
    postId: made.id,
    likeCount: 1,
    commentCount: 0,
    repostCount: 0,
    quoteCount: 0,
    saveCount: null,
    likedByMe: false,
    savedByMe: false,
    repostedByMe: false,
    editedAt: null,
  };
  expect(author.updates()).toEqual([{ ...counters, saveCount: 0 }]);
  expect(viewer.updates()).toEqual([counters]);
  expect(muting.updates()).toEqual([{ ...counters, likeCount: 0 }]);
  for (const own of [actor, actorOpen]) {
    expect(own.updates()).toEqual([{ ...counters, likedByMe: true }]);
  }
  expect(elsewhere.updates()).toEqual([]);

  // Liking again is nothing; saving is nobody's business, but for the author's count.
  for (const { heard } of all) heard.length = 0;
  done(await like(minh, made));
  done(await lan.patch(pathOf(made), { text: 'một bài', visibility: 'public', taggedUserIds: [] }));
  done(await save(minh, made));
  await settle(...sockets);
  expect(author.updates()).toEqual([{ ...counters, saveCount: 1 }]);
  expect(viewer.updates()).toEqual([]);
  expect(actor.updates()).toEqual([{ ...counters, likedByMe: true, savedByMe: true }]);

  for (const { heard } of all) heard.length = 0;
  done(await minh.post(`${pathOf(made)}/comments`, { text: 'hay' }));
  done(await unlike(minh, made));
  done(await repost(minh, made));
  done(await lan.patch(pathOf(made), { text: 'khác' }));
  await expect
    .poll(() => viewer.updates().at(-1))
    .toMatchObject({ likeCount: 0, commentCount: 1, repostCount: 1, editedAt: expect.any(String) });
});

it('closed, or one of more than a hundred, it is told of no more', async () => {
  const [lan, minh] = await people(2);
  const made = await post(lan);
  const viewer = await watching(minh, made);
  expect(await emit(viewer.socket, 'posts.close', { postId: made.id })).toEqual({
    status: 'success',
  });
  const other = await watching(minh, made);
  for (let index = 0; index < 100; index += 1) {
    const { id } = await post(lan);
    await emit(other.socket, 'posts.open', { postId: id });
  }
  done(await like(lan, made));
  await settle(viewer.socket, other.socket);
  expect([...viewer.updates(), ...other.updates()]).toEqual([]);
});

it('who no longer sees it is told that it is gone, and nothing after', async () => {
  const [lan, minh, hoa] = await people(3);
  const removals = (watcher: { heard: [string, unknown][] }) =>
    eventsOf(watcher.heard, 'post.removed');
  const ends: ((postId: { id: string }) => Promise<unknown>)[] = [
    async (made) => done(await remove(lan, made)),
    async (made) => done(await archive(lan, made)),
    async (made) => done(await lan.patch(pathOf(made), { visibility: 'friends' })),
  ];
  for (const end of ends) {
    const made = await post(lan);
    const viewer = await watching(minh, made);
    const author = await watching(lan);
    await end(made);
    await expect.poll(() => removals(viewer)).toEqual([{ postId: made.id }]);
    await like(lan, made);
    await settle(viewer.socket, author.socket);
    expect(viewer.heard).toEqual([['post.removed', { postId: made.id }]]);
    expect(removals(author)).toEqual(end === ends[0] ? [{ postId: made.id }] : []);
  }
  // A block or a private account says nothing by itself; the next news of the post does not reach them.
  const made = await post(lan);
  const viewer = await watching(minh, made);
  await block(lan, minh);
  done(await like(hoa, made));
  await settle(viewer.socket);
  expect(viewer.updates()).toEqual([]);
  const shown = await watching(hoa, made);
  await setPrivate(lan);
  done(await like(lan, made));
  await settle(shown.socket);
  expect(shown.updates()).toEqual([]);
});

it('what one may not see cannot be opened', async () => {
  const [lan, minh] = await newcomers(2);
  if (!lan || !minh) throw new Error('nobody');
  const made = await post(lan, { visibility: 'friends' });
  const socket = await minh.connect('/v1');
  const { body } = refusal('not_found');
  expect(await emit(socket, 'posts.open', { postId: made.id })).toMatchObject(body);
  const heard = record(socket);
  await befriend(lan, minh);
  done(await like(lan, made));
  await settle(socket);
  expect(eventsOf(heard, 'post.updated')).toEqual([]);
});
