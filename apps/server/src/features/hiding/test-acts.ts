import { expect } from 'vitest';
import { call, register, TestPerson, testPassword } from '../../../test/people.ts';
import { openDatabase } from '../../platform/database.ts';
import type { Tables } from '../../tables.ts';
import { grantRole } from '../moderation/moderation.ts';
import { expectWhole as expectFollowsWhole } from '../people/follow-test-acts.ts';
import { api, server } from '../people/test-acts.ts';
import { done, expectWhole as expectPostsWhole } from '../posts/test-acts.ts';

/** What the tests of hiding share: people who go and come back through the doors, and what must hold then. */

export async function deactivate(who: TestPerson): Promise<void> {
  expect((await who.post(`${api}/users/me/deactivate`)).status).toBe(200);
}

/** Signs in, and is back. @returns the same person with a session of now */
export async function comeBack({ username }: TestPerson): Promise<TestPerson> {
  const answer = await call(server, 'POST', `${api}/auth/login`, {
    body: { username, password: testPassword },
  });
  const { user, accessToken, refreshToken } = done<{
    user: { id: string };
    accessToken: string;
    refreshToken: string;
  }>(answer);
  return new TestPerson(server, { id: user.id, username, token: accessToken, refreshToken });
}

export async function newAdmin(username = 'the.admin'): Promise<TestPerson> {
  const admin = await register(server, username);
  await grantRole(openDatabase<Tables>(server.pool), username, 'admin');
  return admin;
}

export async function setState(
  admin: TestPerson,
  who: { id: string },
  state: string,
): Promise<void> {
  expect((await admin.patch(`${api}/admin/users/${who.id}`, { state })).status).toBe(200);
}

/** Whether somebody is there, as a condition of SQL. */
const there = (id: string) =>
  `exists (select from users where users.id = ${id} and state = 'active' and deactivated_at is null)`;

/**
 * What holds of the stored rows once all counters have followed: an act counts exactly while who did it is
 * there, and every counter is the number of rows that count.
 */
export async function expectSettled(): Promise<void> {
  await expectFollowsWhole();
  await expectPostsWhole();
  const { rows } = await server.pool.query(`
    select 'to recount' as what, id from users where counted_version <> hiding_version
    union all select 'follow', user_id from followings
      where is_counted <> (status = 'accepted' and ${there('user_id')} and ${there('followed_id')})
    union all select 'post', id from posts
      where is_counted <> (archived_at is null and deleted_at is null and ${there('author_id')})
    union all select 'like', post_id from post_likes where is_counted <> ${there('user_id')}
    union all select 'save', post_id from saved_posts where is_counted <> ${there('user_id')}
    union all select 'repost', post_id from reposts where is_counted <> ${there('user_id')}
    union all select 'comment', id from comments where is_counted <> ${there('author_id')}
    union all select 'comment like', comment_id from comment_likes where is_counted <> ${there('user_id')}
    union all select 'notice', notification_id from notification_acts where is_counted <> ${there('actor_id')}
    union all select 'replies', c.id from comments c where reply_count <>
      (select count(*) from comments r where r.parent_id = c.id and r.is_counted)
    union all select 'likes of', c.id from comments c where like_count <>
      (select count(*) from comment_likes l where l.comment_id = c.id and l.is_counted)
    union all select 'actors', n.id from notifications n where actor_count <>
      (select count(distinct actor_id) from notification_acts a
       where a.user_id = n.user_id and a.notification_id = n.id and a.is_counted)`);
  expect(rows).toEqual([]);
}

/** Every row of what people do and of what counts it, for comparing two moments. */
export async function storedState(): Promise<unknown> {
  const { rows } = await server.pool.query(`
    select
      (select json_agg(json_build_array(id, follower_count, following_count, post_count) order by id) from users) people,
      (select json_agg(p order by id) from posts p) posts,
      (select json_agg(l order by post_id, user_id) from post_likes l) likes,
      (select json_agg(s order by post_id, user_id) from saved_posts s) saves,
      (select json_agg(r order by id) from reposts r) reposts,
      (select json_agg(c order by id) from comments c) comments,
      (select json_agg(l order by comment_id, user_id) from comment_likes l) comment_likes,
      (select json_agg(f order by user_id, followed_id) from followings f) follows,
      (select json_agg(t order by tag) from tags t) tags,
      (select json_agg(t order by post_id, tag) from post_tags t) post_tags,
      (select json_agg(n order by id) from notifications n) notifications,
      (select json_agg(a order by user_id, kind, act) from notification_acts a) acts`);
  return rows[0];
}
