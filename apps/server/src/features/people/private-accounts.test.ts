import { describe, expect, it } from 'vitest';
import { record, settle } from '../../../test/people.ts';
import {
  acceptFollow,
  change,
  declineFollow,
  expectWhole,
  follow,
  hide,
  nothing,
  profile,
  removeFollower,
  three,
  unfollow,
} from './follow-test-acts.ts';
import {
  api,
  eventsOf,
  listed,
  newcomers,
  refusal,
  serveTests,
  server,
  timestamp,
} from './test-acts.ts';

serveTests();

describe('a private account', () => {
  it('is asked, and accepts or declines', async () => {
    const [a, b, c] = await three();
    await change(b, { isPrivate: true });
    const asked = await follow(a, b);
    expect(asked).toMatchObject({ status: 200, body: { data: { state: 'requested' } } });
    expect((await follow(a, b)).body.data).toEqual(asked.body.data);
    expect(await profile(a, b)).toMatchObject({
      isFollowing: false,
      isRequested: true,
      followerCount: 0,
    });
    await follow(c, b);
    const received = await b.get(`${api}/users/me/follow-requests`);
    expect(received.body.data.items).toMatchObject([
      { user: { id: c.id }, state: 'received', createdAt: timestamp },
      { user: { id: a.id }, state: 'received', createdAt: asked.body.data.since },
    ]);
    expect(await listed(a, '/users/me/follow-requests?state=sent')).toEqual([b.id]);
    expect(await listed(a, '/users/me/follow-requests')).toEqual([]);
    await expectWhole();

    const accepted = await acceptFollow(b, a);
    expect(accepted).toMatchObject({
      status: 200,
      body: { data: { user: { id: a.id }, since: timestamp } },
    });
    expect((await acceptFollow(b, a)).body.data).toEqual(accepted.body.data);
    expect(await profile(a, b)).toMatchObject({
      isFollowing: true,
      isRequested: false,
      followerCount: 1,
    });
    expect(await declineFollow(b, a)).toMatchObject(refusal('not_found'));
    expect(await declineFollow(b, c)).toMatchObject({ status: 200, body: { data: {} } });
    expect(await declineFollow(b, c)).toMatchObject(refusal('not_found'));
    expect(await acceptFollow(b, c)).toMatchObject(refusal('not_found'));
    await follow(c, b);
    await removeFollower(b, c);
    expect(await profile(c, b)).toMatchObject({ isRequested: true });
    await unfollow(c, b);
    expect(await listed(b, '/users/me/follow-requests')).toEqual([]);
    await expectWhole();
  });

  it('shows its lists to its followers and itself, its counts to all', async () => {
    const [a, b, c] = await three();
    await follow(a, b);
    await follow(b, c);
    await change(b, { isPrivate: true });
    for (const list of ['followers', 'followings', 'mutuals']) {
      const path = `${api}/users/${b.id}/${list}`;
      expect((await a.get(path)).status).toBe(200);
      expect((await b.get(path)).status).toBe(200);
      expect(await c.get(path)).toMatchObject({ status: 404, ...refusal('not_found') });
    }
    expect(await profile(c, b)).toMatchObject({
      isPrivate: true,
      followerCount: 1,
      followingCount: 1,
    });
    await removeFollower(b, a);
    expect(await a.get(`${api}/users/${b.id}/followers`)).toMatchObject(refusal('not_found'));
  });

  it('accepts all who wait when it becomes public', async () => {
    const [a, b, c] = await three();
    await change(b, { isPrivate: true });
    await follow(a, b);
    await follow(c, b);
    await follow(b, a);
    await hide(c);
    const [onA, onB] = [await a.connect('/v1'), await b.connect('/v1')];
    const [heard, heardByB] = [record(onA), record(onB)];
    await change(b, { isPrivate: false });
    expect(await profile(a, b)).toMatchObject({
      isFollowing: true,
      isRequested: false,
      isFollowedBy: true,
      followerCount: 1,
    });
    await settle(onA);
    expect(eventsOf(heard, 'follow.updated')).toMatchObject([
      { ...nothing, user: { id: b.id }, isFollowing: true, isFollowedBy: true },
    ]);
    expect(await listed(b, '/users/me/follow-requests')).toEqual([]);
    // What was asked is answered.
    const { body } = await b.get(`${api}/notifications`);
    expect(body.data).toMatchObject({ items: [], unreadCount: 0 });
    await settle(onB);
    expect(eventsOf(heardByB, 'notification.removed')).toHaveLength(1);
    const { rows } = await server.pool.query(
      'select user_id, status, is_counted from followings where followed_id = $1 order by is_counted',
      [b.id],
    );
    expect(rows).toEqual([
      { user_id: c.id, status: 'accepted', is_counted: false },
      { user_id: a.id, status: 'accepted', is_counted: true },
    ]);
    await expectWhole();
  });

  it('accepts very many in steps, after the answer too', async () => {
    const [me] = await newcomers(1);
    if (!me) throw new Error('one person was asked for');
    await change(me, { isPrivate: true });
    await server.pool.query(
      `with made as (
         insert into users (id, username, email, password_hash, display_name)
         select gen_random_uuid(), name, name, '', name
         from generate_series(1, 10500) n, concat('waiter', n) name returning id
       ), sent as (
         insert into followings (user_id, followed_id, status, since, is_counted)
         select id, $1::uuid, 'requested', now(), false from made
       )
       insert into followers (user_id, follower_id, status, since)
       select $1::uuid, id, 'requested', now() from made`,
      [me.id],
    );
    await change(me, { isPrivate: false });
    expect((await profile(me, me)).followerCount).toBeGreaterThanOrEqual(10_000);
    await expect
      .poll(async () => (await profile(me, me)).followerCount, { timeout: 15_000 })
      .toBe(10_500);
    await expectWhole();
    const { rows } = await server.pool.query('select id from users where accepts_waiting');
    expect(rows).toEqual([]);
    await server.pool.query("delete from users where username like 'waiter%'");
    await server.pool.query('delete from followers where user_id = $1', [me.id]);
    await server.pool.query('update users set follower_count = 0 where id = $1', [me.id]);
  }, 60_000);
});
