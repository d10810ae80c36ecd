import type { Client } from 'pg';

/** Compares a sample of the counters with the rows that they count, the greatest among them. @throws on a difference */
export async function checkCounters(database: Client): Promise<void> {
  for (const [what, query] of Object.entries(checks)) {
    const { rows } = await database.query<{ checked: string; wrong: string }>(
      `select count(*) as checked, count(*) filter (where told <> counted) as wrong
       from (select told, counted from (${query}) c) d`,
    );
    const { checked, wrong } = rows[0] ?? { checked: '0', wrong: '0' };
    if (wrong !== '0' || checked === '0') {
      throw new Error(
        `the fill is wrong: of ${checked} counters of ${what}, ${wrong} are not what there is`,
      );
    }
  }
}

const sampleOfPosts = `(
  select * from posts where id in (select id from posts tablesample system (1) limit 300)
  union (select * from posts order by explore_rank desc, id desc limit 100)) p`;
const sampleOfPeople = `(
  select * from users where id in (select id from bench_people where n <= 20 or n % 500 = 0 or is_measured)) u`;

const of = (table: string, counter: string, counted: string): string =>
  `select ${counter} as told, (select count(*) from ${counted}) as counted from ${table}`;

const checks: Record<string, string> = {
  'likes of posts': of(
    sampleOfPosts,
    'p.like_count',
    'post_likes l where l.author_id = p.author_id and l.post_id = p.id and l.is_counted',
  ),
  'likes from the other side': of(
    `(select * from post_likes tablesample system (1) limit 500) l`,
    '1',
    'liked_posts o where o.user_id = l.user_id and o.post_id = l.post_id and o.author_id = l.author_id',
  ),
  'comments of posts': of(
    sampleOfPosts,
    'p.comment_count',
    `comments c where c.post_author_id = p.author_id and c.post_id = p.id and c.parent_id is null
       and c.is_counted`,
  ),
  reposts: of(sampleOfPosts, 'p.repost_count', 'reposts r where r.post_id = p.id'),
  saves: of(sampleOfPosts, 'p.save_count', 'saved_posts s where s.post_id = p.id'),
  'replies of comments': of(
    '(select * from comments tablesample system (1) where parent_id is null limit 500) c',
    'c.reply_count',
    'comments r where r.post_author_id = c.post_author_id and r.parent_id = c.id',
  ),
  'likes of comments': of(
    '(select * from comments tablesample system (1) limit 500) c',
    'c.like_count',
    'comment_likes l where l.post_author_id = c.post_author_id and l.comment_id = c.id',
  ),
  followers: of(
    sampleOfPeople,
    'u.follower_count',
    `followers f where f.user_id = u.id and f.status = 'accepted'`,
  ),
  followings: of(
    sampleOfPeople,
    'u.following_count',
    `followings f where f.user_id = u.id and f.status = 'accepted' and f.is_counted`,
  ),
  'followings from the other side': of(
    `(select * from followings tablesample system (1) limit 500) f`,
    '1',
    `followers o where o.user_id = f.followed_id and o.follower_id = f.user_id and o.since = f.since`,
  ),
  'posts of people': of(
    sampleOfPeople,
    'u.post_count',
    'posts p where p.author_id = u.id and p.is_counted',
  ),
  tags: of(
    '(select * from tags order by post_count limit 100) t',
    't.post_count',
    'post_tags p where p.tag = t.tag and p.is_counted',
  ),
};
