import type { Comment, Reply } from '@xom/contract/comments';
import { expect } from 'vitest';
import type { Answer, TestPerson } from '../../../test/people.ts';
import { api, server } from '../people/test-acts.ts';

/** What the tests of comments share: people who post, comment, reply and like through the doors. */

type Thing = { id: string };

/** The data of an answer that succeeded. */
export function done<Data>(answer: Answer): Data {
  expect(answer, JSON.stringify(answer.body)).toMatchObject({ body: { status: 'success' } });
  return answer.body.data;
}

export async function post(author: TestPerson, visibility = 'public'): Promise<string> {
  return done<Thing>(await author.post(`${api}/posts`, { text: 'một bài', visibility })).id;
}

export const saying = (
  who: TestPerson,
  postId: string,
  text = 'hay quá',
  more = {},
): Promise<Answer> => who.post(`${api}/posts/${postId}/comments`, { text, ...more });
export const replying = (
  who: TestPerson,
  comment: Thing,
  text = 'đúng rồi',
  more = {},
): Promise<Answer> => who.post(`${api}/comments/${comment.id}/replies`, { text, ...more });

export async function comment(
  who: TestPerson,
  postId: string,
  text?: string,
  more?: object,
): Promise<Comment> {
  return done(await saying(who, postId, text, more));
}
export async function reply(
  who: TestPerson,
  to: Thing,
  text?: string,
  more?: object,
): Promise<Reply> {
  return done(await replying(who, to, text, more));
}

export const commentPath = (comment: Thing): string => `${api}/comments/${comment.id}`;
export const replyPath = (reply: Thing): string => `${api}/replies/${reply.id}`;

/** All pages of a list. */
export async function all<Item = Comment>(
  who: TestPerson,
  path: string,
  limit = 100,
): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | null = null;
  do {
    const query = `limit=${limit}${cursor ? `&cursor=${cursor}` : ''}`;
    const answer: Answer = await who.get(`${path}${path.includes('?') ? '&' : '?'}${query}`);
    const page = done<{ items: Item[]; nextCursor: string | null; hasMore: boolean }>(answer);
    expect(page.hasMore).toBe(page.nextCursor !== null);
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor);
  return items;
}

export const commentsOf = (who: TestPerson, postId: string): Promise<Comment[]> =>
  all(who, `${api}/posts/${postId}/comments`);
export const repliesOf = (who: TestPerson, comment: Thing): Promise<Reply[]> =>
  all(who, `${commentPath(comment)}/replies`);
export const idsOf = (things: readonly Thing[]): string[] => things.map(({ id }) => id);

/** What is stored: the post's counter, and how many rows of each kind. */
export async function stored(
  postId: string,
): Promise<{ count: number; comments: number; replies: number; likes: number }> {
  const { rows } = await server.pool.query(
    `select
       (select comment_count from posts where id = $1) as count,
       (select count(*) from comments where post_id = $1 and parent_id is null) as comments,
       (select count(*) from comments where post_id = $1 and parent_id is not null) as replies,
       (select count(*) from comment_likes l join comments c on c.id = l.comment_id
        where c.post_id = $1) as likes`,
    [postId],
  );
  return rows[0];
}

/** Holds every counter of a post's comments against the rows that it stands for. */
export async function holdCounters(postId: string): Promise<void> {
  const { rows } = await server.pool.query(
    `select 'post' as what, p.id, p.comment_count as told, (
       select count(*) from comments c where c.post_id = p.id and c.parent_id is null
         and c.is_counted and c.deleted_at is null) as real
     from posts p where p.id = $1
     union all
     select 'replies', c.id, c.reply_count, (
       select count(*) from comments r where r.parent_id = c.id and r.is_counted
         and r.deleted_at is null)
     from comments c where c.post_id = $1 and c.deleted_at is null
     union all
     select 'likes', c.id, c.like_count, (
       select count(*) from comment_likes l where l.comment_id = c.id and l.is_counted)
     from comments c where c.post_id = $1 and c.deleted_at is null`,
    [postId],
  );
  expect(rows.filter(({ told, real }) => told !== real)).toEqual([]);
}
