import { describe, expect, it } from 'vitest';
import { register, type TestPerson } from '../../../test/people.ts';
import { direct, server, serveTests } from '../people/test-acts.ts';
import { expectWhole } from '../posts/test-acts.ts';
import { deleteRules, goneWithAccount, keptIds, type RuleParts } from './delete-rules.ts';
import {
  api,
  columnsHolding,
  done,
  erase,
  liveFully,
  storedFiles,
  three,
  upload,
} from './test-acts.ts';

/** Erasing a person: for good, with all that is theirs, everywhere. */

serveTests();

describe('somebody with a full life', () => {
  /** The columns that the rules speak of; lists of people without their mark. */
  const rules = deleteRules({} as RuleParts);
  const ruled = rules
    .flatMap(({ clears, alongside = [] }) => [...clears, ...alongside])
    .map((column) => column.replace('[]', ''));

  it('is in no column of any table afterwards, but for the named ones', async () => {
    // With somebody who came before them, and somebody who came later.
    const [friend, gone, other] = await three();
    const life = await liveFully({ gone, friend, other });
    await direct(gone, other);
    await gone.put(`${api}/users/${(await register(server)).id}/block`);
    await (await register(server)).put(`${api}/users/${gone.id}/block`);
    done(await gone.patch(`${api}/notifications/settings`, { kinds: { like: false } }));
    const before = await columnsHolding(server, gone.id);
    // It is a full life: there is something of it wherever the rules speak of it.
    expect([...ruled, ...goneWithAccount].filter((column) => !before.includes(column))).toEqual([]);
    // And the rules speak of all.
    const keys = ['notification_acts.act', 'media_holders.holder_id'];
    const known = new Set<string>([...ruled, ...goneWithAccount, ...keptIds, ...keys]);
    expect(before.filter((column) => !known.has(column))).toEqual([]);

    expect(await erase(gone)).toMatchObject({ status: 200, body: { data: {} } });
    const kept: readonly string[] = keptIds;
    const after = await columnsHolding(server, gone.id);
    expect(after.filter((column) => !kept.includes(column))).toEqual([]);
    // What others wrote are their words.
    expect(await columnsHolding(server, `@${gone.username}`)).toEqual([
      'comments.text',
      'messages.content',
      'posts.text',
    ]);
    expect(await columnsHolding(server, 'viết dở', 'một mình', 'rút lại', 'trước khi')).toEqual([]);
    await expectWhole();
    await expect.poll(async () => storedFiles(server, life.picture), { timeout: 2000 }).toEqual([]);
    expect(await storedFiles(server, life.forwarded)).not.toEqual([]);
    expect((await friend.get(`${api}/media/${life.forwarded}`)).status).toBe(200);
  });

  it('is on no list of anybody, and in no count', async () => {
    const [gone, friend, other] = await three();
    const life = await liveFully({ gone, friend, other });
    done(await erase(gone));
    const post = `/posts/${life.friendsPost.id}`;
    const me = `/users/${friend.id}`;
    for (const path of [
      post,
      ...['/likes', '/reposts', '/comments'].map((list) => post + list),
      `/comments/${life.friendsComment.id}/replies`,
      ...['', '/followers', '/followings', '/posts', '/tagged'].map((list) => me + list),
      '/friends',
      '/feed',
      '/explore',
      '/stories',
      '/stickers',
      '/tags/chung',
      `/search?q=${gone.username}&type=users`,
      '/search?q=kh%C3%A1c&type=posts',
    ]) {
      const answer = await friend.get(api + path);
      expect([path, answer.status]).toEqual([path, 200]);
      expect([path, JSON.stringify(answer.body).includes(gone.id)]).toEqual([path, false]);
    }
    expect(done(await friend.get(api + post))).toMatchObject({
      likeCount: 1,
      commentCount: 1,
      repostCount: 0,
      quoteCount: 0,
      saveCount: 0,
      taggedUsers: [],
    });
    for (const path of [
      `/users/${gone.id}`,
      `/users/${gone.username}`,
      `/users/${gone.id}/posts`,
      `/posts/${life.post.id}`,
    ]) {
      expect((await friend.get(api + path)).status).toBe(404);
    }
    const notifications = JSON.stringify((await friend.get(`${api}/notifications`)).body);
    expect(notifications).not.toContain(gone.id);
  });
});

describe('very much under one thing', () => {
  const fill = async (statement: string, ...values: unknown[]) =>
    void (await server.pool.query(statement, values));
  const isGone = async ({ id }: TestPerson) =>
    (await server.pool.query('select from users where id = $1', [id])).rowCount === 0;

  it('of a comment: it is in nobody’s sight and count at once, and goes step by step', async () => {
    const [gone, friend] = await three();
    const post = done(await friend.post(`${api}/posts`, { text: 'x' }));
    const path = `${api}/posts/${post.id}/comments`;
    const small = done(await gone.post(path, { text: 'nhỏ' }));
    const large = done(await gone.post(path, { text: 'lớn' }));
    const kept = done(await friend.post(path, { text: 'ở lại' }));
    for (const [id, count] of [
      [small.id, 2500],
      [large.id, 10_500],
    ]) {
      await fill(
        `insert into comment_likes (post_author_id, comment_id, user_id, created_at)
         select $1, $2, gen_random_uuid(), now() from generate_series(1, $3::int)`,
        friend.id,
        id,
        count,
      );
    }
    done(await erase(gone));
    const { items } = done<{ items: { id: string }[] }>(await friend.get(path));
    expect(items.map(({ id }) => id)).toEqual([kept.id]);
    expect(done(await friend.get(`${api}/posts/${post.id}`))).toMatchObject({ commentCount: 1 });
    await expect.poll(() => isGone(gone), { timeout: 15_000 }).toBe(true);
    const left = await server.pool.query('select from comment_likes where comment_id = any($1)', [
      [small.id, large.id],
    ]);
    expect(left.rowCount).toBe(0);
  });

  it('of a post and a story', async () => {
    const [gone] = await three();
    const post = done(await gone.post(`${api}/posts`, { text: 'x' }));
    const story = done(await gone.post(`${api}/stories`, { mediaId: await upload(gone) }));
    await fill(
      `insert into story_views (owner_id, story_id, viewer_id, viewed_at)
       select $1, $2, gen_random_uuid(), now() from generate_series(1, 2500)`,
      gone.id,
      story.id,
    );
    await fill(
      `insert into comments (post_author_id, id, post_id, author_id, text, created_at)
       select $1, gen_random_uuid(), $2, gen_random_uuid(), 'x', now() from generate_series(1, 12000)`,
      gone.id,
      post.id,
    );
    done(await erase(gone));
    await expect.poll(() => isGone(gone), { timeout: 15_000 }).toBe(true);
    for (const table of ['story_views where owner_id', 'comments where post_author_id']) {
      const { rowCount } = await server.pool.query(`select from ${table} = $1`, [gone.id]);
      expect([table, rowCount]).toEqual([table, 0]);
    }
  });
});
