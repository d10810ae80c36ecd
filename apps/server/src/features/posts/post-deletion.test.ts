import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Post } from '@xom/contract/posts';
import { expect, it } from 'vitest';
import { record, settle, type TestPerson } from '../../../test/people.ts';
import { openDatabase } from '../../platform/database.ts';
import type { Tables } from '../../tables.ts';
import { grantRole } from '../moderation/moderation.ts';
import { api, eventsOf, newcomers, refusal, server, serveTests } from '../people/test-acts.ts';
import {
  all,
  archive,
  done,
  expectWhole,
  follow,
  idsIn,
  idsOf,
  like,
  look,
  mayFetch,
  pathOf,
  people,
  post,
  remove,
  repost,
  save,
  upload,
} from './test-acts.ts';

/** The end of a post: for good, with all that lies under it. */

serveTests();

/** How many rows are left of a post, table by table: only those with some. */
async function rowsLeft(id: string): Promise<Record<string, number>> {
  const keys = {
    posts: 'id',
    post_edits: 'post_id',
    post_likes: 'post_id',
    liked_posts: 'post_id',
    saved_posts: 'post_id',
    reposts: 'post_id',
    tagged_posts: 'post_id',
    post_tags: 'post_id',
    comments: 'post_id',
    media_holders: 'holder_id',
    notifications: 'post_id',
  };
  const left: Record<string, number> = {};
  for (const [table, key] of Object.entries(keys)) {
    const { rowCount } = await server.pool.query(`select from ${table} where ${key} = $1`, [id]);
    if (rowCount) left[table] = rowCount;
  }
  return left;
}

const storedFiles = async (mediaId: string): Promise<string[]> =>
  (await readdir(join(server.dataDir, 'media'), { recursive: true })).filter((name) =>
    name.includes(mediaId),
  );

interface Thing {
  id: string;
}

async function comment(who: TestPerson, at: Thing): Promise<Thing> {
  return done(await who.post(`${pathOf(at)}/comments`, { text: `hay @${who.username}` }));
}

it('takes all of it from everywhere, at once, and its files within two seconds', async () => {
  const [lan, minh, hoa] = await people(3);
  await follow(minh, lan);
  const [own, kept] = [await upload(lan), await upload(lan)];
  const other = await post(lan, { text: '#chung', mediaIds: [kept] });
  const quoted = await post(minh);
  const made = await post(lan, {
    text: `#chung #riêng @${minh.username}`,
    mediaIds: [own, kept],
    taggedUserIds: [minh.id],
    quoteOf: quoted.id,
  });
  done(await lan.patch(pathOf(made), { altTexts: ['x', 'y'] }));
  for (const act of [like, save, repost]) {
    done(await act(minh, made));
    done(await act(hoa, made));
  }
  const above = await comment(minh, made);
  const answer: Thing = done(await hoa.post(`${api}/comments/${above.id}/replies`, { text: 'ừ' }));
  done(await lan.put(`${api}/comments/${above.id}/like`));
  done(await lan.put(`${api}/replies/${answer.id}/like`));
  const quoting = await post(hoa, { quoteOf: made.id });
  expect((await storedFiles(own)).length).toBeGreaterThan(0);
  await expectWhole();

  expect(await minh.delete(pathOf(made))).toMatchObject({ status: 403, ...refusal('forbidden') });
  expect(await lan.delete(pathOf(made))).toMatchObject({ status: 200, body: { data: {} } });
  expect(await rowsLeft(made.id)).toEqual({});
  const { rowCount } = await server.pool.query(
    'select from comment_likes where comment_id = any($1)',
    [[above.id, answer.id]],
  );
  expect(rowCount).toBe(0);
  for (const viewer of [lan, minh, hoa]) {
    for (const path of ['', '/edits', '/likes', '/reposts', '/comments']) {
      expect((await viewer.get(pathOf(made) + path)).status).toBe(404);
    }
    for (const path of [
      '/feed',
      '/explore',
      '/tags/chung',
      '/tags/riêng',
      '/users/me/liked',
      '/users/me/saved',
      `/users/${lan.id}/posts`,
      `/users/${minh.id}/tagged`,
    ]) {
      expect(await idsIn(viewer, path)).not.toContain(made.id);
    }
    expect(await look(viewer, quoting)).toMatchObject({ quoteOf: made.id, quoted: null });
    expect((await viewer.get(`${api}/comments/${above.id}`)).status).toBe(404);
  }
  expect((await look(minh, quoted)).quoteCount).toBe(0);
  expect(await idsIn(hoa, '/tags/chung')).toEqual([other.id]);
  expect(await mayFetch(hoa, kept)).toBe(true);
  await expect.poll(async () => storedFiles(own), { timeout: 2000 }).toEqual([]);
  expect(await mayFetch(lan, own)).toBe(false);
  expect(await lan.delete(pathOf(made))).toMatchObject(refusal('not_found'));
  await expectWhole();
});

