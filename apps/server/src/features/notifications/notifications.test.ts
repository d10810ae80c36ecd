import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { next, record, register, settle, type TestPerson } from '../../../test/people.ts';
import { startTestServer, type TestServer } from '../../../test/server.ts';

const api = '/api/v1';
let server: TestServer;
let people: TestPerson[] = [];

beforeAll(async () => {
  server = await startTestServer();
});
afterEach(() => {
  for (const person of people.splice(0)) person.disconnect();
});
afterAll(() => server.stop());

async function newcomers<Count extends number>(count: Count): Promise<TestPerson[]> {
  const made: TestPerson[] = [];
  while (made.length < count) made.push(await register(server));
  people = [...people, ...made];
  return made;
}

async function some(): Promise<[TestPerson, TestPerson, TestPerson]> {
  const [lan, minh, hoa] = await newcomers(3);
  if (!lan || !minh || !hoa) throw new Error('three people were asked for');
  return [lan, minh, hoa];
}

const ask = (from: TestPerson, to: TestPerson) =>
  from.post(`${api}/friends/requests`, { userId: to.id });

interface Shown {
  id: string;
  kind: string;
  actors: { id: string }[];
  actorCount: number;
  isRead: boolean;
}

async function listed(
  who: TestPerson,
  query = '',
): Promise<{ items: Shown[]; unreadCount: number }> {
  const answer = await who.get(`${api}/notifications${query}`);
  expect(answer.status).toBe(200);
  return answer.body.data;
}

/** Each line as [kind, who is named, how many, read]. */
async function lines(who: TestPerson): Promise<unknown[]> {
  const { items } = await listed(who);
  return items.map((line) => [
    line.kind,
    line.actors.map(({ id }) => id),
    line.actorCount,
    line.isRead,
  ]);
}

describe('a line', () => {
  it('names who asked, and is told live to all of the person’s sockets and to nobody else', async () => {
    const [lan, minh] = await some();
    const [phone, laptop, other] = [
      await lan.connect('/v1'),
      await lan.connect('/v1'),
      await minh.connect('/v1'),
    ];
    const heardByMinh = record(other);
    const told = Promise.all([
      next(phone, 'notification.created'),
      next(laptop, 'notification.created'),
    ]);
    await ask(minh, lan);
    const { items, unreadCount } = await listed(lan);
    expect(items).toMatchObject([
      {
        kind: 'friend_request',
        actors: [{ id: minh.id, username: minh.username }],
        actorCount: 1,
        post: null,
        comment: null,
        isRead: false,
      },
    ]);
    expect(unreadCount).toBe(1);
    const [notification] = items;
    expect(await told).toEqual([
      { notification, unreadCount: 1 },
      { notification, unreadCount: 1 },
    ]);
    await settle(other);
    expect(heardByMinh.map(([event]) => event)).not.toContain('notification.created');
    expect(await lines(minh)).toEqual([]);
  });

  it('gathers those who do the same, the latest first, and is new again with each', async () => {
    const [lan, minh, hoa] = await some();
    const [tam, an] = await newcomers(2);
    if (!tam || !an) throw new Error('nobody');
    for (const who of [minh, hoa, tam]) await ask(who, lan);
    await lan.post(`${api}/notifications/read`);
    const [before] = (await listed(lan)).items;
    await ask(an, lan);
    expect(await lines(lan)).toEqual([['friend_request', [an.id, tam.id, hoa.id], 4, false]]);
    const [after] = (await listed(lan)).items;
    expect(after?.id).toBe(before?.id);
  });

  it('loses who takes it back, and goes with the last one', async () => {
    const [lan, minh, hoa] = await some();
    await ask(minh, lan);
    await ask(hoa, lan);
    const socket = await lan.connect('/v1');
    const updated = next(socket, 'notification.updated');
    await minh.delete(`${api}/friends/${lan.id}`);
    expect(await updated).toMatchObject({
      notification: { actors: [{ id: hoa.id }], actorCount: 1 },
      unreadCount: 1,
    });
    const [line] = (await listed(lan)).items;
    const removed = next(socket, 'notification.removed');
    await lan.post(`${api}/friends/requests/${hoa.id}/decline`);
    expect(await removed).toEqual({ notificationId: line?.id, unreadCount: 0 });
    expect(await listed(lan)).toMatchObject({ items: [], unreadCount: 0 });
    const { rows } = await server.pool.query(
      'select from notification_acts where user_id = $1 union all select from notifications where user_id = $1',
      [lan.id],
    );
    expect(rows).toEqual([]);
  });

  it('of acceptance goes to who asked, in the place of the request', async () => {
    const [lan, minh] = await some();
    await ask(minh, lan);
    await lan.post(`${api}/friends/requests/${minh.id}/accept`);
    expect(await lines(minh)).toEqual([['friend_accepted', [lan.id], 1, false]]);
    expect(await lines(lan)).toEqual([]);
    await lan.patch(`${api}/users/me`, { isPrivate: true });
    await minh.put(`${api}/users/${lan.id}/follow`);
    expect(await lines(lan)).toEqual([['follow_request', [minh.id], 1, false]]);
    await lan.post(`${api}/users/${minh.id}/follow-requests/accept`);
    expect(await lines(lan)).toEqual([]);
    expect(await lines(minh)).toMatchObject([['follow_accepted', [lan.id], 1, false], {}]);
  });

  it('is one, with everybody in it once, however the acts cross each other', async () => {
    const [lan] = await some();
    const others = await newcomers(12);
    await Promise.all(others.flatMap((who) => [ask(who, lan), ask(who, lan)]));
    await Promise.all(others.slice(0, 6).map((who) => who.delete(`${api}/friends/${lan.id}`)));
    const { items } = await listed(lan);
    expect(items).toMatchObject([{ kind: 'friend_request', actorCount: 6 }]);
    const { rows } = await server.pool.query<{ count: number }>(
      'select count(distinct actor_id)::int as count from notification_acts where user_id = $1',
      [lan.id],
    );
    expect(rows).toEqual([{ count: 6 }]);
  });
});

