import type { Client as DatabaseClient } from 'pg';
import type { Client } from './client.ts';
import { rareWords } from './feed-texts.ts';
import type { Call } from './timed.ts';

/** What is measured in the feed's world. */

/** Who is measured: one follows 1,000, one 20, and one acts. */
export interface People {
  reader: Client;
  quiet: Client;
  actor: Client;
}

/** Of acts on something of its own each. */
const callsOfOne = 1000;
const feedGoal = 15;
const readGoal = 10;

export function feedCalls({ reader, quiet }: People): Call[] {
  let tenth = '';
  return [
    { name: 'feed of 1,000 followed, first page', goal: feedGoal, act: () => reader.get('/feed') },
    {
      name: 'feed of 1,000 followed, page 10',
      goal: feedGoal,
      prepare: async () => void (tenth ||= await cursorOf(reader, '/feed', 9)),
      act: () => reader.get(`/feed?cursor=${tenth}`),
    },
    { name: 'feed of 20 followed, first page', goal: feedGoal, act: () => quiet.get('/feed') },
  ];
}

/** Where a list goes on behind so many pages. */
async function cursorOf(client: Client, path: string, pages: number): Promise<string> {
  let cursor = '';
  for (let page = 0; page < pages; page += 1) {
    const { nextCursor } = await client.get(cursor ? `${path}?cursor=${cursor}` : path);
    if (typeof nextCursor !== 'string') throw new Error(`${path} has only ${page + 1} pages`);
    cursor = nextCursor;
  }
  return cursor;
}

/** Whom and what the calls are of. */
export interface Subjects {
  mostFollowed: string;
  /** Enough for each call to have one of its own. */
  people: string[];
  posts: string[];
  mostCommented: string;
  mostLiked: string;
  topTag: string;
}

export async function subjectsOf(
  database: DatabaseClient,
  { reader, actor }: People,
): Promise<Subjects> {
  const ids = async (query: string, values: unknown[] = []): Promise<string[]> => {
    const { rows } = await database.query<{ id: string }>(query, values);
    return rows.map(({ id }) => id);
  };
  const first = async (query: string): Promise<string> => (await ids(query))[0] ?? '';
  const isSeenOf = (id: string): string => `not exists (
    select from blocks where user_id = any($2::uuid[]) and blocked_id = ${id}
    union all select from blocks where user_id = ${id} and blocked_id = any($2::uuid[]))`;
  const open = `p.visibility = 'public' and not u.is_private`;
  const subjects = {
    mostFollowed: await first('select id from bench_people where n = 1'),
    people: await ids(
      `select id from bench_people p where not is_private and not is_measured and n > 100
         and not exists (select from followings where user_id = $1 and followed_id = p.id)
         and ${isSeenOf('p.id')}
       order by seed limit ${callsOfOne}`,
      [actor.id, [actor.id, reader.id]],
    ),
    posts: await ids(
      `select p.id from posts p tablesample system (1) join users u on u.id = p.author_id
       where ${open} and p.like_count between 1 and 100
         and not exists (select from liked_posts where user_id = $1 and post_id = p.id)
         and ${isSeenOf('u.id')}
       order by random() limit ${callsOfOne}`,
      [actor.id, [actor.id, reader.id]],
    ),
    mostCommented: await first(
      `select p.id from posts p join users u on u.id = p.author_id where ${open}
       order by p.comment_count desc, p.id desc limit 1`,
    ),
    mostLiked: await first(
      `select p.id from posts p join users u on u.id = p.author_id where ${open}
       order by p.like_count desc, p.id limit 1`,
    ),
    topTag: await first('select tag as id from tags order by post_count desc limit 1'),
  };
  if (subjects.people.length < callsOfOne || subjects.posts.length < callsOfOne) {
    throw new Error('there are too few people or posts to act on');
  }
  return subjects;
}

export function otherCalls({ reader, actor }: People, subjects: Subjects): Call[] {
  const { mostFollowed, mostCommented, mostLiked, topTag, people, posts } = subjects;
  const read = (name: string, path: string | ((turn: number) => string)): Call => ({
    name,
    goal: readGoal,
    act: (turn) => reader.get(typeof path === 'string' ? path : path(turn)),
  });
  const act = (name: string, call: Pick<Call, 'act' | 'prepare'>): Call => ({
    name,
    goal: null,
    ...call,
  });
  const search = (name: string, words: readonly string[], type: string): Call =>
    read(`search: ${name}`, (turn) => {
      const query = encodeURIComponent(words[turn % words.length] ?? '');
      return `/search?q=${query}${type}`;
    });
  const of = (ids: readonly string[], turn: number): string => ids[turn % ids.length] ?? '';
  return [
    read('profile of the most followed', `/users/${mostFollowed}`),
    read('profiles of others', (turn) => `/users/${of(people, turn)}`),
    read('posts of the most followed', `/users/${mostFollowed}/posts`),
    {
      name: 'the post with most comments, then these (two calls)',
      goal: readGoal,
      async act() {
        await reader.get(`/posts/${mostCommented}`);
        await reader.get(`/posts/${mostCommented}/comments`);
      },
    },
    {
      name: 'a post, then its comments (two calls)',
      goal: readGoal,
      async act(turn) {
        await reader.get(`/posts/${of(posts, turn)}`);
        await reader.get(`/posts/${of(posts, turn)}/comments`);
      },
    },
    read('who likes the most liked post', `/posts/${mostLiked}/likes`),
    read('mutuals with the most followed', `/users/${mostFollowed}/mutuals`),
    read('mutuals with others', (turn) => `/users/${of(people, turn)}/mutuals`),
    read('followers of the most followed', `/users/${mostFollowed}/followers`),
    read('explore', '/explore'),
    read('the most used tag', `/tags/${encodeURIComponent(topTag)}`),
    read('notifications', '/notifications'),
    search('posts, a rare word', rareWords, '&type=posts'),
    search('posts, a frequent word', ['nhà', 'người', 'the', 'không'], '&type=posts'),
    search('posts, two words with accents', ['Đà Nẵng', 'bánh mì', 'hàng xóm'], '&type=posts'),
    search('posts, the same without', ['da nang', 'banh mi', 'hang xom'], '&type=posts'),
    search('people, how they begin', ['ngu', 'tra', 'li', 'hoa'], '&type=users'),
    search('tags', ['xóm', 'photo', 'cà', 'đànẵng'], '&type=tags'),
    search('everything', ['nhà', 'phở', 'chợ'], ''),
    act('like, of different posts', { act: (turn) => actor.put(`/posts/${of(posts, turn)}/like`) }),
    act('unlike', { act: (turn) => actor.delete(`/posts/${of(posts, turn)}/like`) }),
    act('like, of the most liked post', {
      prepare: () => actor.delete(`/posts/${mostLiked}/like`),
      act: () => actor.put(`/posts/${mostLiked}/like`),
    }),
    act('follow', { act: (turn) => actor.put(`/users/${of(people, turn)}/follow`) }),
    act('unfollow', { act: (turn) => actor.delete(`/users/${of(people, turn)}/follow`) }),
    act('follow the most followed', {
      prepare: () => actor.delete(`/users/${mostFollowed}/follow`),
      act: () => actor.put(`/users/${mostFollowed}/follow`),
    }),
  ];
}
