import { describe, expect, it } from 'vitest';
import type { Answer, TestPerson } from '../../../test/people.ts';
import { change, expectWhole, follow, hide, profile, three } from './follow-test-acts.ts';
import {
  api,
  block,
  listed,
  newcomers,
  refusal,
  serveTests,
  server,
  timestamp,
  two,
  unblock,
} from './test-acts.ts';

serveTests();

describe('lists', () => {
  it('come in pages, newest first, and say what each is to me', async () => {
    const [me, star] = await two();
    const fans = await newcomers(7);
    for (const fan of fans) await follow(fan, star);
    const [first, second] = fans;
    if (!first || !second) throw new Error('seven people were asked for');
    await follow(me, first);
    await change(second, { isPrivate: true });
    await follow(me, second);
    // Some at the same moment: their order is that of their ids.
    const early = fans.slice(0, 4).map(({ id }) => id);
    for (const [table, mine, other] of [
      ['followers', 'user_id', 'follower_id'],
      ['followings', 'followed_id', 'user_id'],
    ]) {
      await server.pool.query(
        `update ${table} set since = date_trunc('hour', now()) - interval '1 hour'
         where ${mine} = $1 and ${other} = any($2)`,
        [star.id, early],
      );
    }
    const expected = [
      ...fans.slice(4).toReversed(),
      ...fans.slice(0, 4).toSorted((a, b) => (a.id < b.id ? 1 : -1)),
    ].map(({ id }) => id);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const answer: Answer = await me.get(
        `${api}/users/${star.id}/followers?limit=2${cursor ? `&cursor=${cursor}` : ''}`,
      );
      const { items, nextCursor, hasMore } = answer.body.data;
      expect(hasMore).toBe(nextCursor !== null);
      for (const item of items) {
        seen.push(item.user.id);
        expect(item).toMatchObject({
          since: timestamp,
          isFollowing: item.user.id === first.id,
          isRequested: item.user.id === second.id,
        });
      }
      cursor = nextCursor;
    } while (cursor);
    expect(seen).toEqual(expected);
    expect(await me.get(`${api}/users/${star.id}/followers?cursor=x`)).toMatchObject(
      refusal('invalid_input'),
    );
  });

  it('leave out who is hidden or blocked', async () => {
    const [me, star] = await two();
    const fans = await newcomers(4);
    for (const fan of fans) {
      await follow(fan, star);
      await follow(me, fan);
    }
    const [blocked, blocker, hidden, kept] = fans;
    if (!blocked || !blocker || !hidden || !kept) throw new Error('four people were asked for');
    await block(me, blocked);
    await block(blocker, me);
    await hide(hidden, 'deleted');
    expect(await listed(me, `/users/${star.id}/followers`)).toEqual([kept.id]);
    expect(await listed(me, `/users/${me.id}/followings`)).toEqual([kept.id]);
    expect(await listed(me, `/users/${star.id}/mutuals`)).toEqual([kept.id]);
    expect(await listed(star, `/users/${star.id}/followers`)).toHaveLength(3);
  });

  it('are as long as the counts of the profile, however many are blocked', async () => {
    const [me, star] = await two();
    const fans = await newcomers(4);
    for (const fan of fans) {
      await follow(fan, star);
      await follow(star, fan);
    }
    const holds = async (count: number) => {
      const { followerCount, followingCount } = await profile(me, star);
      const lists = ['followers', 'followings'].map((list) =>
        listed(me, `/users/${star.id}/${list}`),
      );
      const [followers, followings] = await Promise.all(lists);
      expect([followerCount, followingCount]).toEqual([count, count]);
      expect([followers?.length, followings?.length]).toEqual([count, count]);
    };
    await holds(4);
    const [first, second, third, hidden] = fans;
    if (!first || !second || !third || !hidden) throw new Error('four people were asked for');
    await block(me, first);
    await block(second, me);
    await holds(2);
    // Now more are blocked than follow.
    await block(me, third);
    for (const stranger of await newcomers(3)) await block(stranger, me);
    await holds(1);
    await unblock(me, third);
    await holds(2);
    // Who is away is in no count, blocked or not.
    await third.post(`${api}/users/me/deactivate`);
    await first.post(`${api}/users/me/deactivate`);
    await holds(1);
    expect(await profile(star, hidden)).toMatchObject({ followerCount: 1, followingCount: 1 });
    const own = await star.get(`${api}/users/me`);
    expect(own.body.data).toMatchObject({ followerCount: 2, followingCount: 2 });
    await expectWhole();
  });

  it('of mutuals hold those whom I follow and who follow the viewed person, as in the document', async () => {
    const [duydat30122002, phamduydat2002, duydat] = await three();
    await follow(duydat30122002, duydat);
    await follow(duydat30122002, phamduydat2002);
    await follow(duydat, duydat30122002);
    await follow(duydat, phamduydat2002);
    const usernames = {
      followers: [
        [duydat30122002, [duydat]],
        [phamduydat2002, [duydat, duydat30122002]],
        [duydat, [duydat30122002]],
      ],
    } as const;
    for (const [person, followers] of usernames.followers) {
      const ids = await listed(duydat, `/users/${person.id}/followers`);
      expect(ids.toSorted()).toEqual(followers.map(({ id }) => id).toSorted());
    }
    const mutuals = (viewer: TestPerson, viewed: TestPerson) =>
      listed(viewer, `/users/${viewed.id}/mutuals`);
    expect(await mutuals(duydat30122002, phamduydat2002)).toEqual([duydat.id]);
    expect(await mutuals(phamduydat2002, duydat30122002)).toEqual([]);
    expect(await mutuals(duydat, phamduydat2002)).toEqual([duydat30122002.id]);
    expect(await mutuals(duydat30122002, duydat)).toEqual([]);
    expect(await mutuals(duydat, duydat)).toEqual([duydat30122002.id]);
    // A request is no follow.
    await change(phamduydat2002, { isPrivate: true });
    const [other] = await newcomers(1);
    if (!other) throw new Error('one person was asked for');
    await follow(other, phamduydat2002);
    await follow(duydat30122002, other);
    expect(await mutuals(duydat30122002, phamduydat2002)).toEqual([duydat.id]);
  });
});
