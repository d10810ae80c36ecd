import type { Post } from '@xom/contract/posts';
import { expect } from 'vitest';
import { formOf, pngFile } from '../../../test/media-files.ts';
import type { Answer, TestPerson } from '../../../test/people.ts';
import { accept, api, ask, newcomers, server } from '../people/test-acts.ts';

/** What the tests of posts share: people who post, like and look through the doors. */

type Thing = { id: string };

export const pathOf = (post: Thing): string => `${api}/posts/${post.id}`;

/** The data of an answer that succeeded. */
export function done<Data>(answer: Answer): Data {
  expect(answer, JSON.stringify(answer.body)).toMatchObject({ body: { status: 'success' } });
  return answer.body.data;
}

/** What can be told of a post in a test: text alone unless there is more. */
export async function post(author: TestPerson, more: object = {}): Promise<Post> {
  return done(await author.post(`${api}/posts`, { text: 'một bài', ...more }));
}

export async function look(viewer: TestPerson, at: Thing): Promise<Post> {
  return done(await viewer.get(pathOf(at)));
}

export const like = (who: TestPerson, what: Thing): Promise<Answer> =>
  who.put(`${pathOf(what)}/like`);
export const unlike = (who: TestPerson, what: Thing): Promise<Answer> =>
  who.delete(`${pathOf(what)}/like`);
export const save = (who: TestPerson, what: Thing): Promise<Answer> =>
  who.put(`${pathOf(what)}/save`);
export const repost = (who: TestPerson, what: Thing): Promise<Answer> =>
  who.put(`${pathOf(what)}/repost`);
export const unrepost = (who: TestPerson, what: Thing): Promise<Answer> =>
  who.delete(`${pathOf(what)}/repost`);
export const archive = (who: TestPerson, what: Thing): Promise<Answer> =>
  who.put(`${pathOf(what)}/archive`);
export const remove = (who: TestPerson, what: Thing): Promise<Answer> => who.delete(pathOf(what));

export async function follow(who: TestPerson, other: Thing): Promise<void> {
  done(await who.put(`${api}/users/${other.id}/follow`));
}
export async function mute(who: TestPerson, other: Thing): Promise<void> {
  done(await who.put(`${api}/users/${other.id}/mute`));
}
export async function befriend(who: TestPerson, other: TestPerson): Promise<void> {
  done(await ask(who, other));
  done(await accept(other, who));
}
export async function setPrivate(who: TestPerson, isPrivate = true): Promise<void> {
  done(await who.patch(`${api}/users/me`, { isPrivate }));
}

/** Uploads a picture. @returns its id */
export async function upload(who: TestPerson): Promise<string> {
  const bytes = await pngFile({ width: 24, height: 16 });
  return done<Thing>(await who.post(`${api}/media`, formOf(bytes))).id;
}

export const mayFetch = async (who: TestPerson, mediaId: string): Promise<boolean> =>
  (await who.get(`${api}/media/${mediaId}`)).status === 200;

/** All of a list, page by page. */
export async function all<Item = Post>(
  who: TestPerson,
  path: string,
  limit = 100,
): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | null = null;
  do {
    const from: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const glue = path.includes('?') ? '&' : '?';
    const page: { items: Item[]; nextCursor: string | null; hasMore: boolean } = done(
      await who.get(`${api}${path}${glue}limit=${limit}${from}`),
    );
    expect(page.hasMore).toBe(page.nextCursor !== null);
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return items;
}

export const idsOf = (things: readonly Thing[]): string[] => things.map(({ id }) => id);

/** The ids of a list. */
export async function idsIn(who: TestPerson, path: string): Promise<string[]> {
  return idsOf(await all(who, path));
}

export async function people<Count extends 2 | 3 | 4 | 5>(
  count: Count,
): Promise<{ 2: Two; 3: Three; 4: Four; 5: Five }[Count]> {
  // As many as were asked for.
  return (await newcomers(count)) as never;
}
type Two = [TestPerson, TestPerson];
type Three = [...Two, TestPerson];
type Four = [...Three, TestPerson];
type Five = [...Four, TestPerson];

/**
 * What must always hold of the stored rows: both sides of a like are there, and each counter is the number of
 * rows that count.
 */
export async function expectWhole(): Promise<void> {
  // What an account's privacy does to its tags and quotes is done a moment later.
  await expect.poll(countJobs).toBe(0);
  const { rows } = await server.pool.query(`
    select 'one side' as what, l.post_id as id from post_likes l
      full join liked_posts m on m.user_id = l.user_id and m.post_id = l.post_id
      where l.created_at is distinct from m.created_at
    union all select 'likes', id from posts p where like_count <>
      (select count(*) from post_likes where post_id = p.id and is_counted)
    union all select 'saves', id from posts p where save_count <>
      (select count(*) from saved_posts where post_id = p.id and is_counted)
    union all select 'reposts', id from posts p where repost_count <>
      (select count(*) from reposts where post_id = p.id and is_counted)
    union all select 'comments', id from posts p where comment_count <>
      (select count(*) from comments where post_id = p.id and is_counted and parent_id is null)
    union all select 'quotes', id from posts p where quote_count <>
      (select count(*) from posts q where q.quote_of = p.id and q.is_quote_counted)
    union all select 'untold quote', p.id from posts p join users u on u.id = p.author_id
      where p.is_quote_counted <> (p.quote_of is not null and p.is_counted and p.visibility = 'public'
        and not u.is_private)
    union all select 'posts', id from users u where post_count <>
      (select count(*) from posts where author_id = u.id and archived_at is null and deleted_at is null
        and u.state = 'active' and u.deactivated_at is null)
    union all select 'tagged', id from posts p where tagged_user_ids <> array(
      select user_id from tagged_posts where post_id = p.id and removed_at is null
      order by array_position(p.tagged_user_ids, user_id))
    union all select 'rank', id from posts where explore_rank <> (floor(log(2::numeric,
      (1 + like_count + 2 * comment_count + 3 * (repost_count + quote_count))::numeric))
      + extract(epoch from created_at) / 43200)::double precision
    union all select 'untold tag', t.post_id from post_tags t
      join posts p on p.id = t.post_id join users u on u.id = p.author_id
      where t.is_counted <> (p.is_counted and p.visibility = 'public' and not u.is_private)
    union all select 'tag ' || tag, null from tags t where post_count <>
      (select count(*) from post_tags where tag = t.tag and is_counted) or post_count = 0`);
  expect(rows).toEqual([]);
}

async function countJobs(): Promise<number | null> {
  const { rowCount } = await server.pool.query(
    "select from graphile_worker.jobs where task_identifier = 'posts:recount-tags'",
  );
  return rowCount;
}
