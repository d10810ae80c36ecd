import type { Comment, Reply } from '@xom/contract/comments';
import type { Notification } from '@xom/contract/notifications';
import type { Post } from '@xom/contract/posts';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { call, type TestPerson, testPassword } from '../../../test/people.ts';
import { comment, commentPath, reply, replyPath } from '../comments/test-acts.ts';
import { api, newcomers, server, serveTests } from '../people/test-acts.ts';
import { all, done, idsOf, pathOf, post } from '../posts/test-acts.ts';
import { comeBack, expectSettled, newAdmin } from './test-acts.ts';

/** Whatever some people do at once, while some go and come back: each sees counts as long as the lists they see. */

serveTests();

const personCount = 4;

const onPost = ['like', 'save', 'repost', 'archive'] as const;
const acts = [
  ...onPost,
  'unlike',
  'unsave',
  'unrepost',
  'unarchive',
  'quote',
  'comment',
  'reply',
  'like comment',
  'unlike comment',
  'delete comment',
  'follow',
  'unfollow',
  'mute',
  'block',
  'unblock',
  'hide post',
  'show post',
  'delete post',
  'go private',
  'go public',
  // Oftener than the others.
  'deactivate',
  'deactivate',
  'sign in',
  'sign in',
  'sign in',
  'suspend',
  'restore',
  'restore',
] as const;
type Act = (typeof acts)[number];

const anAct = fc.record({
  who: fc.nat({ max: personCount - 1 }),
  what: fc.constantFrom(...acts),
  onto: fc.nat({ max: personCount - 1 }),
});

/** Some people, each with a post, on which each has a comment. */
interface World {
  admin: TestPerson;
  people: TestPerson[];
  posts: Post[];
  comments: Comment[];
  replies: Reply[];
}

async function newWorld(admin: TestPerson): Promise<World> {
  const people = await newcomers(personCount);
  const world: World = { admin, people, posts: [], comments: [], replies: [] };
  for (const author of people) {
    const made = await post(author, { text: '#chung' });
    world.posts.push(made);
    const by = await comment(author, made.id);
    world.comments.push(by);
    for (const other of people) {
      if (other === author) continue;
      done(await other.put(`${api}/users/${author.id}/follow`));
      done(await other.put(`${pathOf(made)}/like`));
      world.replies.push(await reply(other, by));
    }
  }
  return world;
}

/** Does it, or is refused. @returns the status */
async function perform(
  world: World,
  { who, what, onto }: { who: number; what: Act; onto: number },
): Promise<number> {
  const [actor, at, by, other] = [
    world.people[who],
    world.posts[onto],
    world.comments[onto],
    world.people[onto],
  ];
  if (!actor || !at || !by || !other) throw new Error('nobody');
  const [path, person] = [pathOf(at), `${api}/users/${other.id}`];
  switch (what) {
    case 'like':
    case 'save':
    case 'repost':
    case 'archive':
      return (await actor.put(`${path}/${what}`)).status;
    case 'unlike':
    case 'unsave':
    case 'unrepost':
    case 'unarchive':
      return (await actor.delete(`${path}/${what.slice(2)}`)).status;
    case 'quote':
      return (await actor.post(`${api}/posts`, { quoteOf: at.id, text: '#chung #trích' })).status;
    case 'comment':
      return (await actor.post(`${path}/comments`, { text: 'hay' })).status;
    case 'reply':
      return (await actor.post(`${commentPath(by)}/replies`, { text: 'đúng' })).status;
    case 'like comment':
      return (await actor.put(`${commentPath(by)}/like`)).status;
    case 'unlike comment':
      return (await actor.delete(`${commentPath(by)}/like`)).status;
    case 'delete comment':
      return (await actor.delete(replyPath(world.replies[onto * 3] ?? by))).status;
    case 'follow':
    case 'mute':
    case 'block':
      return (await actor.put(`${person}/${what}`)).status;
    case 'unfollow':
    case 'unblock':
      return (await actor.delete(`${person}/${what.slice(2)}`)).status;
    case 'hide post':
      return (await actor.patch(path, { visibility: 'friends' })).status;
    case 'show post':
      return (await actor.patch(path, { visibility: 'public' })).status;
    case 'delete post':
      return (await actor.delete(path)).status;
    case 'go private':
      return (await actor.patch(`${api}/users/me`, { isPrivate: true })).status;
    case 'go public':
      return (await actor.patch(`${api}/users/me`, { isPrivate: false })).status;
    case 'deactivate':
      return (await actor.post(`${api}/users/me/deactivate`)).status;
    case 'sign in':
      return signIn(world, who);
    case 'suspend':
      return changeState(world, actor, 'not_active');
    default:
      return changeState(world, actor, 'active');
  }
}

