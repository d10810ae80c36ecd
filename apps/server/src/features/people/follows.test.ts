import { describe, expect, it } from 'vitest';
import { type TestPerson, emit, record, settle } from '../../../test/people.ts';
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
  strangers,
  three,
  unfollow,
} from './follow-test-acts.ts';
import {
  api,
  block,
  eventsOf,
  listed,
  refusal,
  serveTests,
  server,
  timestamp,
  two,
  unblock,
} from './test-acts.ts';

serveTests();

describe('a follow', () => {
  it('shows on both profiles, in both lists and counters, and ends', async () => {
    const [a, b] = await two();
    const made = await follow(a, b);
    expect(made).toMatchObject({
      status: 200,
      body: {
        data: { user: { id: b.id, username: b.username }, state: 'accepted', since: timestamp },
      },
    });
    expect((await follow(a, b)).body.data).toEqual(made.body.data);
    expect(await profile(a, b)).toMatchObject({
      isFollowing: true,
      isRequested: false,
      isFollowedBy: false,
      followerCount: 1,
      followingCount: 0,
    });
    expect(await profile(b, a)).toMatchObject({
      isFollowing: false,
      isFollowedBy: true,
      followerCount: 0,
      followingCount: 1,
    });
    for (const who of [a, b]) {
      expect(await listed(who, `/users/${b.id}/followers`)).toEqual([a.id]);
      expect(await listed(who, `/users/${a.id}/followings`)).toEqual([b.id]);
      expect(await listed(who, `/users/${a.id}/followers`)).toEqual([]);
    }
    await follow(b, a);
    expect(await profile(a, b)).toMatchObject({ isFollowing: true, isFollowedBy: true });
    await expectWhole();

    expect(await unfollow(a, b)).toMatchObject({ status: 200, body: { data: {} } });
    expect(await unfollow(a, b)).toMatchObject({ status: 200, body: { data: {} } });
    expect(await removeFollower(a, b)).toMatchObject({ status: 200, body: { data: {} } });
    expect(await profile(a, b)).toMatchObject({
      ...strangers,
      followerCount: 0,
      followingCount: 0,
    });
    expect(await listed(a, `/users/${b.id}/followers`)).toEqual([]);
    await expectWhole();
  });

  it('is told to both, each from their side, and once', async () => {
    const [a, b] = await two();
    await change(b, { isPrivate: true });
    const [onA, onB] = [await a.connect('/v1'), await b.connect('/v1')];
    const [heardByA, heardByB] = [record(onA), record(onB)];
    await follow(a, b);
    await follow(a, b);
    await acceptFollow(b, a);
    await acceptFollow(b, a);
    await follow(b, a);
    await removeFollower(b, a);
    await settle(onA, onB);
    const [userA, userB] = [{ id: a.id }, { id: b.id }];
    expect(eventsOf(heardByA, 'follow.updated')).toMatchObject([
      { ...nothing, user: userB, isRequested: true },
      { ...nothing, user: userB, isFollowing: true },
      { ...nothing, user: userB, isFollowing: true, isFollowedBy: true },
      { ...nothing, user: userB, isFollowedBy: true },
    ]);
    expect(eventsOf(heardByB, 'follow.updated')).toMatchObject([
      { ...nothing, user: userA, isRequestedBy: true },
      { ...nothing, user: userA, isFollowedBy: true },
      { ...nothing, user: userA, isFollowing: true, isFollowedBy: true },
      { ...nothing, user: userA, isFollowing: true },
    ]);
  });

  it('is refused of oneself, nobody, who is hidden, and across a block', async () => {
    const [a, b] = await two();
    for (const act of [follow, unfollow, removeFollower, acceptFollow, declineFollow]) {
      expect(await act(a, a)).toMatchObject({
        status: 400,
        body: { error: 'invalid_input', details: { userId: expect.any(String) } },
      });
      const nobody = { id: crypto.randomUUID() };
      expect(await act(a, nobody)).toMatchObject({ status: 404, ...refusal('not_found') });
      expect(await act(a, { id: 'nonsense' })).toMatchObject(refusal('invalid_input'));
    }
    await hide(b);
    expect(await follow(a, b)).toMatchObject(refusal('not_found'));
    await hide(b, 'active');
    await block(b, a);
    expect(await follow(a, b)).toMatchObject(refusal('not_found'));
    expect(await follow(b, a)).toMatchObject(refusal('not_found'));
    expect(await a.get(`${api}/users/${b.id}/followers`)).toMatchObject(refusal('not_found'));
    expect(await b.get(`${api}/users/${a.id}/mutuals`)).toMatchObject(refusal('not_found'));
  });

  it('ends both ways with a block, requests too, and comes back by nothing', async () => {
    const [a, b, c] = await three();
    await change(c, { isPrivate: true });
    await follow(a, b);
    await follow(b, a);
    await follow(a, c);
    const onB = await b.connect('/v1');
    const heard = record(onB);
    await block(a, b);
    await block(a, b);
    await block(c, a);
    await expectWhole();
    await unblock(a, b);
    await unblock(c, a);
    expect(await profile(a, b)).toMatchObject({
      ...strangers,
      followerCount: 0,
      followingCount: 0,
    });
    expect(await profile(a, c)).toMatchObject({ isFollowing: false, isRequested: false });
    expect(await listed(c, '/users/me/follow-requests')).toEqual([]);
    await settle(onB);
    expect(eventsOf(heard, 'follow.updated')).toMatchObject([{ ...nothing, user: { id: a.id } }]);
  });

  it('stays whole when acts cross', async () => {
    for (let round = 0; round < 10; round += 1) {
      const [a, b] = await two();
      const both = await Promise.all([follow(a, b), follow(b, a), follow(a, b), follow(b, a)]);
      expect(both.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
      expect(await profile(a, b)).toMatchObject({ followerCount: 1, followingCount: 1 });
      await expectWhole();
      const acts = [
        unfollow(a, b),
        follow(a, b),
        b.patch(`${api}/users/me`, { isPrivate: true }),
        follow(a, b),
        removeFollower(b, a),
        follow(b, a),
        block(a, b),
        unblock(a, b),
        acceptFollow(b, a),
        b.patch(`${api}/users/me`, { isPrivate: false }),
        follow(a, b),
      ];
      const answers = await Promise.all(acts);
      expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
      await expectWhole();
    }
  });

  it('is bounded, requests included', async () => {
    const [a, b] = await two();
    await fill(a, 7500);
    expect(await follow(a, b)).toMatchObject({ status: 409, ...refusal('conflict') });
    await expectWhole();
    await server.pool.query('delete from followings where user_id = $1', [a.id]);
    await server.pool.query('update users set following_count = 0 where id = $1', [a.id]);
    await server.pool.query("delete from users where username like 'filler%'");
  });

  it('works over the socket', async () => {
    const [a, b] = await two();
    const [onA, onB] = [await a.connect('/v1'), await b.connect('/v1')];
    expect(await emit(onA, 'users.follow', { userId: b.id })).toMatchObject({
      status: 'success',
      state: 'accepted',
    });
    const followers = await emit(onB, 'users.followers', { userId: b.id });
    expect(followers).toMatchObject({ status: 'success', items: [{ user: { id: a.id } }] });
    expect(await emit(onB, 'users.removeFollower', { userId: a.id })).toEqual({
      status: 'success',
    });
    expect(await emit(onA, 'users.unfollow', { userId: b.id })).toEqual({ status: 'success' });
  });
});

/** Gives a person many follows without the many acts that make them. */
async function fill(person: TestPerson, count: number): Promise<void> {
  await server.pool.query(
    `with made as (
       insert into users (id, username, email, password_hash, display_name, follower_count)
       select gen_random_uuid(), name, name, '', name, 1
       from generate_series(1, $2::int) n, concat('filler', n) name returning id
     ), sent as (
       insert into followings (user_id, followed_id, status, since, is_counted)
       select $1::uuid, id, 'accepted', now(), true from made
     ), counted as (update users set following_count = $2 where id = $1)
     insert into followers (user_id, follower_id, status, since)
     select id, $1::uuid, 'accepted', now() from made`,
    [person.id, count],
  );
}
