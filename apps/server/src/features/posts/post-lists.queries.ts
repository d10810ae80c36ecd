import { likersShown } from '@xom/contract/feed';
import type { PostId, RepostId, UserId } from '@xom/contract/fields';
import type { PostKind } from '@xom/contract/posts';
import { type RawBuilder, sql } from 'kysely';
import type { Queries } from '../../tables.ts';
import {
  isBlockedWith,
  isMutedBy,
  isPersonVisible,
  isSharingWith,
  isThere,
  unseenPeople,
} from '../people/visibility.ts';
import { isPostVisible } from './post-visibility.ts';

/** A post in a list, for the presenter to show. */
export interface ListedPost {
  authorId: UserId;
  postId: PostId;
}

/** Which part of a list is wanted: what comes behind a place in it. */
export interface Wanted<Place> {
  after: Place | null;
  limit: number;
}

/** A place among what somebody did, the latest first. */
export interface ActPlace {
  at: Date;
  id: PostId;
}

const isSeen = (viewerId: UserId): RawBuilder<boolean> =>
  isPostVisible(viewerId, { post: 'p', author: 'author' });

/** Whether the viewer may see the person, and what the person shares with all. */
export async function findPersonSeen(
  queries: Queries,
  viewerId: UserId,
  personId: UserId,
): Promise<{ isSharing: boolean } | null> {
  const { rows } = await sql<{ isSharing: boolean }>`
    select ${isSharingWith(viewerId, 'u')} as "isSharing" from users u
    where u.id = ${personId} and ${isPersonVisible(viewerId, 'u')}`.execute(queries);
  return rows[0] ?? null;
}

/** What a person posted, newest first, without what they archived. */
export async function listPostsOf(
  queries: Queries,
  viewerId: UserId,
  { authorId, kind }: { authorId: UserId; kind: PostKind | undefined },
  { after, limit, skip = 0 }: Wanted<PostId> & { skip?: number },
): Promise<ListedPost[]> {
  const { rows } = await sql<ListedPost>`
    select p.author_id as "authorId", p.id as "postId"
    from posts p join users author on author.id = p.author_id
    where p.author_id = ${authorId} and p.archived_at is null and p.deleted_at is null
      ${kind ? sql`and p.kind = ${kind}` : sql``}
      ${after ? sql`and p.id < ${after}` : sql``}
      and ${isSeen(viewerId)}
    order by p.id desc limit ${sql.lit(limit)} offset ${skip}`.execute(queries);
  return rows;
}

/** What a person archived, the newest post first. */
export async function listArchivedOf(
  queries: Queries,
  userId: UserId,
  { after, limit }: Wanted<PostId>,
): Promise<ListedPost[]> {
  const { rows } = await sql<ListedPost>`
    select p.author_id as "authorId", p.id as "postId" from posts p
    where p.author_id = ${userId} and p.archived_at is not null and p.deleted_at is null
      ${after ? sql`and p.id < ${after}` : sql``}
    order by p.id desc limit ${sql.lit(limit)}`.execute(queries);
  return rows;
}

/** The posts that tag a person, newest first; none with a block between its author and them. */
export async function listTaggedOf(
  queries: Queries,
  viewerId: UserId,
  userId: UserId,
  { after, limit }: Wanted<PostId>,
): Promise<ListedPost[]> {
  const { rows } = await sql<ListedPost>`
    select p.author_id as "authorId", p.id as "postId"
    from tagged_posts t
    join posts p on p.author_id = t.author_id and p.id = t.post_id
    join users author on author.id = p.author_id
    where t.user_id = ${userId} and t.removed_at is null ${after ? sql`and t.post_id < ${after}` : sql``}
      and p.archived_at is null and ${isSeen(viewerId)} and not ${isBlockedWith(userId, 'p.author_id')}
    order by t.post_id desc limit ${sql.lit(limit)}`.execute(queries);
  return rows;
}

/** What a person saved, or likes, and may still see; the last act first. */
export async function listActedOn(
  queries: Queries,
  userId: UserId,
  table: 'saved_posts' | 'liked_posts',
  { after, limit }: Wanted<ActPlace>,
): Promise<(ListedPost & { at: Date })[]> {
  const { rows } = await sql<ListedPost & { at: Date }>`
    select p.author_id as "authorId", p.id as "postId", act.created_at as at
    from ${sql.table(table)} act
    join posts p on p.author_id = act.author_id and p.id = act.post_id
    join users author on author.id = p.author_id
    where act.user_id = ${userId}
      ${after ? sql`and (act.created_at, act.post_id) < (${after.at}::timestamptz, ${after.id}::uuid)` : sql``}
      and ${isSeen(userId)}
    order by act.created_at desc, act.post_id desc limit ${sql.lit(limit)}`.execute(queries);
  return rows;
}

