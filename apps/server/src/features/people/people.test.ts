import { describe, expect, it } from 'vitest';
import { type Answer, emit, next, record, settle, type TestPerson } from '../../../test/people.ts';
import {
  accept,
  api,
  ask,
  block,
  decline,
  friends,
  listed,
  newcomers,
  refusal,
  rowsBetween,
  serveTests,
  server,
  timestamp,
  two,
  unblock,
  unfriend,
} from './test-acts.ts';

serveTests();

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
    const names = heard.map(([event]) => event).filter((event) => event.startsWith('friend'));
    expect(names).toEqual(['friend.requested', 'friend.accepted', 'friend.removed']);
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