it('goes for an archived one, and for one that quotes what is gone', async () => {
  const [lan, minh] = await people(2);
  const made = await post(lan, { text: '#a' });
  const quoting = await post(minh, { quoteOf: made.id });
  done(await archive(lan, made));
  done(await remove(lan, made));
  done(await archive(minh, quoting));
  done(await minh.delete(`${pathOf(quoting)}/archive`));
  done(await minh.patch(pathOf(quoting), { visibility: 'friends' }));
  done(await remove(minh, quoting));
  for (const { id } of [made, quoting]) expect(await rowsLeft(id)).toEqual({});
  await expectWhole();
});

it('is for a moderator too, whatever they see, and stands in the log of moderation', async () => {
  const [lan, minh, mod] = await people(3);
  await grantRole(openDatabase<Tables>(server.pool), mod.username, 'moderator');
  const log = async () => (await mod.get(`${api}/admin/audit`)).body.data.items;
  const quoted = await post(minh);
  const mediaId = await upload(lan);
  const made = await post(lan, { text: '#sai', mediaIds: [mediaId], quoteOf: quoted.id });
  done(await like(minh, made));
  const hidden = await post(lan, { visibility: 'friends' });
  const archived = await post(lan);
  done(await archive(lan, archived));
  const blocking = await post(minh);
  done(await minh.put(`${api}/users/${mod.id}/block`));
  const authors = await lan.connect('/v1');
  const heard = record(authors);
  const gone = [made, hidden, archived, blocking];
  for (const one of gone) {
    expect(await remove(mod, one)).toMatchObject({ status: 200, body: { data: {} } });
    expect(await rowsLeft(one.id)).toEqual({});
    expect(await remove(mod, one)).toMatchObject(refusal('not_found'));
  }
  await settle(authors);
  const lost = idsOf([made, hidden, archived]).map((postId) => ({ postId }));
  expect(new Set(eventsOf(heard, 'post.removed'))).toEqual(new Set(lost));
  expect((await look(minh, quoted)).quoteCount).toBe(0);
  await expect.poll(async () => storedFiles(mediaId), { timeout: 2000 }).toEqual([]);
  const entries = gone.toReversed().map(({ id, author }) => ({
    id: expect.any(String),
    actor: expect.objectContaining({ id: mod.id }),
    act: 'deletePost',
    subject: expect.objectContaining({ id: author.id }),
    from: id,
    to: 'deleted',
    createdAt: expect.any(String),
  }));
  expect((await log()).slice(0, gone.length)).toEqual(entries);
  // Their own, as everybody; and nobody's who is moderator no longer.
  done(await remove(mod, await post(mod)));
  const kept = await post(lan);
  await grantRole(openDatabase<Tables>(server.pool), mod.username, 'user');
  expect(await remove(mod, kept)).toMatchObject({ status: 403, ...refusal('forbidden') });
  await grantRole(openDatabase<Tables>(server.pool), mod.username, 'moderator');
  const acts = (await log()).map(({ act }: { act: string }) => act);
  expect(acts.filter((act: string) => act === 'deletePost')).toHaveLength(gone.length);
  await expectWhole();
});

it('ends once, whoever deletes it at the same time', async () => {
  const [lan, minh, mod] = await people(3);
  await grantRole(openDatabase<Tables>(server.pool), mod.username, 'moderator');
  for (let round = 0; round < 5; round += 1) {
    const one = await post(lan, { taggedUserIds: [mod.id], text: '#cùng lúc' });
    const statuses = await Promise.all([
      remove(lan, one),
      remove(mod, one),
      like(minh, one),
      post(lan, { taggedUserIds: [mod.id] }),
      remove(mod, one),
    ]).then((answers) => answers.map((answer) => ('status' in answer ? answer.status : 201)));
    expect(statuses.filter((_, index) => [0, 1, 4].includes(index)).toSorted()).toEqual([
      200, 404, 404,
    ]);
    expect([200, 404]).toContain(statuses[2]);
    expect(await rowsLeft(one.id)).toEqual({});
  }
  await expectWhole();
});

/** Writes what many people did, as if they had. */
async function fill(made: Post, count: number): Promise<void> {
  const { id, author } = made;
  const given = [author.id, id, count];
  await server.pool.query(
    `with act as (select gen_random_uuid() as id from generate_series(1, $3::int)),
       person as (
         insert into users (id, username, email, password_hash, display_name)
         select id, id::text, id::text, '', '' from act returning id
       ), liked as (
         insert into liked_posts (user_id, post_id, author_id, created_at)
         select id, $2::uuid, $1::uuid, now() from person
       ), saved as (
         insert into saved_posts (user_id, post_id, author_id, created_at)
         select id, $2::uuid, $1::uuid, now() from person
       )
     insert into post_likes (author_id, post_id, user_id, created_at)
     select $1::uuid, $2::uuid, id, now() from act`,
    given,
  );
  await server.pool.query(
    `insert into comments (post_author_id, id, post_id, author_id, text, created_at)
     select $1::uuid, gen_random_uuid(), $2::uuid, $1::uuid, 'x', now() from generate_series(1, $3::int)`,
    given,
  );
  await server.pool.query(
    `insert into comments (post_author_id, id, post_id, parent_id, author_id, text, created_at)
     select $1::uuid, gen_random_uuid(), $2::uuid, c.id, $1::uuid, 'y', now()
     from comments c where c.post_id = $2::uuid and c.parent_id is null limit $3::int`,
    given,
  );
  await server.pool.query(
    `insert into comment_likes (post_author_id, comment_id, user_id, created_at)
     select $1::uuid, c.id, $1::uuid, now() from comments c where c.post_id = $2::uuid limit $3::int`,
    given,
  );
  await server.pool.query(
    'update posts set like_count = $3, save_count = $3, comment_count = $3 where author_id = $1 and id = $2',
    given,
  );
}

