import type { PostId, RepostId, UserId } from '@xom/contract/fields';
import { type RawBuilder, sql } from 'kysely';
import type { Queries } from '../../tables.ts';
import { isFollowedBy, isMutedBy, isPersonVisible, isThere } from '../people/visibility.ts';
import type { ListedPost, Wanted } from './post-lists.queries.ts';
import { isPostVisible } from './post-visibility.ts';

/** Where something stands in a feed: ids of posts and of reposts are in one order, that of time. */
export type FeedPlace = PostId | RepostId;

/** A post of somebody whom the viewer follows, or a repost by them. */
export interface FeedEntry extends ListedPost {
  place: FeedPlace;
  reposterId: UserId | null;
  repostedAt: Date | null;
  /** Not what they may not see, nor a post that has another place in the feed. */
  isShown: boolean;
}

/** Of all posts so many of the newest are looked through for each person followed, and at most so many; of reposts so many. */
const recentOfEach = 20;
const maxRecent = 3000;

/**
 * The newest of what the viewer and those whom they follow posted and reposted, merged by index; all of it, with
 * what of it stands in the feed, so that the next page knows where to go on. Who follows many finds enough posts
 * among the newest of all, and the reposts that stand between them among the newest reposts. Else the newest so many
 * come from those so many whose newest one is the newest: of all others only that is looked at. A repost stands where
 * the first of them reposted the post: of the fewer of its reposts and of the people, each is looked at.
 */
export async function listFeedEntries(
  queries: Queries,
  viewerId: UserId,
  { after, limit: count }: Wanted<FeedPlace>,
): Promise<FeedEntry[]> {
  // Written out: a plan for any number looks dearer than it is, and would not be kept.
  const limit = sql.lit(count);
  const behind = (id: string) => (after ? sql`and ${sql.ref(id)} < ${after}` : sql``);
  // A hashed look-up, that leaves what is looked up in its order.
  const isOfSource = (id: string) =>
    sql`(${sql.ref(id)} in (select source.id from source)) is true`;
  // Whether they are there is looked up in that order, so of hardly more than are taken (`offset 0` keeps it there).
  const latest = (newest: RawBuilder<unknown>, isNeeded = sql`true`) => sql`
    select latest.id from (
      select source.id, newest.id as newest_id from source cross join lateral (${newest}) newest
      where ${isNeeded} order by newest.id desc offset 0
    ) latest join users u on u.id = latest.id
    where ${isThere('u')} order by latest.newest_id desc limit ${limit}`;
  const { rows } = await sql<FeedEntry>`
    with source as materialized (
      select f.followed_id as id from followings f
      where f.user_id = ${viewerId} and f.status = 'accepted'
        and not ${isMutedBy(viewerId, 'f.followed_id')}
      union all select ${viewerId}::uuid
    ), found as materialized (
      select theirs.id, theirs.author_id
      from (
        select recent.id, recent.author_id from (
          select posts.id, posts.author_id from posts where true ${behind('posts.id')} order by posts.id desc
          limit (select least(count(*) * ${sql.lit(recentOfEach)}, ${sql.lit(maxRecent)}) from source)
        ) recent
        where ${isOfSource('recent.author_id')}
      ) theirs cross join lateral (
        select from posts where posts.author_id = theirs.author_id and posts.id = theirs.id
          and posts.archived_at is null and posts.deleted_at is null offset 0
      ) shown join users u on u.id = theirs.author_id
      where ${isThere('u')} order by theirs.id desc limit ${limit}
    ), recent_repost as materialized (
      select reposts.id, reposts.user_id from reposts
      where reposts.id > (select found.id from found order by found.id desc offset ${sql.lit(count - 1)} limit 1)
        ${behind('reposts.id')}
      order by reposts.id desc limit ${sql.lit(maxRecent)}
    ), enough as materialized (
      select count(*) = ${limit} as of_posts,
        count(*) = ${limit} and (select count(*) from recent_repost) < ${sql.lit(maxRecent)} as of_reposts
      from found
    ), author as materialized (
      ${latest(
        sql`
        select posts.id from posts
        where posts.author_id = source.id and posts.archived_at is null
          and posts.deleted_at is null ${behind('posts.id')}
        order by posts.id desc limit 1`,
        sql`not (select of_posts from enough)`,
      )}
    ), reposter as materialized (
      ${latest(
        sql`
        select reposts.id from reposts
        where reposts.user_id = source.id ${behind('reposts.id')}
        order by reposts.id desc limit 1`,
        sql`not (select of_reposts from enough)`,
      )}
    ), entry as materialized (
      (
        select id as place, author_id, id as post_id, null::uuid as reposter_id,
          null::timestamptz as reposted_at
        from found where (select of_posts from enough)
      ) union all (
        select p.id, p.author_id, p.id, null, null
        from author cross join lateral (
          select posts.author_id, posts.id from posts
          where posts.author_id = author.id and posts.archived_at is null
            and posts.deleted_at is null ${behind('posts.id')}
          order by posts.id desc limit ${limit}
        ) p
      ) union all (
        select r.id, r.author_id, r.post_id, r.user_id, r.created_at
        from recent_repost cross join lateral (
          select reposts.* from reposts
          where reposts.user_id = recent_repost.user_id and reposts.id = recent_repost.id offset 0
        ) r join users u on u.id = r.user_id
        where (select of_reposts from enough) and ${isOfSource('recent_repost.user_id')} and ${isThere('u')}
      ) union all (
        select r.id, r.author_id, r.post_id, r.user_id, r.created_at
        from reposter cross join lateral (
          select reposts.* from reposts
          where reposts.user_id = reposter.id ${behind('reposts.id')}
          order by reposts.id desc limit ${limit}
        ) r
      )
      order by place desc limit ${limit}
    )
    select entry.place, entry.author_id as "authorId", entry.post_id as "postId",
      entry.reposter_id as "reposterId", entry.reposted_at as "repostedAt",
      ${isPostVisible(viewerId, { post: 'p', author: 'author' })}
        and p.archived_at is null
        and not ${isMutedBy(viewerId, 'p.author_id')}
        and (entry.reposter_id is null or (
          p.author_id <> ${viewerId} and not ${isFollowedBy(viewerId, 'p.author_id')}
          and ${isPersonVisible(viewerId, 'reposter')}
          and not case when p.repost_count > (select count(*) from source) then exists (
            select from source cross join lateral (
              select from reposts earlier join users u on u.id = earlier.user_id
              where earlier.user_id = source.id and earlier.post_id = entry.post_id
                and earlier.id < entry.place and ${isThere('u')} offset 0
            ) earlier
          ) else exists (
            select from reposts earlier cross join lateral (
              select from users u where u.id = earlier.user_id and ${isThere('u')} offset 0
            ) u
            where earlier.post_id = entry.post_id and earlier.id < entry.place
              and ${isOfSource('earlier.user_id')}
          ) end
        )) as "isShown"
    from entry
    join posts p on p.author_id = entry.author_id and p.id = entry.post_id
    join users author on author.id = p.author_id
    left join users reposter on reposter.id = entry.reposter_id
    order by entry.place desc`.execute(queries);
  return rows;
}
