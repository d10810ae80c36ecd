import type { Client } from 'pg';
import { exploreRankSql, searchKeysSql } from './feed-rules.ts';
import { tagsOfWorld, textOf } from './feed-texts.ts';
import { world } from './feed-graph.ts';

/** What the people of the feed's world posted, and did to each other's posts. */

/** All posts are of a year; the first tenth of them is of its first tenth. */
export const allPosts = 2_000_000;
const texts = 100_000;
const step = 100_000;

export const tablesOfPosts = [
  'posts',
  'post_search',
  'post_tags',
  'post_likes',
  'liked_posts',
  'comments',
  'comment_likes',
  'reposts',
  'saved_posts',
] as const;

export async function fillTexts(database: Client): Promise<void> {
  await database.query(
    'create unlogged table bench_texts (n int primary key, text text not null, tag text, terms bigint[] not null)',
  );
  const size = 10_000;
  for (let from = 0; from < texts; from += size) {
    const some = Array.from({ length: size }, (_, index) => textOf(from + index));
    await database.query(
      `insert into bench_texts select $1 + index - 1, text, tag, terms::bigint[]
       from unnest($2::text[], $3::text[], $4::text[]) with ordinality as d(text, tag, terms, index)`,
      [
        from,
        some.map(({ text }) => text),
        some.map(({ tag }) => tag),
        some.map(({ terms }) => `{${terms.join(',')}}`),
      ],
    );
  }
  await database.query('analyze bench_texts, bench_people');
}

/** The posts from one number to another, with all that people did to them, as the server would have written it. */
export async function fillPosts(database: Client, from: number, upTo: number): Promise<void> {
  for (let first = from; first <= upTo; first += step) {
    await database.query(chunk, [first, Math.min(first + step - 1, upTo)]);
  }
}

const rank = exploreRankSql({
  likes: 'likes',
  comments: 'comments',
  reposts: 'reposts',
  createdAt: 'at',
});

/** How likely somebody is to write goes down with their number, as their followers do. */
const author = `least(${world.people}, floor(${world.people} * power(random(), 1.7))::int + 1)`;

/**
 * Most posts meet with nothing; few meet with very much, those of people with many followers with more.
 * Whoever acts is of all people, so only what all may see is acted on.
 */
