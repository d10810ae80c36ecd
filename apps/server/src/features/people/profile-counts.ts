import type { UserId } from '@xom/contract/fields';
import { type RawBuilder, sql } from 'kysely';
import { countWithout, type Unseen } from './seen-count.ts';
import { isFollowedBy, isFriendOf } from './visibility.ts';

/**
 * The counts of a profile, as long as the viewer finds its lists: conditions of SQL beside a row of `users` that
 * the query calls `users`.
 */

/** How many follow the person, but for those whom a block keeps from the viewer. */
export function seenFollowerCount(blocked: Unseen): RawBuilder<number> {
  return countWithout(blocked, sql`users.follower_count`, {
    those: (isBlocked) => sql`
      select g.follower_id as id from followers g
      where g.user_id = users.id and g.status = 'accepted' and ${isBlocked(sql`g.follower_id`)}`,
    counted: (id) => sql`
      select from followings f where f.user_id = ${id} and f.followed_id = users.id and f.is_counted`,
  });
}

/** How many the person follows, but for the same. */
export function seenFollowingCount(blocked: Unseen): RawBuilder<number> {
  return countWithout(blocked, sql`users.following_count`, {
    those: (isBlocked) => sql`
      select f.followed_id as id from followings f
      where f.user_id = users.id and f.status = 'accepted' and ${isBlocked(sql`f.followed_id`)}`,
    counted: (id) => sql`
      select from followings f where f.user_id = users.id and f.followed_id = ${id} and f.is_counted`,
  });
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
