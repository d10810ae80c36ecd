import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { api, done, erase, storedFiles, upload } from '../src/features/erasure/test-acts.ts';
import { call, register, type TestPerson } from './people.ts';
import { startTestServer, type TestServer } from './server.ts';

/**
 * Seed 000, line by line, against the tables and the storage folder; its socket flow is in
 * seed-000-socket.test.ts. `Token`, `User.liked_posts` and so on are its names: ours stand in the queries.
 */

let server: TestServer;
let lan: TestPerson;
let minh: TestPerson;
let thu: TestPerson;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());
beforeEach(async () => {
  [lan, minh, thu] = [await register(server), await register(server), await register(server)];
});

interface Thing {
  id: string;
}

async function count(from: string, ...values: unknown[]): Promise<number> {
  const { rows } = await server.pool.query(`select count(*) as count from ${from}`, values);
  return rows[0].count;
}

async function valueOf(column: string, from: string, id: string): Promise<unknown> {
  const { rows } = await server.pool.query(`select ${column} as value from ${from} where id = $1`, [
    id,
  ]);
  return rows[0]?.value;
}

const post = async (who: TestPerson, more: object = {}): Promise<Thing> =>
  done(await who.post(`${api}/posts`, { text: 'một bài', ...more }));
const comment = async (who: TestPerson, on: Thing): Promise<Thing> =>
  done(await who.post(`${api}/posts/${on.id}/comments`, { text: 'hay' }));
const reply = async (who: TestPerson, to: Thing): Promise<Thing> =>
  done(await who.post(`${api}/comments/${to.id}/replies`, { text: 'ừ' }));
const act = async (who: TestPerson, what: string): Promise<unknown> =>
  done(await who.put(`${api}/${what}`));
const gone = async (who: TestPerson): Promise<void> => void done(await erase(who));
const remove = async (who: TestPerson, what: string): Promise<void> =>
  void done(await who.delete(`${api}/${what}`));

