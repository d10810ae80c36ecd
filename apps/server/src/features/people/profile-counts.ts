import type { UserId } from '@xom/contract/fields';
import { type RawBuilder, sql } from 'kysely';
import { isFollowedBy, isFriendOf } from './visibility.ts';

/**
 * The counts of a profile, as long as the viewer finds its lists: conditions of SQL beside a row of `users` that
 * the query calls `users`.
 */

/** What can stand behind `from`: whom the viewer blocked, and who blocked them. */
type BlockedIds = RawBuilder<unknown>;

/** How many follow the person, but for those whom a block keeps from the viewer. */
export function seenFollowerCount(blocked: BlockedIds): RawBuilder<number> {
  const isFollower = (id: string) => sql`
    select from followings f
    where f.user_id = ${sql.ref(id)} and f.followed_id = users.id and f.is_counted offset 0`;
  return withoutBlocked(sql`users.follower_count`, blocked, {
    ofEach: isFollower('blocked.id'),
    ofAll: sql`
      select g.follower_id as id from followers g
      cross join lateral (${isFollower('g.follower_id')}) f
      where g.user_id = users.id and g.status = 'accepted'`,
  });
}

/** How many the person follows, but for the same. */
export function seenFollowingCount(blocked: BlockedIds): RawBuilder<number> {
  return withoutBlocked(sql`users.following_count`, blocked, {
    ofEach: sql`
      select from followings f
      where f.user_id = users.id and f.followed_id = blocked.id and f.is_counted offset 0`,
    ofAll: sql`
      select f.followed_id as id from followings f
      where f.user_id = users.id and f.status = 'accepted' and f.is_counted offset 0`,
  });
}

/** Where the blocked are fewer than the counter says, each is looked for, else all that is counted is gone through. */
function withoutBlocked(
  counter: RawBuilder<number>,
  blocked: BlockedIds,
  { ofEach, ofAll }: { ofEach: RawBuilder<unknown>; ofAll: RawBuilder<unknown> },
): RawBuilder<number> {
  return sql<number>`(case
    when ${counter} = 0 then 0
    when ${counter} > (select count(*) from ${blocked} blocked) then ${counter} - (
      select count(*) from ${blocked} blocked cross join lateral (${ofEach}) found)
    else ${counter} - (
      select count(*) from (${ofAll}) found where found.id in (select blocked.id from ${blocked} blocked))
    end)`;
}

/** How many of the person's posts the viewer may see: what is not for all of them is counted by its audience. */
export function seenPostCount(viewerId: UserId): RawBuilder<number> {
  const limitedTo = (visibility: 'followers' | 'friends') => sql`(
    select count(*) from posts
    where posts.author_id = users.id and posts.visibility = ${sql.lit(visibility)}
      and posts.visibility <> 'public' and posts.is_counted)`;
  return sql<number>`(case
    when users.id = ${viewerId} or users.post_count = 0 then users.post_count
    else (
      select case when not users.is_private or tie.follows
          then users.post_count - limited.followers - limited.friends else 0 end
        + case when tie.follows then limited.followers else 0 end
        + case when tie.befriended then limited.friends else 0 end
      from (select ${limitedTo('followers')} as followers, ${limitedTo('friends')} as friends) limited,
        (select ${isFollowedBy(viewerId, 'users.id')} as follows,
          ${isFriendOf(viewerId, 'users.id')} as befriended) tie)
    end)`;
}
