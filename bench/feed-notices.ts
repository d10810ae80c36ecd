import type { Client } from 'pg';

/**
 * What people are told of: of all that was done to the latest posts, to those of who is measured, and to who is
 * measured. A line of likes and one of comments for each post, one of new followers for each day.
 */
export async function fillNotifications(
  database: Client,
  measured: readonly { id: string }[],
): Promise<void> {
  await database.query(
    `create temporary table told as
       select author_id, id from posts
       where id > uuidv7(- interval '14 days') or author_id = any($1::uuid[])`,
    [measured.map(({ id }) => id)],
  );
  const write = (acts: string, values: unknown[] = []) =>
    database.query(
      `with act as materialized (${acts}), line as materialized (
         select user_id, kind, subject, post_id, uuidv7(min(at) - clock_timestamp()) as id,
           count(distinct actor_id)::int as actors, min(at) as first_at, max(at) as last_at
         from act group by user_id, kind, subject, post_id
       ), made as (
         insert into notifications
           (user_id, id, kind, subject, post_id, actor_count, created_at, updated_at, read_at)
         select user_id, id, kind, subject, post_id, actors, first_at, last_at,
           case when last_at < now() - interval '2 days' then last_at + interval '1 hour' end
         from line
       )
       insert into notification_acts
         (user_id, kind, act, notification_id, actor_id, comment_id, created_at)
       select act.user_id, act.kind, act.act, line.id, act.actor_id, act.comment_id, act.at
       from act join line using (user_id, kind, subject)`,
      values,
    );
  await write(
    `select t.author_id as user_id, 'like' as kind, t.id::text as subject, t.id as post_id,
       t.id || ':' || l.user_id as act, l.user_id as actor_id, null::uuid as comment_id, l.created_at as at
     from told t join post_likes l on l.author_id = t.author_id and l.post_id = t.id
     where l.user_id <> t.author_id`,
  );
  await write(
    `select t.author_id as user_id, 'comment' as kind, t.id::text as subject, t.id as post_id,
       c.id::text as act, c.author_id as actor_id, c.id as comment_id, c.created_at as at
     from told t join comments c on c.post_author_id = t.author_id and c.post_id = t.id
     where c.author_id <> t.author_id and c.parent_id is null`,
  );
  await write(
    `select f.user_id, 'follow' as kind, to_char(f.since at time zone 'UTC', 'YYYY-MM-DD') as subject,
       null::uuid as post_id, f.follower_id::text as act, f.follower_id as actor_id, null::uuid as comment_id,
       f.since as at
     from followers f where f.user_id = any($1::uuid[])`,
    [measured.map(({ id }) => id)],
  );
  await database.query('drop table told');
  await database.query('analyze notifications, notification_acts');
}