/** The posts with a tag, newest first. By a plan that is kept: it is the same for seldom and much used ones. */
export async function listPostsWith(
  queries: Queries,
  viewerId: UserId,
  tag: string,
  { after, limit }: Wanted<PostId>,
): Promise<ListedPost[]> {
  const { rows } = await sql<ListedPost>`
    select p.author_id as "authorId", p.id as "postId"
    from post_tags t
    join posts p on p.author_id = t.author_id and p.id = t.post_id
    join users author on author.id = p.author_id
    where t.tag = (select ${tag}::text) ${after ? sql`and t.post_id < ${after}` : sql``}
      and p.archived_at is null and ${isSeen(viewerId)} and not ${isMutedBy(viewerId, 'p.author_id')}
    order by t.post_id desc limit ${sql.lit(limit)}`.execute(queries);
  return rows;
}

/** A place among what is explored. */
export interface RankPlace {
  rank: number;
  id: PostId;
}

/** Public posts by their rank, the highest first. */
export async function listExplored(
  queries: Queries,
  viewerId: UserId,
  { after, limit }: Wanted<RankPlace>,
): Promise<(ListedPost & { rank: number })[]> {
  const { rows } = await sql<ListedPost & { rank: number }>`
    select p.author_id as "authorId", p.id as "postId", p.explore_rank as rank
    from posts p join users author on author.id = p.author_id
    where p.visibility = 'public' and p.archived_at is null and p.deleted_at is null
      ${after ? sql`and (p.explore_rank, p.id) < (${after.rank}::double precision, ${after.id}::uuid)` : sql``}
      and ${isSeen(viewerId)} and not ${isMutedBy(viewerId, 'p.author_id')}
    order by p.explore_rank desc, p.id desc limit ${sql.lit(limit)}`.execute(queries);
  return rows;
}

/** Somebody in a list of who did something to a post. */
export interface LikePlace {
  at: Date;
  userId: UserId;
}

const withUnseen = (viewerId: UserId): RawBuilder<unknown> =>
  sql`with unseen as materialized (select people.id from ${unseenPeople(viewerId)} people)`;
/** `in`, not `exists`: looked up as the list is read, so that a page ends the reading. */
const isShown = (personId: string): RawBuilder<boolean> => sql<boolean>`
  (${isThere('u')} and ${sql.ref(personId)} not in (select unseen.id from unseen))`;

/** Who likes a post that the viewer may see, the newest first. */
export async function listLikersOf(
  queries: Queries,
  viewerId: UserId,
  { authorId, postId }: ListedPost,
  { after, limit }: Wanted<LikePlace>,
): Promise<LikePlace[]> {
  const { rows } = await sql<LikePlace>`
    ${withUnseen(viewerId)}
    select l.user_id as "userId", l.created_at as at
    from post_likes l join users u on u.id = l.user_id
    where l.author_id = ${authorId} and l.post_id = ${postId} and ${isShown('l.user_id')}
      ${after ? sql`and (l.created_at, l.user_id) < (${after.at}::timestamptz, ${after.userId}::uuid)` : sql``}
    order by l.created_at desc, l.user_id desc limit ${sql.lit(limit)}`.execute(queries);
  return rows;
}

/** Who likes each of these posts, the newest first; of those that the viewer may see. */
export async function listFirstLikersOf(
  queries: Queries,
  viewerId: UserId,
  postIds: readonly PostId[],
): Promise<{ postId: PostId; likerIds: UserId[] }[]> {
  if (postIds.length === 0) return [];
  const { rows } = await sql<{ postId: PostId; likerIds: UserId[] }>`
    ${withUnseen(viewerId)}
    select p.id as "postId", array(
      select l.user_id from post_likes l join users u on u.id = l.user_id
      where l.author_id = p.author_id and l.post_id = p.id and ${isShown('l.user_id')}
      order by l.created_at desc, l.user_id desc limit ${likersShown}
    ) as "likerIds"
    from posts p join users author on author.id = p.author_id
    where p.id = any(${[...postIds]}::uuid[]) and ${isSeen(viewerId)}`.execute(queries);
  return rows;
}

/** Who reposted a post that the viewer may see, the newest first. */
export async function listRepostersOf(
  queries: Queries,
  viewerId: UserId,
  { postId }: ListedPost,
  { after, limit }: Wanted<RepostId>,
): Promise<{ id: RepostId; userId: UserId; at: Date }[]> {
  const { rows } = await sql<{ id: RepostId; userId: UserId; at: Date }>`
    ${withUnseen(viewerId)}
    select r.id, r.user_id as "userId", r.created_at as at
    from reposts r join users u on u.id = r.user_id
    where r.post_id = ${postId} and ${isShown('r.user_id')} ${after ? sql`and r.id < ${after}` : sql``}
    order by r.id desc limit ${sql.lit(limit)}`.execute(queries);
  return rows;
}