describe('reading', () => {
  it('marks some or all, and tells the person’s other devices', async () => {
    const [lan, minh, hoa] = await some();
    await ask(minh, lan);
    await ask(lan, hoa);
    await hoa.post(`${api}/friends/requests/${lan.id}/accept`);
    const { items, unreadCount } = await listed(lan);
    expect(unreadCount).toBe(2);
    const socket = await lan.connect('/v1');
    const [first] = items;
    const told = next(socket, 'notification.read');
    const read = await lan.post(`${api}/notifications/read`, { notificationIds: [first?.id] });
    expect(read.body.data).toEqual({ unreadCount: 1 });
    expect(await told).toEqual({ notificationIds: [first?.id], unreadCount: 1 });
    const toldAll = next(socket, 'notification.read');
    expect((await lan.post(`${api}/notifications/read`)).body.data).toEqual({ unreadCount: 0 });
    expect(await toldAll).toEqual({ notificationIds: null, unreadCount: 0 });
    expect((await listed(lan)).items.map(({ isRead }) => isRead)).toEqual([true, true]);
  });

  it('passes by what is somebody else’s', async () => {
    const [lan, minh] = await some();
    await ask(minh, lan);
    const [line] = (await listed(lan)).items;
    await minh.post(`${api}/notifications/read`, { notificationIds: [line?.id] });
    expect(await listed(lan)).toMatchObject({ unreadCount: 1, items: [{ isRead: false }] });
  });
});

describe('the list', () => {
  it('pages from the latest on, without a gap or a double', async () => {
    const [lan, minh, hoa] = await some();
    await ask(minh, lan);
    await ask(lan, hoa);
    await hoa.post(`${api}/friends/requests/${lan.id}/accept`);
    const whole = (await listed(lan)).items.map(({ id }) => id);
    expect(whole).toHaveLength(2);
    const first = await lan.get(`${api}/notifications?limit=1`);
    expect(first.body.data).toMatchObject({ items: [{ id: whole[0] }], hasMore: true });
    const rest = await lan.get(`${api}/notifications?limit=1&cursor=${first.body.data.nextCursor}`);
    expect(rest.body.data).toMatchObject({
      items: [{ id: whole[1] }],
      hasMore: false,
      nextCursor: null,
    });
  });

  it('shows nothing of people who are hidden, blocked either way, or muted', async () => {
    const [lan, minh, hoa] = await some();
    await ask(minh, lan);
    await ask(hoa, lan);
    await hoa.post(`${api}/users/me/deactivate`);
    expect(await lines(lan)).toMatchObject([
      ['friend_request', [minh.id], expect.any(Number), false],
    ]);
    await server.pool.query('insert into mutes values ($1, $2, now())', [lan.id, minh.id]);
    expect(await listed(lan)).toMatchObject({ items: [], unreadCount: 0 });
  });

  it('tells nobody of what they do not want, or of whom they muted', async () => {
    const [lan, minh, hoa] = await some();
    const off = await lan.patch(`${api}/notifications/settings`, {
      kinds: { friend_request: false },
    });
    expect(off.body.data.kinds).toMatchObject({ friend_request: false, like: true });
    await ask(minh, lan);
    expect(await lines(lan)).toEqual([]);
    await lan.patch(`${api}/notifications/settings`, { kinds: { friend_request: true } });
    await server.pool.query('insert into mutes values ($1, $2, now())', [lan.id, hoa.id]);
    await ask(hoa, lan);
    await server.pool.query('delete from mutes where user_id = $1', [lan.id]);
    expect(await lines(lan)).toEqual([]);
    expect((await lan.get(`${api}/notifications/settings`)).body.data.kinds).toMatchObject({
      friend_request: true,
    });
  });
});
