import type { Client } from 'pg';
import { searchKeysSql } from './feed-rules.ts';
import { personOfWorld } from './feed-texts.ts';

/** Who is in the feed's world, and who follows whom. */

export const world = { people: 100_000, mostFollowers: 50_000 } as const;

/** People who are measured: they are registered as everybody is, and have a number among the others. */
export interface Measured {
  id: string;
  /** 1 has the most followers, and each further one fewer. */
  number: number;
  followings: number;
}

/** By what power followers get fewer with the number: together 5 million. */
const followerSkew = 0.7;
/** SQL: how many follow the person of this number. */
export const followersOf = (number: string): string =>
  `floor(${world.mostFollowers} / power(${number}, ${followerSkew}))::int`;

/**
 * `bench_people` has everybody by number. `bench_person(seed, k)` is the number of the k-th of those who do
 * something with what the seed is of: never the same one twice, as each goes round the whole ring in steps that
 * have no divisor with its length. Every second one is of the quarter that is busy.
 */
const tables = `
  create unlogged table bench_people (
    n int primary key, id uuid not null, seed int not null, is_private boolean not null,
    is_measured boolean not null, at timestamptz(3) not null
  );
  create function bench_person(seed int, k int) returns int immutable parallel safe language sql as $$
    select case when k % 2 = 0
      then 4 + 4 * ((seed + (k / 2)::bigint * (10 * (seed % 2000) + 1)) % 25000)
      else (seed + (k / 2)::bigint * (30 * (seed % 2000) + 1)) % 75000
        + (seed + (k / 2)::bigint * (30 * (seed % 2000) + 1)) % 75000 / 3 + 1
    end::int
  $$`;

export async function fillPeople(database: Client, measured: readonly Measured[]): Promise<void> {
  await database.query(tables);
  await database.query('select setseed(0.5)');
  await database.query(
    `insert into bench_people
     select n, coalesce(m.id, uuidv7(at - clock_timestamp())), floor(random() * 1000000)::int,
       m.id is null and n > 100 and random() < 0.05, m.id is not null, at
     from (
       select n, now() - interval '1 year' - random() * interval '1 year' as at
       from generate_series(1, $1::int) n
     ) d left join unnest($2::uuid[], $3::int[]) m(id, number) on m.number = d.n`,
    [world.people, measured.map(({ id }) => id), measured.map(({ number }) => number)],
  );
  const step = 10_000;
  for (let from = 1; from <= world.people; from += step) {
    const people = Array.from({ length: step }, (_, index) => personOfWorld(from + index));
    await database.query(
      `with person as materialized (
         select p.*, d.*, $1 + row_number() over (order by p.id) + 1000 as place
         from unnest($2::text[], $3::text[], $4::text[]) with ordinality
           as d(username, display_name, terms, index)
         join bench_people p on p.n = $1 + d.index - 1 where not p.is_measured
       ), made as (
         insert into users (id, username, email, password_hash, display_name, is_private, created_at)
         select id, username, username || '@example.org', '-', display_name, is_private, at from person
         order by id
       )
       insert into user_search (user_id, place, keys) overriding system value
       select id, place, ${searchKeysSql('place', 'terms::bigint[]')} from person
       order by place`,
      [
        from,
        people.map(({ username }) => username),
        people.map(({ displayName }) => displayName),
        people.map(({ terms }) => `{${terms.join(',')}}`),
      ],
    );
  }
  await database.query(
    `select setval(pg_get_serial_sequence('user_search', 'place'), max(place)) from user_search`,
  );
}