describe('User', () => {
  it('deleteMany Token(user)', async () => {
    expect(await count('refresh_tokens where user_id = $1', lan.id)).toBe(1);
    await gone(lan);
    expect(await count('sessions where user_id = $1', lan.id)).toBe(0);
    expect(await count('refresh_tokens where user_id = $1', lan.id)).toBe(0);
    expect(await count('mail_tokens where user_id = $1', lan.id)).toBe(0);
    expect(await lan.get(`${api}/users/me`)).toMatchObject({ status: 401 });
    const body = { refreshToken: lan.refreshToken };
    expect(await call(server, 'POST', `${api}/auth/refresh`, { body })).toMatchObject({
      status: 401,
    });
  });

  it('deleteMany Post(author)', async () => {
    const mine = await post(lan);
    await act(lan, `posts/${(await post(lan)).id}/archive`);
    await gone(lan);
    expect(await count('posts where author_id = $1', lan.id)).toBe(0);
    expect((await minh.get(`${api}/posts/${mine.id}`)).status).toBe(404);
  });

  it('deleteMany Comment(author)', async () => {
    const theirs = await post(minh);
    const mine = await comment(lan, theirs);
    await comment(thu, theirs);
    await reply(thu, mine);
    await gone(lan);
    expect(await count('comments where author_id = $1', lan.id)).toBe(0);
    // With what answers it, as the rules of a comment have it.
    expect(await count('comments where parent_id = $1', mine.id)).toBe(0);
    expect(await valueOf('comment_count', 'posts', theirs.id)).toBe(1);
  });

  it('deleteMany Reply(author)', async () => {
    const theirs = await comment(minh, await post(minh));
    await reply(lan, theirs);
    await reply(thu, theirs);
    await gone(lan);
    expect(await count('comments where author_id = $1', lan.id)).toBe(0);
    expect(await valueOf('reply_count', 'comments', theirs.id)).toBe(1);
  });

  it('updateMany User(pull: followers, followings)', async () => {
    await act(lan, `users/${minh.id}/follow`);
    await act(minh, `users/${lan.id}/follow`);
    await act(thu, `users/${minh.id}/follow`);
    await gone(lan);
    expect(await count('followings where $1 in (user_id, followed_id)', lan.id)).toBe(0);
    expect(await count('followers where $1 in (user_id, follower_id)', lan.id)).toBe(0);
    expect(await valueOf('follower_count', 'users', minh.id)).toBe(1);
    expect(await valueOf('following_count', 'users', minh.id)).toBe(0);
  });

  it('updateMany Post(pull: tags)', async () => {
    const theirs = await post(minh, { taggedUserIds: [lan.id, thu.id] });
    await gone(lan);
    expect(await valueOf('tagged_user_ids', 'posts', theirs.id)).toEqual([thu.id]);
    expect(await count('tagged_posts where user_id = $1', lan.id)).toBe(0);
    const { taggedUsers } = done<{ taggedUsers: Thing[] }>(
      await minh.get(`${api}/posts/${theirs.id}`),
    );
    expect(taggedUsers).toMatchObject([{ id: thu.id }]);
  });

  it('updateMany Post(pull: likes)', async () => {
    const theirs = await post(minh);
    for (const who of [lan, thu]) await act(who, `posts/${theirs.id}/like`);
    await gone(lan);
    expect(await count('post_likes where user_id = $1', lan.id)).toBe(0);
    expect(await count('liked_posts where user_id = $1', lan.id)).toBe(0);
    expect(await valueOf('like_count', 'posts', theirs.id)).toBe(1);
  });

  it('updateMany Comment(pull: likes)', async () => {
    const theirs = await comment(minh, await post(minh));
    for (const who of [lan, thu]) await act(who, `comments/${theirs.id}/like`);
    await gone(lan);
    expect(await count('comment_likes where user_id = $1', lan.id)).toBe(0);
    expect(await valueOf('like_count', 'comments', theirs.id)).toBe(1);
  });

  it('updateMany Reply(pull: likes)', async () => {
    const theirs = await reply(minh, await comment(minh, await post(minh)));
    for (const who of [lan, thu]) await act(who, `replies/${theirs.id}/like`);
    await gone(lan);
    expect(await count('comment_likes where user_id = $1', lan.id)).toBe(0);
    expect(await valueOf('like_count', 'comments', theirs.id)).toBe(1);
  });

  it('delete user storage', async () => {
    const [photoMediaId, inPost, unheld] = [
      await upload(lan),
      await upload(lan),
      await upload(lan),
    ];
    done(await lan.patch(`${api}/users/me`, { photoMediaId }));
    await post(lan, { mediaIds: [inPost] });
    const mine = [photoMediaId, inPost, unheld];
    for (const id of mine) expect(await storedFiles(server, id)).not.toEqual([]);
    await gone(lan);
    await expect
      .poll(async () => (await Promise.all(mine.map((id) => storedFiles(server, id)))).flat(), {
        timeout: 2000,
      })
      .toEqual([]);
    await expect.poll(() => count('media where owner_id = $1', lan.id)).toBe(0);
    expect(await count('media_holders where owner_id = $1', lan.id)).toBe(0);
  });

  it('posts, saved_posts, tagged_posts: none of their lists is left', async () => {
    const theirs = await post(minh);
    await act(lan, `posts/${theirs.id}/save`);
    await gone(lan);
    expect(await count('saved_posts where user_id = $1', lan.id)).toBe(0);
    expect(await valueOf('save_count', 'posts', theirs.id)).toBe(0);
    expect(await count('users where id = $1', lan.id)).toBe(0);
  });
});

