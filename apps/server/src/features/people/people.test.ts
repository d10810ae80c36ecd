import type { Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  type Answer,
  emit,
  next,
  record,
  register,
  settle,
  type TestPerson,
} from '../../../test/people.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';

const api = '/api/v1';
const timestamp = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

let server: TestServer;
let people: TestPerson[] = [];
beforeAll(async () => {
  server = await startTestServer();
});
afterEach(() => {
  for (const person of people.splice(0)) person.disconnect();
});
afterAll(() => server.stop());

async function newcomers(count: number): Promise<TestPerson[]> {
  const made: TestPerson[] = [];
  for (let index = 0; index < count; index += 1) made.push(await register(server));
  people = [...people, ...made];
  return made;
}

async function two(): Promise<[TestPerson, TestPerson]> {
  const [a, b] = await newcomers(2);
  if (!a || !b) throw new Error('two people were asked for');
  return [a, b];
}

const ask = (from: TestPerson, to: { id: string }): Promise<Answer> =>
  from.post(`${api}/friends/requests`, { userId: to.id });
const accept = (who: TestPerson, asker: { id: string }): Promise<Answer> =>
  who.post(`${api}/friends/requests/${asker.id}/accept`);
const decline = (who: TestPerson, asker: { id: string }): Promise<Answer> =>
  who.post(`${api}/friends/requests/${asker.id}/decline`);
const unfriend = (who: TestPerson, other: { id: string }): Promise<Answer> =>
  who.delete(`${api}/friends/${other.id}`);
const block = (who: TestPerson, other: { id: string }): Promise<Answer> =>
  who.put(`${api}/users/${other.id}/block`);
const unblock = (who: TestPerson, other: { id: string }): Promise<Answer> =>
  who.delete(`${api}/users/${other.id}/block`);

async function friends(): Promise<[TestPerson, TestPerson]> {
  const [a, b] = await two();
  await ask(a, b);
  expect((await accept(b, a)).status).toBe(200);
  return [a, b];
}

async function direct(a: TestPerson, b: TestPerson): Promise<string> {
  const made = await a.post(`${api}/conversations`, { isGroup: false, memberIds: [b.id] });
  expect(made.status).toBe(201);
  return made.body.data.id;
}

/** The ids of the people in a list. */
async function listed(who: TestPerson, path: string): Promise<string[]> {
  const answer = await who.get(api + path);
  expect(answer.status).toBe(200);
  return answer.body.data.items.map((item: { user: { id: string } }) => item.user.id);
}

const refusal = (code: string) => ({ body: { status: 'error', error: code } });
const eventsOf = (received: [string, unknown][], name: string): unknown[] =>
  received.filter(([event]) => event === name).map(([, payload]) => payload);

