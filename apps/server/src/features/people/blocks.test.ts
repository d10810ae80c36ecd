import { describe, expect, it } from 'vitest';
import { next, record, settle } from '../../../test/people.ts';
import {
  accept,
  api,
  ask,
  block,
  direct,
  eventsOf,
  friends,
  listed,
  newcomers,
  refusal,
  rowsBetween,
  serveTests,
  timestamp,
  two,
  unblock,
} from './test-acts.ts';

serveTests();

describe('a block', () => {
  it('ends friendship and profile both ways, and refuses direct messages', async () => {
    const [a, b] = await friends();
    const conversationId = await direct(a, b);
    const [onA, onB] = [await a.connect('/v1'), await b.connect('/v1')];
    const [heardByA, heardByB] = [record(onA), record(onB)];

    const blocked = await block(a, b);
    expect(blocked).toMatchObject({
      status: 200,
      body: { data: { user: { id: b.id, username: b.username }, blockedAt: timestamp } },
    });
    for (const [one, other] of [
      [a, b],
      [b, a],
    ] as const) {
      expect(await listed(one, '/friends')).toEqual([]);
      expect(await one.get(`${api}/users/${other.id}`)).toMatchObject(refusal('not_found'));
      expect(await one.get(`${api}/users/${other.username}`)).toMatchObject(refusal('not_found'));
      expect(await ask(one, other)).toMatchObject(refusal('not_found'));
      const sent = await one.post(`${api}/conversations/${conversationId}/messages`, {
        content: 'x',
      });
      expect(sent).toMatchObject({ status: 403, ...refusal('blocked') });
      const chatSent = await one.post('/chat/send', {
        groupId: conversationId,
        message: 'x',
        type: 'TEXT',
        senderId: one.id,
      });
      expect(chatSent).toMatchObject({ status: 403, ...refusal('blocked') });
      const opened = await one.post(`${api}/conversations`, {
        isGroup: false,
        memberIds: [other.id],
      });
      expect(opened).toMatchObject({ status: 403, ...refusal('blocked') });
    }
    expect(await rowsBetween(a, b)).toEqual([]);

    // Again: the same answer, nothing told.
    expect((await block(a, b)).body.data).toEqual(blocked.body.data);
    await settle(onA, onB);
    expect(besideNotifications(heardByA)).toEqual([
      ['person.blocked', blocked.body.data],
      ['friend.removed', { userId: b.id }],
    ]);
    expect(besideNotifications(heardByB)).toEqual([['friend.removed', { userId: a.id }]]);
    expect(await listed(a, '/users/me/blocks')).toEqual([b.id]);
    expect(await listed(b, '/users/me/blocks')).toEqual([]);

    expect(await unblock(a, b)).toMatchObject({ status: 200, body: { data: {} } });
    expect(await unblock(a, b)).toMatchObject({ status: 200, body: { data: {} } });
    await settle(onA, onB);
    expect(eventsOf(heardByA, 'person.unblocked')).toEqual([{ userId: b.id }]);
    expect(eventsOf(heardByB, 'person.unblocked')).toEqual([]);
    expect((await b.get(`${api}/users/${a.id}`)).body.data).toMatchObject({ isFriend: false });
    const sent = await b.post(`${api}/conversations/${conversationId}/messages`, { content: 'x' });
    expect(sent.status).toBe(201);
    expect((await ask(b, a)).status).toBe(201);
  });

  it('ends open requests of either side', async () => {
    for (const whoAsks of ['blocker', 'blocked']) {
      const [a, b] = await two();
      const onB = await b.connect('/v1');
      await (whoAsks === 'blocker' ? ask(a, b) : ask(b, a));
      const removed = next(onB, 'friend.removed');
      await block(a, b);
      expect(await removed).toEqual({ userId: a.id });
      expect(await rowsBetween(a, b)).toEqual([]);
      await unblock(a, b);
      expect(await accept(a, b)).toMatchObject(refusal('not_found'));
      expect(await accept(b, a)).toMatchObject(refusal('not_found'));
    }
  });

  it('holds against those who blocked first, and those who are hidden', async () => {
    const [a, b] = await two();
    await block(a, b);
    expect((await block(b, a)).status).toBe(200);
    await unblock(a, b);
    expect(await ask(a, b)).toMatchObject(refusal('not_found'));
    expect(await listed(b, '/users/me/blocks')).toEqual([a.id]);

    const [c, d] = await two();
    await d.post(`${api}/users/me/deactivate`);
    expect((await block(c, d)).status).toBe(200);
    expect(await listed(c, '/users/me/blocks')).toEqual([d.id]);
    expect((await unblock(c, d)).status).toBe(200);
  });

  it('is listed in pages, the newest first', async () => {
    const [me, ...others] = await newcomers(6);
    if (!me) throw new Error('six people were asked for');
    for (const other of others) await block(me, other);
    const first = await me.get(`${api}/users/me/blocks?limit=3`);
    const { items, nextCursor, hasMore } = first.body.data;
    expect(hasMore).toBe(true);
    const second = await me.get(`${api}/users/me/blocks?limit=3&cursor=${nextCursor}`);
    expect(second.body.data).toMatchObject({ nextCursor: null, hasMore: false });
    const ids = [...items, ...second.body.data.items].map(({ user }) => user.id);
    expect(ids).toEqual(others.map(({ id }) => id).toReversed());
  });
});

function besideNotifications(heard: [string, unknown][]): [string, unknown][] {
  return heard.filter(([event]) => !event.startsWith('notification.'));
}
