import { describe, expect, it } from 'vitest';
import { emit, next, record, settle, type TestPerson } from '../../../test/people.ts';
import { change, follow, profile, unfollow } from './follow-test-acts.ts';
import {
  accept,
  api,
  ask,
  direct,
  eventsOf,
  newcomers,
  serveTests,
  server,
  two,
} from './test-acts.ts';

serveTests();

const lastSeen = (visibility: string) => ({ privacy: { lastSeen: visibility } });

/** What the doors say of when somebody was last here: on each the same. */
async function lastSeenOn(who: TestPerson, other: { id: string }): Promise<boolean> {
  const social = await who.connect('/');
  const told = [
    (await profile(who, other)).lastSeen,
    (await who.post(`${api}/users/last-seen`, { userIds: [other.id] })).body.data.items[0].lastSeen,
    (await emit(social, 'requestLastSeen', [other.id]))[0].lastSeen,
    (await emit(social, 'receiveUserProfile', other.id)).last_seen,
  ];
  social.disconnect();
  const isShown = told.map((moment) => moment !== null);
  expect(new Set(isShown).size).toBe(1);
  return isShown[0] ?? false;
}

async function group(owner: TestPerson, ...others: TestPerson[]): Promise<string> {
  const memberIds = others.map(({ id }) => id);
  const made = await owner.post(`${api}/conversations`, { isGroup: true, name: 'ngõ', memberIds });
  return made.body.data.id;
}

describe('when one was last here', () => {
  it('says whether they are here now, to those who may know', async () => {
    const [me, viewer] = await newcomers(2);
    if (!me || !viewer) throw new Error('nobody');
    const isOnline = async () =>
      (await viewer.post(`${api}/users/last-seen`, { userIds: [me.id] })).body.data.items[0]
        .isOnline;
    expect(await isOnline()).toBe(false);
    await me.connect('/v1');
    await expect.poll(isOnline).toBe(true);
    await change(me, lastSeen('nobody'));
    expect(await isOnline()).toBe(false);
  });

  it('is shown to all, followers, friends or nobody', async () => {
    const [me, stranger, follower, friend] = await newcomers(4);
    if (!me || !stranger || !follower || !friend) throw new Error('nobody');
    await follow(follower, me);
    await ask(friend, me);
    await accept(me, friend);
    await server.pool.query('update users set last_seen_at = now() where id = $1', [me.id]);
    const viewers = [stranger, follower, friend];
    const shownTo = async () => {
      const shown = [];
      for (const viewer of viewers) shown.push(await lastSeenOn(viewer, me));
      return shown;
    };
    expect((await me.get(`${api}/users/me`)).body.data.privacy).toEqual({ lastSeen: 'everyone' });
    expect(await shownTo()).toEqual([true, true, true]);
    for (const [visibility, shown] of [
      ['followers', [false, true, false]],
      ['friends', [false, false, true]],
      ['nobody', [false, false, false]],
      ['everyone', [true, true, true]],
    ] as const) {
      await change(me, lastSeen(visibility));
      expect((await me.get(`${api}/users/me`)).body.data.privacy).toEqual({ lastSeen: visibility });
      expect(await shownTo()).toEqual(shown);
      expect((await profile(me, me)).lastSeen).not.toBeNull();
      // Who keeps it back still sees theirs.
      await server.pool.query('update users set last_seen_at = now() where id = $1', [stranger.id]);
      expect(await lastSeenOn(me, stranger)).toBe(true);
    }
    await change(me, lastSeen('nobody'));
    await me.connect('/v1');
    expect(await shownTo()).toEqual([false, false, false]);
  });

  it('takes only what it knows, and stays as it is without it', async () => {
    const [me] = await newcomers(1);
    if (!me) throw new Error('nobody');
    await change(me, lastSeen('friends'));
    for (const privacy of [{ lastSeen: 'some' }, { lastSeen: null }, 'nobody', null]) {
      expect((await me.patch(`${api}/users/me`, { privacy })).status).toBe(400);
    }
    await change(me, { privacy: {} });
    await change(me, { biography: 'x' });
    expect((await me.get(`${api}/users/me`)).body.data.privacy).toEqual({ lastSeen: 'friends' });
  });
});