describe('friends', () => {
  it('are asked, accepted, listed and ended, and both sides hear of each step', async () => {
    const [a, b] = await two();
    const [onA, onA2, onB] = [
      await a.connect('/v1'),
      await a.connect('/v1'),
      await b.connect('/v1'),
    ];
    const [heardByA, heardByA2, heardByB] = [record(onA), record(onA2), record(onB)];

    const asked = await ask(a, b);
    expect(asked).toMatchObject({
      status: 201,
      body: { data: { user: { id: b.id }, state: 'sent', createdAt: timestamp } },
    });
    expect(await listed(b, '/friends/requests')).toEqual([a.id]);
    expect(await listed(a, '/friends/requests')).toEqual([]);
    expect(await listed(a, '/friends/requests?state=sent')).toEqual([b.id]);
    expect(await listed(b, '/friends')).toEqual([]);
    expect((await a.get(`${api}/users/${b.id}`)).body.data.isFriend).toBe(false);

    const accepted = await accept(b, a);
    expect(accepted).toMatchObject({
      status: 200,
      body: { data: { user: { id: a.id }, since: timestamp } },
    });
    expect(await listed(a, '/friends')).toEqual([b.id]);
    expect(await listed(b, '/friends')).toEqual([a.id]);
    expect(await listed(b, '/friends/requests')).toEqual([]);
    expect(await listed(a, '/friends/requests?state=sent')).toEqual([]);
    expect((await a.get(`${api}/users/${b.id}`)).body.data.isFriend).toBe(true);
    expect((await b.get(`${api}/users/${a.id}`)).body.data.isFriend).toBe(true);

    expect(await unfriend(a, b)).toMatchObject({ status: 200, body: { data: {} } });
    expect(await listed(a, '/friends')).toEqual([]);
    expect(await listed(b, '/friends')).toEqual([]);

    await settle(onA, onA2, onB);
    const { createdAt } = asked.body.data;
    const { since } = accepted.body.data;
    expect(heardByA.filter(([event]) => event.startsWith('friend'))).toMatchObject([
      ['friend.requested', { user: { id: b.id }, state: 'sent', createdAt }],
      ['friend.accepted', { user: { id: b.id, username: b.username }, since }],
      ['friend.removed', { userId: b.id }],
    ]);
    expect(heardByA2).toEqual(heardByA);
    expect(heardByB.filter(([event]) => event.startsWith('friend'))).toMatchObject([
      ['friend.requested', { user: { id: a.id }, state: 'received', createdAt }],
      ['friend.accepted', { user: { id: a.id, username: a.username }, since }],
      ['friend.removed', { userId: a.id }],
    ]);
  });

  it('answer the same to the same act again, and tell nobody twice', async () => {
    const [a, b] = await two();
    const onB = await b.connect('/v1');
    const heard = record(onB);
    const first = await ask(a, b);
    expect((await ask(a, b)).body.data).toEqual(first.body.data);
    const accepted = await accept(b, a);
    expect((await accept(b, a)).body.data).toEqual(accepted.body.data);
    expect((await accept(a, b)).body.data).toMatchObject({ user: { id: b.id } });
    expect((await ask(a, b)).body.data).toMatchObject({ state: 'accepted' });
    expect((await ask(b, a)).body.data).toMatchObject({ state: 'accepted' });
    await unfriend(b, a);
    expect(await unfriend(b, a)).toMatchObject({ status: 404, ...refusal('not_found') });
    await settle(onB);
    expect(heard.map(([event]) => event)).toEqual([
      'friend.requested',
      'friend.accepted',
      'friend.removed',
    ]);
  });

  it('are made by asking back', async () => {
    const [a, b] = await two();
    const onA = await a.connect('/v1');
    const heard = next(onA, 'friend.accepted');
    await ask(a, b);
    expect(await ask(b, a)).toMatchObject({ status: 201, body: { data: { state: 'accepted' } } });
    expect(await heard).toMatchObject({ user: { id: b.id } });
    expect(await listed(a, '/friends')).toEqual([b.id]);
  });

  it('are declined or taken back, on both sides', async () => {
    const [a, b] = await two();
    const [onA, onB] = [await a.connect('/v1'), await b.connect('/v1')];
    await ask(a, b);
    // Only the one who was asked can decline or accept, only the one who asked can take it back.
    expect(await decline(a, b)).toMatchObject(refusal('not_found'));
    expect(await accept(a, b)).toMatchObject(refusal('not_found'));
    expect(await unfriend(b, a)).toMatchObject(refusal('not_found'));
    const told = next(onA, 'friend.removed');
    expect(await decline(b, a)).toMatchObject({ status: 200, body: { data: {} } });
    expect(await told).toEqual({ userId: b.id });
    expect(await decline(b, a)).toMatchObject(refusal('not_found'));
    expect(await accept(b, a)).toMatchObject(refusal('not_found'));

    await ask(a, b);
    const takenBack = next(onB, 'friend.removed');
    expect(await unfriend(a, b)).toMatchObject({ status: 200 });
    expect(await takenBack).toEqual({ userId: a.id });
    expect(await listed(b, '/friends/requests')).toEqual([]);
    expect(await accept(b, a)).toMatchObject(refusal('not_found'));
    expect(await rowsBetween(a, b)).toEqual([]);
  });

  it('refuse oneself, nobody, and whoever is hidden', async () => {
    const [a, b] = await two();
    const nobody = { id: crypto.randomUUID() };
    for (const act of [ask, accept, decline, unfriend, block, unblock]) {
      expect(await act(a, a)).toMatchObject({
        status: 400,
        body: { error: 'invalid_input', details: { userId: expect.any(String) } },
      });
      expect(await act(a, nobody)).toMatchObject({ status: 404, ...refusal('not_found') });
      expect(await act(a, { id: 'nonsense' })).toMatchObject(refusal('invalid_input'));
    }
    await ask(b, a);
    await b.post(`${api}/users/me/deactivate`);
    expect(await ask(a, b)).toMatchObject(refusal('not_found'));
    expect(await accept(a, b)).toMatchObject(refusal('not_found'));
    expect(await listed(a, '/friends/requests')).toEqual([]);
  });

  it('are out of sight while hidden, and back when they are', async () => {
    const [a, b] = await friends();
    await server.pool.query("update users set state = 'not_active' where id = $1", [b.id]);
    expect(await listed(a, '/friends')).toEqual([]);
    await server.pool.query("update users set state = 'active' where id = $1", [b.id]);
    expect(await listed(a, '/friends')).toEqual([b.id]);
  });

  it('are whole or not at all when requests, accepts and ends cross', async () => {
    for (let round = 0; round < 15; round += 1) {
      const [a, b] = await two();
      const both = await Promise.all([ask(a, b), ask(b, a)]);
      expect(both.map(({ status }) => status)).toEqual([201, 201]);
      expect(both.filter(({ body }) => body.data.state === 'accepted')).toHaveLength(1);
      expect((await rowsBetween(a, b)).map((row) => row.status)).toEqual(['accepted', 'accepted']);

      const acts = [
        unfriend(a, b),
        unfriend(b, a),
        ask(a, b),
        ask(b, a),
        accept(a, b),
        accept(b, a),
      ];
      const answers = await Promise.all([...acts, block(a, b), unblock(a, b)]);
      expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
      const statuses = (await rowsBetween(a, b)).map((row) => row.status);
      expect(['', 'accepted accepted', 'received sent']).toContain(statuses.join(' '));
    }
  });

  it('come in pages, the newest first, also those of one moment', async () => {
    const [me] = await newcomers(1);
    const others = await newcomers(7);
    if (!me) throw new Error('one person was asked for');
    for (const other of others) {
      await ask(other, me);
      await accept(me, other);
    }
    // Some at the same moment: their order is that of their ids.
    await server.pool.query(
      `update friendships set since = date_trunc('milliseconds', now()) - interval '1 hour'
       where user_id = $1 and friend_id = any($2)`,
      [me.id, others.slice(0, 4).map(({ id }) => id)],
    );
    const expected = [
      ...others.slice(4).toReversed(),
      ...others.slice(0, 4).toSorted((a, b) => (a.id < b.id ? 1 : -1)),
    ].map(({ id }) => id);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const answer: Answer = await me.get(
        `${api}/friends?limit=2${cursor ? `&cursor=${cursor}` : ''}`,
      );
      const { items, nextCursor, hasMore } = answer.body.data;
      expect(hasMore).toBe(nextCursor !== null);
      seen.push(...items.map((item: { user: { id: string } }) => item.user.id));
      cursor = nextCursor;
    } while (cursor);
    expect(seen).toEqual(expected);
    expect(await me.get(`${api}/friends?cursor=abc`)).toMatchObject(refusal('invalid_input'));
    expect(await me.get(`${api}/friends?limit=0`)).toMatchObject(refusal('invalid_input'));
  });

  it('are bounded, open requests too', async () => {
    const [a, b] = await two();
    const [c] = await newcomers(1);
    if (!c) throw new Error('one person was asked for');
    await fillTies(a, 'sent', 1000);
    expect(await ask(a, b)).toMatchObject({ status: 409, ...refusal('conflict') });
    await fillTies(b, 'accepted', 5000);
    await ask(b, c);
    expect(await accept(c, b)).toMatchObject({ status: 409, ...refusal('conflict') });
    expect((await rowsBetween(b, c)).map((row) => row.status)).toEqual(['received', 'sent']);
    await server.pool.query('delete from friendships where user_id = any($1)', [[a.id, b.id]]);
  });

  it('can be made over the socket', async () => {
    const [a, b] = await two();
    const [onA, onB] = [await a.connect('/v1'), await b.connect('/v1')];
    expect(await emit(onA, 'friends.request', { userId: b.id })).toMatchObject({
      status: 'success',
      user: { id: b.id },
    });
    expect(await emit(onB, 'friends.requests', {})).toMatchObject({
      items: [{ user: { id: a.id } }],
    });
    expect(await emit(onB, 'friends.accept', { userId: a.id })).toMatchObject({
      status: 'success',
    });
    expect(await emit(onA, 'users.block', { userId: b.id })).toMatchObject({ user: { id: b.id } });
    expect(await emit(onA, 'users.blocks', {})).toMatchObject({ items: [{ user: { id: b.id } }] });
  });
});

