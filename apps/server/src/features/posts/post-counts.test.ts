import type { Post } from '@xom/contract/posts';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { call, testPassword, type TestPerson } from '../../../test/people.ts';
import { api, newcomers, server, serveTests } from '../people/test-acts.ts';
import {
  all,
  expectWhole,
  follow,
  idsIn,
  idsOf,
  look,
  mute,
  pathOf,
  people,
  post,
  setPrivate,
} from './test-acts.ts';

/** After any acts of some people, each sees counts that are as long as the lists they see. */

serveTests();

const acts = [
  'like',
  'unlike',
  'save',
  'unsave',
  'repost',
  'unrepost',
  'archive',
  'unarchive',
  'quote',
  'comment',
  'hide from others',
  'show to all',
  'delete',
  'mute',
  'unmute',
  'block',
  'unblock',
  'go private',
  'go public',
] as const;
const personCount = 3;
const postCount = 3;

const anAct = fc.record({
  who: fc.nat({ max: personCount - 1 }),
  what: fc.constantFrom(...acts),
  post: fc.nat({ max: postCount - 1 }),
  other: fc.nat({ max: personCount - 1 }),
});

/** Does it, or is refused. */
async function perform(
  { what, post, other }: { what: (typeof acts)[number]; post: Post; other: TestPerson },
  who: TestPerson,
): Promise<number> {
  const path = pathOf(post);
  const toOther = `${api}/users/${other.id}`;
  switch (what) {
    case 'like':
    case 'save':
    case 'repost':
    case 'archive':
      return (await who.put(`${path}/${what}`)).status;
    case 'unlike':
    case 'unsave':
    case 'unrepost':
    case 'unarchive':
      return (await who.delete(`${path}/${what.slice(2)}`)).status;
    case 'quote':
      return (await who.post(`${api}/posts`, { quoteOf: post.id, text: '#chung' })).status;
    case 'comment':
      return (await who.post(`${path}/comments`, { text: 'hay' })).status;
    case 'hide from others':
      return (await who.patch(path, { visibility: 'friends' })).status;
    case 'show to all':
      return (await who.patch(path, { visibility: 'public' })).status;
    case 'delete':
      return (await who.delete(path)).status;
    case 'mute':
    case 'block':
      return (await who.put(`${toOther}/${what}`)).status;
    case 'unmute':
    case 'unblock':
      return (await who.delete(`${toOther}/${what.slice(2)}`)).status;
    case 'go private':
      return (await who.patch(`${api}/users/me`, { isPrivate: true })).status;
    default:
      return (await who.patch(`${api}/users/me`, { isPrivate: false })).status;
  }
}

/** What one person sees fits together. */
async function holdSight(viewer: TestPerson, authors: readonly TestPerson[]): Promise<void> {
  const me = (await viewer.get(`${api}/users/me`)).body.data;
  const own = await all(viewer, `/users/${viewer.id}/posts`);
  expect(own).toHaveLength(me.postCount);
  expect((await all(viewer, '/users/me/liked')).every(({ likedByMe }) => likedByMe)).toBe(true);
  expect((await all(viewer, '/users/me/saved')).every(({ savedByMe }) => savedByMe)).toBe(true);
  for (const author of authors) {
    const profile = await viewer.get(`${api}/users/${author.id}`);
    if (profile.status === 404) continue;
    const shown = await all(viewer, `/users/${author.id}/posts`);
    expect(shown).toHaveLength(profile.body.data.postCount);
    for (const one of shown) {
      const lists = await Promise.all(
        ['likes', 'reposts', 'comments'].map((list) => idsOrPeople(viewer, one, list)),
      );
      const counts = [one.likeCount, one.repostCount, one.commentCount];
      expect(counts).toEqual(lists.map(({ length }) => length));
      expect(one.likedByMe).toBe(lists[0]?.includes(viewer.id));
      expect(one.repostedByMe).toBe(lists[1]?.includes(viewer.id));
      expect((await idsIn(viewer, '/users/me/liked')).includes(one.id)).toBe(one.likedByMe);
      expect((await idsIn(viewer, '/users/me/saved')).includes(one.id)).toBe(one.savedByMe);
    }
  }
  const feed = idsOf(await all(viewer, '/feed', 2));
  expect(new Set(feed).size).toBe(feed.length);
}

async function idsOrPeople(viewer: TestPerson, one: Post, list: string): Promise<string[]> {
  const items = await all<{ id?: string; user?: { id: string } }>(
    viewer,
    `/posts/${one.id}/${list}`,
    3,
  );
  return items.map(({ id, user }) => user?.id ?? id ?? '');
}

it('counts are as long as the lists, for everybody', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anAct, { minLength: 12, maxLength: 25, size: 'max' }),
      async (given) => {
        const people = await newcomers(personCount);
        const posts: Post[] = [];
        for (const [index, person] of people.entries()) {
          if (index < postCount) posts.push(await post(person, { text: `#chung ${index}` }));
          for (const other of people) if (other !== person) await follow(person, other);
        }
        for (const { who, what, post: at, other } of given) {
          const [actor, onto, target] = [people[who], posts[at], people[other]];
          if (!actor || !onto || !target) throw new Error('nobody');
          const status = await perform({ what, post: onto, other: target }, actor);
          expect([200, 201, 400, 403, 404]).toContain(status);
        }
        await expectWhole();
        for (const viewer of people) await holdSight(viewer, people);
        for (const person of people) person.disconnect();
      },
    ),
    { seed: 2026, numRuns: 6 },
  );
});

it('a quote is counted while all may see it, whatever else happens to who quotes', async () => {
  const [author, quoter, reader] = await people(3);
  const quoted = await post(author);
  const count = async () => {
    await expectWhole();
    const { quoteCount } = await look(reader, quoted);
    expect((await look(author, quoted)).quoteCount).toBe(quoteCount);
    return quoteCount;
  };
  const first = await post(quoter, { quoteOf: quoted.id });
  expect(await count()).toBe(1);
  await setPrivate(quoter);
  expect(await count()).toBe(0);
  expect((await reader.get(pathOf(first))).status).toBe(404);
  // Made, edited and put away while the account is private: it stays so.
  await post(quoter, { quoteOf: quoted.id });
  await quoter.patch(pathOf(first), { text: 'khác' });
  await quoter.put(`${pathOf(first)}/archive`);
  expect(await count()).toBe(0);
  await setPrivate(quoter, false);
  expect(await count()).toBe(1);
  await quoter.delete(`${pathOf(first)}/archive`);
  expect(await count()).toBe(2);
  await quoter.post(`${api}/users/me/deactivate`);
  expect(await count()).toBe(0);
  const { username } = quoter;
  const back = await quoter.post(`${api}/auth/login`, { username, password: testPassword });
  expect(back.status).toBe(200);
  expect(await count()).toBe(2);
  const again = await setPrivateAs(back.body.data.accessToken);
  expect(again.status).toBe(200);
  await mute(reader, quoter);
  expect(await count()).toBe(0);
});

function setPrivateAs(token: string) {
  return call(server, 'PATCH', `${api}/users/me`, { token, body: { isPrivate: true } });
}
