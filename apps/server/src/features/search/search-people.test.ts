import { describe, expect, it } from 'vitest';
import type { TestPerson } from '../../../test/people.ts';
import {
  accept,
  api,
  ask,
  block,
  newcomers,
  server,
  serveTests,
  two,
} from '../people/test-acts.ts';
import { follow, found, name, page } from './test-acts.ts';

serveTests();

describe('people', () => {
  it('are found by username and names, in parts, folded, and in any script', async () => {
    const [lan, minh, hana, viewer] = await newcomers(4);
    if (!lan || !minh || !hana || !viewer) throw new Error('nobody');
    await name(lan, 'Nguyễn Thị Quỳnh', { name: 'Quỳnh', family: 'Đặng' });
    await name(minh, 'Trần Quynh');
    await name(hana, '田中花子 🌸');
    expect(await found(viewer, 'users', 'quỳnh')).toEqual([lan.id, minh.id]);
    expect(await found(viewer, 'users', 'quynh')).toEqual([minh.id, lan.id]);
    expect(await found(viewer, 'users', 'uyễ qu')).toEqual([lan.id]);
    expect(await found(viewer, 'users', 'dang thi')).toEqual([lan.id]);
    expect(await found(viewer, 'users', '花')).toEqual([hana.id]);
    expect(await found(viewer, 'users', '🌸')).toEqual([hana.id]);
    expect((await found(viewer, 'users', minh.username))[0]).toBe(minh.id);
    expect((await found(viewer, 'users', `@${minh.username}`))[0]).toBe(minh.id);
    await name(lan, 'Mai', { name: null });
    expect(await found(viewer, 'users', 'quỳnh')).toEqual([minh.id]);
    expect(await found(viewer, 'users', 'mai')).toEqual([lan.id]);
  });

  it('come with those whom one follows and friends first', async () => {
    const people = await newcomers(5);
    const [viewer, followed, friend, older, newer] = people;
    if (!viewer || !followed || !friend || !older || !newer) throw new Error('nobody');
    for (const person of people.slice(1)) await name(person, 'Bách Tùng');
    await follow(viewer, followed);
    await ask(viewer, friend);
    await accept(friend, viewer);
    const all = [friend.id, followed.id, newer.id, older.id];
    expect(await found(viewer, 'users', 'bach')).toEqual(all);
    expect(await found(viewer, 'users', 'bach', '&limit=1')).toEqual(all);
    expect(await found(viewer, 'users', 'bach', '&limit=3')).toEqual(all);
    const [first] = (await page(viewer, 'users', 'bach')).items;
    expect(first).toMatchObject({ id: friend.id, isFriend: true, isFollowing: false });
  });

  it('come with very many whom one follows before all others, each once', async () => {
    const [lan] = await two();
    const isFollowed = await fillPeople(lan, 'quay', { count: 140, everyFollowed: 2 });
    const find = () => found(lan, 'users', 'quay', '&limit=30');
    await expect.poll(find, { timeout: 10_000 }).toHaveLength(140);
    const ids = await find();
    expect(new Set(ids)).toEqual(new Set(isFollowed.keys()));
    expect(ids.map((id) => isFollowed.get(id))).toEqual([
      ...Array.from({ length: 70 }, () => true),
      ...Array.from({ length: 70 }, () => false),
    ]);
  });

  it('come with the latest of even more whom one follows first, each once', async () => {
    const [lan] = await two();
    const isFollowed = await fillPeople(lan, 'sung', { count: 260, everyFollowed: 2 });
    const find = () => found(lan, 'users', 'sung', '&limit=30');
    await expect.poll(find, { timeout: 10_000 }).toHaveLength(260);
    const ids = await find();
    expect(new Set(ids)).toEqual(new Set(isFollowed.keys()));
    expect(ids.slice(0, 80).filter((id) => !isFollowed.get(id))).toEqual([]);
  });

  it('come with an old friend before the many that are newer', async () => {
    const [lan, friend] = await two();
    await name(friend, 'Vinh Quang');
    await ask(lan, friend);
    await accept(friend, lan);
    const find = () => found(lan, 'users', 'vinh');
    for (const [more, all] of [
      [62, 63],
      [1, 64],
      [1, 65],
    ] as const) {
      await fillPeople(lan, 'vinh', { count: more, everyFollowed: 1000 });
      await expect.poll(find, { timeout: 10_000 }).toHaveLength(all);
      expect((await find())[0]).toBe(friend.id);
    }
  });

  it('are not found where they are hidden, blocked either way or muted', async () => {
    const people = await newcomers(6);
    const [viewer, blocked, blocker, muted, away, suspended] = people;
    if (!viewer || !blocked || !blocker || !muted || !away || !suspended) throw new Error('nobody');
    for (const person of people.slice(1)) await name(person, 'Ẩn Danh');
    const others = people.slice(1).map(({ id }) => id);
    expect((await found(viewer, 'users', 'an danh')).toSorted()).toEqual(others.toSorted());
    await block(viewer, blocked);
    await block(blocker, viewer);
    await viewer.put(`${api}/users/${muted.id}/mute`);
    await away.post(`${api}/users/me/deactivate`);
    await server.pool.query("update users set state = 'not_active' where id = $1", [suspended.id]);
    expect(await found(viewer, 'users', 'an danh')).toEqual([]);
  });
});

let filled = 0;

/** Makes people with names that begin so. @returns of each whether the one follows them */
async function fillPeople(
  one: TestPerson,
  names: string,
  { count, everyFollowed }: { count: number; everyFollowed: number },
): Promise<Map<string, boolean>> {
  const first = filled + 1;
  filled += count;
  const { rows } = await server.pool.query<{ id: string; isFollowed: boolean }>(
    `with person as (
       insert into users (id, username, email, password_hash, display_name)
       select gen_random_uuid(), $2 || n, $2 || n || '@example.org', '-', $2 || n
       from generate_series($3::int, $4::int) n
       returning id, substr(username, length($2) + 1)::int % $5 = 0 as "isFollowed"
     ), followed as (
       insert into followings (user_id, followed_id, status, since, is_counted)
       select $1, id, 'accepted', now(), true from person where "isFollowed"
     )
     select * from person`,
    [one.id, names, first, first + count - 1, everyFollowed],
  );
  return new Map(rows.map(({ id, isFollowed }) => [id, isFollowed]));
}