/** Both rows of each follow. Who is measured follows as many as they are to. */
export async function fillFollows(database: Client, measured: readonly Measured[]): Promise<void> {
  const write = (edges: string, values: unknown[]) =>
    database.query(
      `with edge as materialized (${edges}), forth as (
         insert into followings (user_id, followed_id, status, since, is_counted)
         select from_id, to_id, 'accepted', since, true from edge
       )
       insert into followers (user_id, follower_id, status, since)
       select to_id, from_id, 'accepted', since from edge`,
      values,
    );
  const bounds = [0, 10, 100, 1000, 4000, 10_000, 20_000, 40_000, 60_000, 80_000, world.people];
  for (const [index, upTo] of bounds.entries()) {
    if (index === 0) continue;
    await write(
      `select p.id as from_id, f.id as to_id, now() - random() * interval '1 year' as since
       from bench_people f
       cross join lateral generate_series(0, ${followersOf('f.n')} - 1) k
       join bench_people p on p.n = bench_person(f.seed, k)
       where f.n > $1 and f.n <= $2 and p.n <> f.n and not p.is_measured`,
      [bounds[index - 1], upTo],
    );
  }
  for (const { id, followings } of measured) {
    // Some of those whom most follow, and others from everywhere; a few more, as none of these may be measured.
    await write(
      `select $1::uuid as from_id, p.id as to_id, now() - random() * interval '1 year' as since
       from (
         select i, case when i <= $2 / 20 then i else 100 + i * ($3::int / ($2 + 10)) end as n
         from generate_series(1, $2::int + 5) i
       ) d join bench_people p using (n)
       where not p.is_measured order by i limit $2`,
      [id, followings, world.people - 1000],
    );
  }
}

/** What else stands between people: ten friends of each, whom they block and mute, and a session. */
export async function fillRelations(
  database: Client,
  measured: readonly Measured[],
): Promise<void> {
  const pairs = `
    select one.id as one, other.id as other, now() - random() * interval '1 year' as at
    from bench_people one cross join unnest(array[1, 7, 31, 131, 523]) step
    join bench_people other on other.n = (one.n - 1 + step) % ${world.people} + 1
    where not one.is_measured and not other.is_measured`;
  await fillFriends(database, pairs);
  const others = (offset: number): string => `
    select one.id as one, other.id as other, now() - random() * interval '1 year' as at
    from bench_people one cross join generate_series(1, 2) k
    join bench_people other on other.n = bench_person(one.seed + ${offset}, k) and other.n <> one.n
    where not one.is_measured and not other.is_measured`;
  await database.query(
    `insert into mutes (user_id, muted_id, created_at) select one, other, at from (${others(57)}) pair`,
  );
  await fillBlocks(database, others(91));
  await database.query(
    `insert into sessions (user_id, id, expires_at)
     select id, uuidv7(), now() + interval '30 days' from bench_people where not is_measured`,
  );
  for (const { id } of measured) await fillRelationsOf(database, id);
}

/** Friends whom they follow too; and muted and blocked people. */
async function fillRelationsOf(database: Client, id: string): Promise<void> {
  const followed = (order: string, count: number): string => `
    select '${id}'::uuid as one, followed_id as other, now() - random() * interval '1 year' as at
    from followings where user_id = '${id}' order by followed_id ${order} limit ${count}`;
  await fillFriends(database, followed('asc', 200));
  await database.query(
    `insert into mutes (user_id, muted_id, created_at) select one, other, at from (${followed('desc', 20)}) pair`,
  );
  await fillBlocks(
    database,
    `select '${id}'::uuid as one, id as other, now() as at from bench_people
     where not is_measured and n between 1000 and 1040`,
  );
}

/** Both rows of each friendship. */
async function fillFriends(database: Client, pairs: string): Promise<void> {
  await database.query(
    `with pair as materialized (${pairs}), there as (
       insert into friendships (user_id, friend_id, status, created_at, since)
       select one, other, 'accepted', at, at from pair
     )
     insert into friendships (user_id, friend_id, status, created_at, since)
     select other, one, 'accepted', at, at from pair`,
  );
}

/** But for those between whom there is a follow or friendship, which a block would have ended. */
async function fillBlocks(database: Client, pairs: string): Promise<void> {
  await database.query(
    `insert into blocks (user_id, blocked_id, created_at)
     select one, other, at from (${pairs}) pair
     where not exists (select from followings where user_id = one and followed_id = other)
       and not exists (select from followings where user_id = other and followed_id = one)
       and not exists (select from friendships where user_id = one and friend_id = other)`,
  );
}

/** The counters of people, from the rows. */
export async function countPeople(database: Client): Promise<void> {
  await database.query(
    `update users set follower_count = coalesce(f.count, 0), following_count = coalesce(g.count, 0),
       post_count = coalesce(p.count, 0)
     from bench_people b
     left join (select user_id, count(*) from followers group by user_id) f on f.user_id = b.id
     left join (select user_id, count(*) from followings group by user_id) g on g.user_id = b.id
     left join (select author_id, count(*) from posts where is_counted group by author_id) p
       on p.author_id = b.id
     where users.id = b.id`,
  );
}