it('up to 10,000 rows are gone when it is answered', async () => {
  const [lan] = await people(2);
  const made = await post(lan);
  await fill(made, 1600);
  done(await remove(lan, made));
  expect(await rowsLeft(made.id)).toEqual({});
});

it('of a large one nothing is shown from the first moment, and it goes step by step', async () => {
  const [lan, minh] = await people(2);
  const mediaId = await upload(lan);
  const made = await post(lan, { text: '#to', mediaIds: [mediaId], clientId: 'to' });
  done(await like(minh, made));
  await fill(made, 4000);
  done(await remove(lan, made));
  for (const who of [lan, minh]) {
    expect((await who.get(pathOf(made))).status).toBe(404);
    expect((await like(who, made)).status).toBe(404);
    expect((await who.post(`${pathOf(made)}/comments`, { text: 'x' })).status).toBe(404);
    for (const path of ['/tags/to', '/users/me/liked', `/users/${lan.id}/posts`, '/feed']) {
      expect(await idsIn(who, path)).toEqual([]);
    }
    expect(await mayFetch(who, mediaId)).toBe(false);
  }
  expect((await lan.get(`${api}/users/me`)).body.data.postCount).toBe(0);
  await post(lan, { clientId: 'to' });
  await expect.poll(async () => storedFiles(mediaId), { timeout: 2000 }).toEqual([]);
  await expect.poll(async () => rowsLeft(made.id), { timeout: 15_000 }).toEqual({});
});

it('takes up what a server that was killed had left', async () => {
  const [lan] = await people(2);
  const made = await post(lan);
  await fill(made, 500);
  done(await archive(lan, made));
  await server.pool.query('update posts set deleted_at = now() where id = $1', [made.id]);
  // As at the start of a server.
  await server.pool.query("select graphile_worker.add_job('posts:purge')");
  await expect.poll(async () => rowsLeft(made.id), { timeout: 15_000 }).toEqual({});
});

it(
  'meets likes, saves, reposts, quotes, comments and edits on their way without harm',
  { timeout: 60_000 },
  async () => {
    const everybody = await newcomers(4);
    const [lan, minh] = everybody;
    if (!lan || !minh) throw new Error('nobody');
    for (let round = 0; round < 8; round += 1) {
      const made = await post(lan, { text: '#a #b #c' });
      const next = await post(lan, { text: '#c #b #a' });
      const answers = await Promise.all([
        ...everybody.map((who) => like(who, made)),
        ...everybody.map((who) => save(who, made)),
        ...everybody.map((who) => repost(who, made)),
        ...everybody.map((who) => who.post(`${pathOf(made)}/comments`, { text: 'x' })),
        ...everybody.map((who) => who.post(`${api}/posts`, { quoteOf: made.id, text: '#b #a' })),
        lan.patch(pathOf(made), { text: '#c #a', taggedUserIds: [minh.id] }),
        lan.delete(pathOf(made)),
        archive(lan, made),
        minh.delete(`${pathOf(made)}/tag`),
        ...everybody.map((who) => who.delete(`${pathOf(made)}/like`)),
        remove(lan, next),
      ]);
      expect(answers.filter(({ status }) => ![200, 201, 403, 404].includes(status))).toEqual([]);
      expect(await rowsLeft(made.id)).toEqual({});
      await expectWhole();
    }
    const quotes = await all(minh, `/users/${minh.id}/posts`);
    expect(quotes.every(({ quoted }) => quoted === null)).toBe(true);
    expect(idsOf(await all(lan, '/users/me/liked'))).toEqual([]);
  },
);

it('crossing likes and their ends leave what the last answer says', async () => {
  const everybody = await newcomers(3);
  const [lan, minh] = everybody;
  if (!lan || !minh) throw new Error('nobody');
  const made = await post(lan);
  for (let round = 0; round < 6; round += 1) {
    await Promise.all(
      everybody.flatMap((who) => [
        like(who, made),
        who.delete(`${pathOf(made)}/like`),
        like(who, made),
        repost(who, made),
        who.delete(`${pathOf(made)}/repost`),
      ]),
    );
    await expectWhole();
    const { likeCount, repostCount } = await look(minh, made);
    expect(await all(minh, `/posts/${made.id}/likes`)).toHaveLength(likeCount);
    expect(await all(minh, `/posts/${made.id}/reposts`)).toHaveLength(repostCount);
  }
});
