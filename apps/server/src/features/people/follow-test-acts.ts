import { expect } from 'vitest';
import type { Answer, TestPerson } from '../../../test/people.ts';
import { api, newcomers, server } from './test-acts.ts';

/** What the tests of follows share. */

type Somebody = { id: string };

export const follow = (who: TestPerson, other: Somebody): Promise<Answer> =>
  who.put(`${api}/users/${other.id}/follow`);
export const unfollow = (who: TestPerson, other: Somebody): Promise<Answer> =>
  who.delete(`${api}/users/${other.id}/follow`);
export const removeFollower = (who: TestPerson, other: Somebody): Promise<Answer> =>
  who.delete(`${api}/users/${other.id}/follower`);
export const acceptFollow = (who: TestPerson, other: Somebody): Promise<Answer> =>
  who.post(`${api}/users/${other.id}/follow-requests/accept`);
export const declineFollow = (who: TestPerson, other: Somebody): Promise<Answer> =>
  who.post(`${api}/users/${other.id}/follow-requests/decline`);
export const profile = async (who: TestPerson, other: Somebody) =>
  (await who.get(`${api}/users/${other.id}`)).body.data;

export async function change(who: TestPerson, body: object): Promise<void> {
  expect((await who.patch(`${api}/users/me`, body)).status).toBe(200);
}

export async function hide(who: Somebody, state = 'not_active'): Promise<void> {
  await server.pool.query('update users set state = $2 where id = $1', [who.id, state]);
}

/** What a profile says of two who do not follow each other, and what an event does. */
export const strangers = { isFollowing: false, isRequested: false, isFollowedBy: false };
export const nothing = { ...strangers, isRequestedBy: false };

export async function three(): Promise<[TestPerson, TestPerson, TestPerson]> {
  const [a, b, c] = await newcomers(3);
  if (!a || !b || !c) throw new Error('three people were asked for');
  return [a, b, c];
}

/**
 * What must always hold of the stored rows: both sides of every follow say the same, and counters are the
 * numbers of rows that count.
 */
export async function expectWhole(): Promise<void> {
  const { rows } = await server.pool.query(
    `select 'one side' as what, f.user_id, f.followed_id from followings f full join followers g
       on g.user_id = f.followed_id and g.follower_id = f.user_id
       where f.status is distinct from g.status or f.since is distinct from g.since
     union all
     select 'counted', user_id, followed_id from followings
       where is_counted and status <> 'accepted'
     union all
     select 'following_count', id, null from users
       where following_count <> (select count(*) from followings where user_id = users.id and is_counted)
     union all
     select 'follower_count', id, null from users
       where follower_count <> (select count(*) from followings where followed_id = users.id and is_counted)`,
  );
  expect(rows).toEqual([]);
}
