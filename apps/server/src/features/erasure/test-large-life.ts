import type { TestServer } from '../../../test/server.ts';
import type { Circle, Life } from './test-acts.ts';

/** How much of each kind: more than 10,000 rows together. */
export const many = 1500;

/** Writes into the tables what somebody did for years, as if they had. */
export async function fillLife(
  { pool }: Pick<TestServer, 'pool'>,
  { gone, friend }: Pick<Circle, 'gone' | 'friend'>,
  { friendsPost, post, direct }: Life,
): Promise<void> {
  const run = async (statement: string, ...values: unknown[]): Promise<void> => {
    await pool.query(statement, values);
  };
  await run(
    `with one as (select gen_random_uuid() as id from generate_series(1, $3::int)),
       post as (
         insert into posts (author_id, id, kind, text, visibility, explore_rank, created_at, like_count, save_count)
         select $2::uuid, id, 'tweet', 'x', 'public', 0, now(), 1, 1 from one
       ), liked as (
         insert into liked_posts (user_id, post_id, author_id, created_at) select $1::uuid, id, $2::uuid, now() from one
       ), saved as (
         insert into saved_posts (user_id, post_id, author_id, created_at) select $1::uuid, id, $2::uuid, now() from one
       ), counted as (update users set post_count = post_count + $3::int where id = $2::uuid)
     insert into post_likes (author_id, post_id, user_id, created_at) select $2::uuid, id, $1::uuid, now() from one`,
    gone.id,
    friend.id,
    many,
  );
  await run(
    `with one as (
       insert into comments (post_author_id, id, post_id, author_id, text, like_count, created_at)
       select $2::uuid, gen_random_uuid(), $3::uuid, $1::uuid, 'x', 1, now() from generate_series(1, $4::int)
       returning id
     ), counted as (update posts set comment_count = comment_count + $4::int where id = $3::uuid),
     told as (
       insert into notifications (user_id, id, kind, subject, post_id, actor_count, created_at, updated_at)
       select $2::uuid, id, 'mention', id::text, $3::uuid, 1, now(), now() from one
     ), acted as (
       insert into notification_acts (user_id, kind, act, notification_id, actor_id, created_at)
       select $2::uuid, 'mention', id::text, id, $1::uuid, now() from one
     )
     insert into comment_likes (post_author_id, comment_id, user_id, created_at)
     select $2::uuid, id, $2::uuid, now() from one`,
    gone.id,
    friend.id,
    friendsPost.id,
    many,
  );
  await run(
    `with person as (
       insert into users (id, username, email, password_hash, display_name, following_count)
       select id, id::text, id::text, '', '', 1 from (select gen_random_uuid() as id from generate_series(1, $3::int)) p
       returning id
     ), forth as (
       insert into followings (user_id, followed_id, status, since, is_counted)
       select id, $1::uuid, 'accepted', now(), true from person
     ), back as (
       insert into followers (user_id, follower_id, status, since) select $1::uuid, id, 'accepted', now() from person
     ), liked as (
       insert into liked_posts (user_id, post_id, author_id, created_at) select id, $2::uuid, $1::uuid, now() from person
     ), counted as (update users set follower_count = follower_count + $3::int where id = $1::uuid),
     summed as (update posts set like_count = like_count + $3::int where id = $2::uuid)
     insert into post_likes (author_id, post_id, user_id, created_at) select $1::uuid, $2::uuid, id, now() from person`,
    gone.id,
    post.id,
    many,
  );
  await run(
    `insert into messages (conversation_id, seq, id, sender_id, sender_ordinal, type, content, client_id, version,
       created_at, updated_at)
     select c.id, c.last_seq + n, gen_random_uuid(), $2::uuid, 2 + n, 'TEXT', n::text, n::text, c.version + n, now(), now()
     from conversations c cross join generate_series(1, $3::int) n where c.id = $1::uuid`,
    direct,
    gone.id,
    many,
  );
  await run(
    'update conversations set last_seq = last_seq + $2::int, version = version + $2::int where id = $1',
    direct,
    many,
  );
  await run(
    'update conversation_members set sent_count = sent_count + $3::int where conversation_id = $1 and user_id = $2',
    direct,
    gone.id,
    many,
  );
}