describe('whether one is here', () => {
  it('is told to who may see it, from the moment of the change', async () => {
    const [me, other] = await two();
    await direct(me, other);
    const [v1, chat] = [await other.connect('/v1'), await other.chat()];
    const [onV1, onChat] = [record(v1), record(chat)];
    const mine = await me.connect('/v1');
    await settle(v1, chat);
    expect(eventsOf(onV1, 'presence.updated')).toMatchObject([{ userId: me.id, isOnline: true }]);
    expect(eventsOf(onChat, 'userStatusUpdate')).toHaveLength(1);

    const gone = next(v1, 'presence.updated');
    await change(me, lastSeen('nobody'));
    expect(await gone).toEqual({
      userId: me.id,
      isOnline: false,
      isActive: false,
      lastSeen: null,
    });
    await settle(v1, chat);
    onV1.length = 0;
    onChat.length = 0;
    mine.disconnect();
    const again = await me.connect('/v1');
    await settle(v1, chat);
    expect([eventsOf(onV1, 'presence.updated'), eventsOf(onChat, 'userStatusUpdate')]).toEqual([
      [],
      [],
    ]);

    const back = next(v1, 'presence.updated');
    await change(me, lastSeen('everyone'));
    expect(await back).toMatchObject({ userId: me.id, isOnline: true });
    const left = next(v1, 'presence.updated');
    again.disconnect();
    expect(await left).toMatchObject({ isOnline: false, lastSeen: expect.any(String) });
  });

  it('begins and ends with following, where followers see it', async () => {
    const [me, other] = await two();
    await direct(me, other);
    await change(me, lastSeen('followers'));
    const v1 = await other.connect('/v1');
    const heard = record(v1);
    (await me.connect('/v1')).disconnect();
    await settle(v1);
    expect(eventsOf(heard, 'presence.updated')).toEqual([]);
    await follow(other, me);
    await settle(v1);
    const told = next(v1, 'presence.updated');
    const mine = await me.connect('/v1');
    expect(await told).toMatchObject({ userId: me.id, isOnline: true });
    await unfollow(other, me);
    await settle(v1);
    heard.length = 0;
    mine.disconnect();
    await settle(v1);
    expect(eventsOf(heard, 'presence.updated')).toEqual([]);
  });

  it('is kept from those who look at the same group, friends aside', async () => {
    const [me, friend, member] = await newcomers(3);
    if (!me || !friend || !member) throw new Error('nobody');
    await ask(friend, me);
    await accept(me, friend);
    await change(me, lastSeen('friends'));
    const conversationId = await group(me, friend, member);
    const [onFriend, onMember] = [await friend.connect('/v1'), await member.connect('/v1')];
    const chat = await member.chat();
    for (const socket of [onFriend, onMember]) {
      await emit(socket, 'conversations.open', { conversationId });
    }
    await emit(chat, 'open', { profileId: member.id, groupId: conversationId });
    const heard = [record(onFriend), record(onMember), record(chat)];
    const mine = await me.connect('/v1');
    await emit(mine, 'conversations.open', { conversationId });
    await settle(onFriend, onMember, chat);
    const about = (events: [string, unknown][] = []) =>
      events.filter(([, payload]) => JSON.stringify(payload).includes(me.id));
    expect(about(heard[0])).toContainEqual([
      'presence.updated',
      expect.objectContaining({ userId: me.id, isActive: true, conversationId }),
    ]);
    expect(about(heard[1])).toEqual([]);
    expect(about(heard[2])).toEqual([]);

    const opened = { conversationId };
    const activeFor = async (who: TestPerson) =>
      (await emit(await who.connect('/v1'), 'conversations.open', opened)).activeUserIds;
    expect(await activeFor(friend)).toContain(me.id);
    expect(await activeFor(member)).not.toContain(me.id);
    expect(await activeFor(me)).toEqual(expect.arrayContaining([me.id, friend.id, member.id]));
    const again = await emit(chat, 'open', { profileId: member.id, groupId: conversationId });
    expect(again.activeUsers).not.toContain(me.id);

    await change(me, lastSeen('everyone'));
    await settle(onMember);
    expect(about(heard[1])).toContainEqual([
      'presence.updated',
      expect.objectContaining({ isActive: true, conversationId }),
    ]);
    await change(me, lastSeen('nobody'));
    await settle(onFriend, onMember, chat);
    for (const events of heard) {
      const last = about(events).at(-1)?.[1];
      expect(last).toMatchObject({ isActive: false, lastSeen: null });
    }
  });
});