describe('Post', () => {
  it('deleteMany Comment(post)', async () => {
    const mine = await post(lan);
    const theirs = await comment(minh, mine);
    await act(thu, `comments/${theirs.id}/like`);
    await act(minh, `replies/${(await reply(thu, theirs)).id}/like`);
    await remove(lan, `posts/${mine.id}`);
    expect(await count('comments where post_id = $1', mine.id)).toBe(0);
    expect(await count('comment_likes where post_author_id = $1', lan.id)).toBe(0);
  });

  it('updateMany User(pull: posts)', async () => {
    const mine = await post(lan);
    await post(lan);
    await remove(lan, `posts/${mine.id}`);
    expect(await count('posts where id = $1', mine.id)).toBe(0);
    expect(await valueOf('post_count', 'users', lan.id)).toBe(1);
  });

  it.each(['saved_posts', 'tagged_posts', 'liked_posts'])(
    'updateMany User(pull: %s)',
    async (list) => {
      const mine = await post(lan, { taggedUserIds: [minh.id] });
      for (const what of ['like', 'save']) await act(minh, `posts/${mine.id}/${what}`);
      expect(await count(`${list} where user_id = $1 and post_id = $2`, minh.id, mine.id)).toBe(1);
      await remove(lan, `posts/${mine.id}`);
      expect(await count(`${list} where post_id = $1`, mine.id)).toBe(0);
      expect(await count('post_likes where post_id = $1', mine.id)).toBe(0);
    },
  );

  it('delete post storage', async () => {
    const mediaId = await upload(lan);
    const mine = await post(lan, { mediaIds: [mediaId] });
    expect(await storedFiles(server, mediaId)).not.toEqual([]);
    await remove(lan, `posts/${mine.id}`);
    await expect.poll(() => storedFiles(server, mediaId), { timeout: 2000 }).toEqual([]);
  });
});

describe('Comment', () => {
  it('deleteMany Reply(comment)', async () => {
    const mine = await comment(lan, await post(minh));
    await act(thu, `replies/${(await reply(minh, mine)).id}/like`);
    await remove(lan, `comments/${mine.id}`);
    expect(await count('comments where $1 in (id, parent_id)', mine.id)).toBe(0);
    expect(await count('comment_likes where user_id = $1', thu.id)).toBe(0);
  });

  it('updateMany Post(pull: comments)', async () => {
    const theirs = await post(minh);
    const mine = await comment(lan, theirs);
    await comment(thu, theirs);
    await remove(lan, `comments/${mine.id}`);
    expect(await valueOf('comment_count', 'posts', theirs.id)).toBe(1);
    expect(await count('comments where post_id = $1', theirs.id)).toBe(1);
  });
});

describe('Reply', () => {
  it('updateMany Comment(pull: replies)', async () => {
    const theirs = await comment(minh, await post(minh));
    const mine = await reply(lan, theirs);
    await reply(thu, theirs);
    await remove(lan, `replies/${mine.id}`);
    expect(await valueOf('reply_count', 'comments', theirs.id)).toBe(1);
    expect(await count('comments where parent_id = $1', theirs.id)).toBe(1);
  });
});

describe('Users', () => {
  let people: Record<string, TestPerson>;
  beforeAll(async () => {
    const names = ['duydat30122002', 'phamduydat2002', 'duydat'];
    people = {};
    for (const name of names) people[name] = await register(server, name);
    const [first, second, third] = names.map((name) => people[name]);
    if (!first || !second || !third) throw new Error('three people were asked for');
    await act(first, `users/${third.id}/follow`);
    await act(first, `users/${second.id}/follow`);
    await act(third, `users/${first.id}/follow`);
    await act(third, `users/${second.id}/follow`);
  });

  async function names(of: string, list: string, viewer = of): Promise<string[]> {
    const answer = await people[viewer]?.get(`${api}/users/${people[of]?.id}/${list}`);
    if (!answer) throw new Error(`nobody is called ${viewer}`);
    const { items } = done<{ items: { user: { username: string } }[] }>(answer);
    return items.map(({ user }) => user.username).toSorted();
  }

  it.each([
    ['duydat30122002', ['duydat'], ['duydat', 'phamduydat2002']],
    ['phamduydat2002', ['duydat', 'duydat30122002'], []],
    ['duydat', ['duydat30122002'], ['duydat30122002', 'phamduydat2002']],
  ])('%s: followers %j, followings %j', async (name, followers, followings) => {
    expect(await names(name, 'followers')).toEqual(followers);
    expect(await names(name, 'followings')).toEqual(followings);
    const id = people[name]?.id ?? '';
    expect(await valueOf('follower_count', 'users', id)).toBe(followers.length);
    expect(await valueOf('following_count', 'users', id)).toBe(followings.length);
  });

  it('Mutual: {followings: profileUser, followers: user}', async () => {
    expect(await names('phamduydat2002', 'mutuals', 'duydat30122002')).toEqual(['duydat']);
    expect(await names('phamduydat2002', 'mutuals', 'duydat')).toEqual(['duydat30122002']);
    expect(await names('duydat', 'mutuals', 'phamduydat2002')).toEqual([]);
  });
});