const chunk = `
  with drawn as materialized (
    select d.n, d.at, d.seed, d.visibility, p.id as author_id, p.n as author_n,
      uuidv7(d.at - clock_timestamp()) as id, t.text, t.tag, t.terms,
      d.visibility = 'public' and not p.is_private as is_open,
      case when d.visibility = 'public' and not p.is_private
        then (power(d.heat, -0.7) - 1) * 31.6 / power(p.n, 0.35) else 0 end as heat
    from (
      select n, (now() - interval '365 days' + n * interval '365 days' / ${allPosts})::timestamptz(3) as at,
        floor(random() * 1000000)::int as seed, 1 - random() as heat, ${author} as author,
        floor(random() * ${texts})::int as text,
        case when random() < 0.9 then 'public' when random() < 0.8 then 'followers' else 'friends' end
          as visibility
      from generate_series($1::bigint, $2::bigint) n
    ) d join bench_people p on p.n = d.author join bench_texts t on t.n = d.text
  ), post as materialized (
    select *, least(20000, floor(heat * 0.7))::int as likes, least(3000, floor(heat * 0.12))::int as comments,
      least(1000, floor(heat * 0.08))::int as reposts, least(1000, floor(heat * 0.03))::int as saves
    from drawn
  ), made as (
    insert into posts (author_id, id, kind, text, visibility, tags, like_count, comment_count, save_count,
      repost_count, explore_rank, created_at)
    select author_id, id, case when seed % 3 = 0 then 'post' else 'tweet' end, text, visibility,
      array_remove(array[tag], null), likes, comments, saves, reposts, ${rank}, at
    from post order by n
  ), searched as (
    insert into post_search (author_id, post_id, place, keys) overriding system value
    select author_id, id, n, ${searchKeysSql('n', 'terms')} from post order by n
  ), tagged as (
    insert into post_tags (author_id, post_id, tag, is_counted)
    select author_id, id, tag, is_open from post where tag is not null order by n
  ), liked as materialized (
    select post.author_id, post.id as post_id, p.id as user_id,
      least(post.at + power(random(), 3) * interval '5 days', now() - random() * interval '1 minute') as at
    from post cross join lateral generate_series(1, likes) k join bench_people p on p.n = bench_person(post.seed, k)
  ), likes_there as (
    insert into post_likes (author_id, post_id, user_id, created_at)
    select author_id, post_id, user_id, at from liked order by at
  ), likes_here as (
    insert into liked_posts (user_id, post_id, author_id, created_at)
    select user_id, post_id, author_id, at from liked order by at
  ), reposted as (
    insert into reposts (user_id, id, post_id, author_id, created_at)
    select user_id, uuidv7(at - clock_timestamp()), post_id, author_id, at from (
      select p.id as user_id, post.id as post_id, author_id,
        least(post.at + power(random(), 3) * interval '5 days', now() - random() * interval '1 minute') as at
      from post cross join lateral generate_series(1, reposts) k
      join bench_people p on p.n = bench_person(post.seed + 11, k)
    ) r order by at
  ), saved as (
    insert into saved_posts (user_id, post_id, author_id, created_at)
    select p.id, post.id, author_id, least(post.at + random() * interval '5 days', now())
    from post cross join lateral generate_series(1, saves) k join bench_people p on p.n = bench_person(post.seed + 23, k)
  ), commented as materialized (
    select c.*, uuidv7(c.at - clock_timestamp()) as id, t.text from (
      select post.author_id as post_author_id, post.id as post_id, p.id as author_id,
        floor(random() * ${texts})::int as n, floor(random() * 1000000)::int as seed,
        floor(greatest(0, power(1 - random(), -0.4) - 1.3))::int as likes,
        case when random() < 0.1 then 1 + floor(random() * 3)::int else 0 end as replies,
        least(post.at + power(random(), 3) * interval '5 days', now() - random() * interval '1 minute') as at
      from post cross join lateral generate_series(1, comments) k
      join bench_people p on p.n = bench_person(post.seed + 37, k)
    ) c join bench_texts t using (n)
  ), replied as materialized (
    select c.post_author_id, c.post_id, c.id as parent_id, p.id as author_id, c.text,
      least(c.at + random() * interval '1 day', now()) as at
    from commented c cross join lateral generate_series(1, c.replies) k
    join bench_people p on p.n = bench_person(c.seed, k)
  ), comments_made as (
    insert into comments (post_author_id, id, post_id, parent_id, author_id, text, like_count, reply_count, created_at)
    select post_author_id, id, post_id, null, author_id, text, likes, replies, at from commented
    union all
    select post_author_id, uuidv7(at - clock_timestamp()), post_id, parent_id, author_id, text, 0, 0, at from replied
  )
  insert into comment_likes (post_author_id, comment_id, user_id, created_at)
  select c.post_author_id, c.id, p.id, least(c.at + random() * interval '1 day', now())
  from commented c cross join lateral generate_series(1, c.likes) k
  join bench_people p on p.n = bench_person(c.seed + 5, k)`;

/** On which shelves of posts a term is, as a trigger would have noted it. */
export async function fillShelves(database: Client): Promise<void> {
  await database.query(
    `insert into post_search_shelves (term, shelf)
     select distinct key & 4294967295, key >> 32 from post_search, unnest(keys) as key
     on conflict do nothing`,
  );
  await database.query('vacuum analyze post_search_shelves');
}

/** The tags that posts have, with their counts; what is new is indexed in the order in which it came. */
export async function countTags(database: Client): Promise<void> {
  const tags = tagsOfWorld();
  await database.query(
    `with named as (
       select * from unnest($1::text[], $2::text[], $3::text[]) as d(tag, label, terms)
     ), counted as materialized (
       select n.*, c.count from named n
       join (select tag, count(*) from post_tags where is_counted group by tag) c using (tag)
     ), made as (
       insert into tags (tag, label, post_count) select tag, label, count from counted
       on conflict (tag) do update set post_count = excluded.post_count
     ), placed as (
       select c.*, (select coalesce(max(place), 0) from tag_search) + row_number() over (order by tag) as place
       from counted c where not exists (select from tag_search s where s.tag = c.tag)
     )
     insert into tag_search (tag, place, keys) overriding system value
     select tag, place, ${searchKeysSql('place', 'terms::bigint[]')} from placed`,
    [
      tags.map(({ tag }) => tag),
      tags.map(({ label }) => label),
      tags.map(({ terms }) => `{${terms.join(',')}}`),
    ],
  );
  for (const table of ['tag_search', 'post_search']) {
    await database.query(
      `select setval(pg_get_serial_sequence('${table}', 'place'), max(place)) from ${table}`,
    );
  }
}