describe('presence', () => {
  it('reaches friends who share no conversation, on both dialects, from the moment they are', async () => {
    const [a, b] = await two();
    const [onV1, onChat] = [await a.connect('/v1'), await a.chat()];
    const [heard, heardOnChat] = [record(onV1), record(onChat)];
    await ask(a, b);
    const early = await b.connect('/v1');
    early.disconnect();
    await settle(onV1, onChat);
    expect(presenceIn(heard, heardOnChat)).toEqual([]);

    await accept(b, a);
    const came = [
      next(onV1, 'presence.updated', isOf(b, true)),
      next(onChat, 'userStatusUpdate', isOf(b, true)),
    ];
    const onB = await b.chat();
    await Promise.all(came);
    const sees = next(onB, 'userStatusUpdate', isOf(a, false));
    a.disconnect();
    await sees;

    const back = await a.connect('/v1');
    const went = next(back, 'presence.updated', isOf(b, false));
    b.disconnect();
    await went;
  });

  it('ends with the friendship, but for those who share a direct conversation', async () => {
    const [a, b] = await friends();
    const onA = await a.connect('/v1');
    const heard = record(onA);
    await unfriend(b, a);
    await quiet(onA);
    await comeAndGo(b);
    await settle(onA);
    expect(presenceIn(heard)).toEqual([]);

    const [c, d] = await friends();
    const onC = await c.connect('/v1');
    await direct(c, d);
    await unfriend(c, d);
    await quiet(onC);
    const came = next(onC, 'presence.updated', isOf(d, true));
    await comeAndGo(d);
    await came;
  });

  it('stops at once when somebody blocks, both ways, on open sockets and open conversations', async () => {
    const [a, b] = await friends();
    const conversationId = await direct(a, b);
    const sockets = [
      await a.connect('/v1'),
      await a.chat(),
      await b.connect('/v1'),
      await b.chat(),
    ];
    const [aV1, aChat, bV1, bChat] = sockets;
    if (!aV1 || !aChat || !bV1 || !bChat) throw new Error('four sockets were opened');
    for (const [who, socket] of [
      [a, aChat],
      [b, bChat],
    ] as const) {
      await emit(socket, 'open', { profileId: who.id, groupId: conversationId });
    }
    await emit(aV1, 'conversations.open', { conversationId });
    await settle(...sockets);

    const heard = sockets.map(record);
    await block(a, b);
    for (const socket of [aV1, bV1]) {
      await emit(socket, 'conversations.open', { conversationId });
      await emit(socket, 'conversations.close', { conversationId });
    }
    for (const [who, socket] of [
      [a, aChat],
      [b, bChat],
    ] as const) {
      await emit(socket, 'leave', { profileId: who.id, groupId: conversationId });
      await emit(socket, 'open', { profileId: who.id, groupId: conversationId });
    }
    const extra = await b.connect('/v1');
    await emit(extra, 'conversations.open', { conversationId });
    extra.disconnect();
    await settle(...sockets);
    expect(presenceIn(...heard)).toEqual([]);

    // A connection made under the block hears and tells as little.
    aV1.disconnect();
    aChat.disconnect();
    const again = await a.chat();
    heard.push(record(again));
    await emit(again, 'open', { profileId: a.id, groupId: conversationId });
    await emit(bChat, 'leave', { profileId: b.id, groupId: conversationId });
    bV1.disconnect();
    bChat.disconnect();
    await settle(again);
    expect(presenceIn(...heard)).toEqual([]);

    // The friendship is over, yet they share a conversation: unblocked, they see each other again.
    await unblock(a, b);
    await quiet(again);
    const came = next(again, 'userStatusUpdate', isOf(b, true));
    const returned = await b.chat();
    await came;
    const opened = next(again, 'userStatusUpdate', isOf(b, true));
    await emit(returned, 'open', { profileId: b.id, groupId: conversationId });
    expect(await opened).toMatchObject({ groupId: conversationId, isActive: true });
  });

  it('stays away when the blocked one blocks back and only one takes it back', async () => {
    const [a, b] = await two();
    await direct(a, b);
    const onA = await a.connect('/v1');
    await block(a, b);
    await block(b, a);
    await unblock(a, b);
    await quiet(onA);
    const heard = record(onA);
    await comeAndGo(b);
    await settle(onA);
    expect(presenceIn(heard)).toEqual([]);
    await unblock(b, a);
    await quiet(onA);
    const came = next(onA, 'presence.updated', isOf(b, true));
    await comeAndGo(b);
    await came;
  });

  it('is told once when two sockets of a person come at the same time', async () => {
    const [a, b] = await friends();
    const onA = await a.connect('/v1');
    const heard = record(onA);
    await Promise.all([b.connect('/v1'), b.connect('/v1'), b.chat()]);
    await settle(onA);
    expect(presenceIn(heard)).toMatchObject([{ userId: b.id, isOnline: true }]);
  });

  it('stays hidden from those who come, or start a conversation, while they are blocked', async () => {
    for (let round = 0; round < 10; round += 1) {
      const [a, b] = await friends();
      const conversation = { isGroup: false, memberIds: [b.id] };
      const started = round % 2 ? [a.post(`${api}/conversations`, conversation)] : [];
      const [onB, onChat] = await Promise.all([
        b.connect('/v1'),
        b.chat(),
        block(a, b),
        ...started,
      ]);
      await quiet(onB);
      const heard = [record(onB), record(onChat)];
      await comeAndGo(a);
      await settle(onB, onChat);
      expect(presenceIn(...heard)).toEqual([]);
    }
  });

  it('follows the last word when blocks and unblocks cross', async () => {
    const [a, b] = await friends();
    await direct(a, b);
    const onA = await a.connect('/v1');
    for (let round = 0; round < 10; round += 1) {
      await Promise.all([block(a, b), unblock(a, b), block(b, a), unblock(b, a)]);
    }
    await block(a, b);
    await quiet(onA);
    const heard = record(onA);
    await comeAndGo(b);
    await settle(onA);
    expect(presenceIn(heard)).toEqual([]);
    await Promise.all([unblock(a, b), unblock(b, a)]);
    await quiet(onA);
    const came = next(onA, 'presence.updated', isOf(b, true));
    await comeAndGo(b);
    await came;
  });
});

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
    expect(heardByA).toEqual([
      ['person.blocked', blocked.body.data],
      ['friend.removed', { userId: b.id }],
    ]);
    expect(heardByB).toEqual([['friend.removed', { userId: a.id }]]);
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