async function signIn(world: World, who: number): Promise<number> {
  const username = world.people[who]?.username;
  const body = { username, password: testPassword };
  const { status } = await call(server, 'POST', `${api}/auth/login`, { body });
  const actor = world.people[who];
  if (status === 200 && actor) world.people[who] = await comeBack(actor);
  return status;
}

async function changeState({ admin }: World, of: TestPerson, state: string): Promise<number> {
  return (await admin.patch(`${api}/admin/users/${of.id}`, { state })).status;
}

type Counted = Pick<Post, 'id' | 'likeCount' | 'commentCount' | 'repostCount'>;

/** What one person who is there sees fits together. */
async function holdSight(viewer: TestPerson, people: readonly TestPerson[]): Promise<void> {
  for (const author of people) {
    const answer = await viewer.get(`${api}/users/${author.id}`);
    if (answer.status === 404) continue;
    const listed = async (list: string) =>
      (await all(viewer, `/users/${author.id}/${list}`)).length;
    if ((await viewer.get(`${api}/users/${author.id}/posts`)).status !== 200) continue;
    const posts = await all(viewer, `/users/${author.id}/posts`);
    if (author === viewer) expect(answer.body.data.postCount).toBe(await listed('posts'));
    for (const one of posts) await holdPost(viewer, one);
  }
  for (const one of await all<Notification>(viewer, '/notifications')) {
    expect(one.actors).toHaveLength(Math.min(one.actorCount, 3));
  }
}

async function holdPost(viewer: TestPerson, one: Counted): Promise<void> {
  const path = `/posts/${one.id}`;
  const [likes, reposts] = [
    await all(viewer, `${path}/likes`),
    await all(viewer, `${path}/reposts`),
  ];
  const comments = await all<Comment>(viewer, `${path}/comments`);
  expect([one.likeCount, one.repostCount, one.commentCount]).toEqual([
    likes.length,
    reposts.length,
    comments.length,
  ]);
  for (const { id, likeCount, replyCount } of comments) {
    const replies = await all<Reply>(viewer, `/comments/${id}/replies`);
    expect([likeCount, replyCount]).toEqual([
      (await all(viewer, `/comments/${id}/likes`)).length,
      replies.length,
    ]);
  }
  expect(new Set(idsOf(comments)).size).toBe(comments.length);
}

/** Followers as their own person sees them: those who are blocked follow no more, and the hidden do not count. */
async function holdFollows(person: TestPerson): Promise<void> {
  const me = done<{ followerCount: number; followingCount: number }>(
    await person.get(`${api}/users/me`),
  );
  expect([me.followerCount, me.followingCount]).toEqual([
    (await all(person, `/users/${person.id}/followers`)).length,
    (await all(person, `/users/${person.id}/followings`)).length,
  ]);
}

async function hold({ people }: World): Promise<void> {
  await expect
    .poll(async () => {
      const { rows } = await server.pool.query(
        'select id from users where counted_version <> hiding_version or accepts_waiting',
      );
      return rows;
    })
    .toEqual([]);
  await expectSettled();
  for (const viewer of people) {
    if ((await viewer.get(`${api}/users/me`)).status !== 200) continue;
    await holdFollows(viewer);
    await holdSight(viewer, people);
  }
}

it('counts are as long as the lists, whoever is away', { timeout: 180_000 }, async () => {
  const admin = await newAdmin();
  await fc.assert(
    fc.asyncProperty(
      // What stands together in one happens at once.
      fc.array(fc.array(anAct, { minLength: 1, maxLength: 4 }), {
        minLength: 6,
        maxLength: 14,
        size: 'max',
      }),
      async (given) => {
        const world = await newWorld(admin);
        for (const together of given) {
          const statuses = await Promise.all(together.map((act) => perform(world, act)));
          for (const status of statuses)
            expect([200, 201, 400, 401, 403, 404, 409]).toContain(status);
        }
        await hold(world);
        // With all of them back, nothing is lost.
        for (const [who, person] of world.people.entries()) {
          await changeState(world, person, 'active');
          expect(await signIn(world, who)).toBe(200);
        }
        await hold(world);
      },
    ),
    { seed: 2027, numRuns: 6 },
  );
});