/** What is stored of two people, in the order of the statuses. */
async function rowsBetween(a: TestPerson, b: TestPerson): Promise<{ status: string }[]> {
  const { rows } = await server.pool.query<{ status: string }>(
    `select status from friendships
     where (user_id = $1 and friend_id = $2) or (user_id = $2 and friend_id = $1) order by status`,
    [a.id, b.id],
  );
  return rows;
}

/** Gives a person many ties without the many acts that make them. */
async function fillTies(person: TestPerson, status: string, count: number): Promise<void> {
  await server.pool.query(
    `with made as (
       insert into users (id, username, email, password_hash, display_name)
       select gen_random_uuid(), name, name, '', name
       from generate_series(1, $3::int) n, concat('filler', $1::text, n) name returning id
     )
     insert into friendships (user_id, friend_id, status) select $1::uuid, id, $2 from made`,
    [person.id, status, count],
  );
}

async function comeAndGo(person: TestPerson): Promise<void> {
  const socket = await person.connect('/v1');
  await settle(socket);
  socket.disconnect();
}

/** Long enough for what one act sets in motion behind its answer to be over. */
async function quiet(socket: Socket): Promise<void> {
  await settle(socket);
}

function presenceIn(...recorded: [string, unknown][][]): unknown[] {
  return recorded.flatMap((received) => [
    ...eventsOf(received, 'presence.updated'),
    ...eventsOf(received, 'userStatusUpdate'),
  ]);
}

/** Whether an event of either dialect says that the person came or went. */
function isOf(person: TestPerson, isOnline: boolean) {
  return (payload: { userId?: string; profileId?: string; isOnline: boolean }): boolean =>
    (payload.userId ?? payload.profileId) === person.id && payload.isOnline === isOnline;
}
