import type { CommentId, PostId, UserId } from '@xom/contract/fields';
import { type RawBuilder, sql } from 'kysely';
import type { Queries } from '../../tables.ts';
import { namedUnseen, seenCount, seenCountAt } from '../people/seen-count.ts';
import { isPersonVisible, isThere, unseenPeople } from '../people/visibility.ts';
import { isPostVisible } from '../posts/post-visibility.ts';
import type { CommentPlace, PostPlace } from './comment-locks.queries.ts';
import { isSaid } from './comment-visibility.ts';

/** A comment or a reply as one viewer is shown it. */
export interface ShownComment {
  id: CommentId;
  postId: PostId;
  parentId: CommentId | null;
  authorId: UserId;
  text: string;
  /** Those whom the viewer may see. */
  mentionedIds: UserId[];
  likeCount: number;
  replyCount: number;
  isLiked: boolean;
  createdAt: Date;
  editedAt: Date | null;
}

/** Which part of a list of comments is wanted. */
export interface CommentPage {
  after: CommentId | null;
  order: 'newest' | 'oldest';
  limit: number;
}

/** Every query here names these `unseen`: looked up once, for its list and all of its counters. */
const withUnseen = (viewerId: UserId): RawBuilder<unknown> =>
  sql`with unseen as materialized (select people.id from ${unseenPeople(viewerId)} people)`;

/** `in`, not `exists`: looked up as the list is read, so that a page ends the reading. */
const isSeen = (personId: string): RawBuilder<boolean> =>
  sql<boolean>`${sql.ref(personId)} not in (select unseen.id from unseen)`;

const columns = (viewerId: UserId): RawBuilder<unknown> => sql`
  c.id, c.post_id as "postId", c.parent_id as "parentId", c.author_id as "authorId", c.text,
  array(
    select m.id from unnest(c.mentioned_user_ids) with ordinality named(id, place)
    join users m on m.id = named.id where ${isPersonVisible(viewerId, 'm')} order by named.place
  ) as "mentionedIds",
  ${seenCount(
    sql.ref('c.like_count'),
    {
      table: 'comment_likes',
      person: 'user_id',
      within: sql`act.post_author_id = c.post_author_id and act.comment_id = c.id`,
    },
    namedUnseen('unseen'),
  )} as "likeCount",
  ${seenCountAt(
    sql.ref<UserId>('c.post_author_id'),
    sql.ref('c.reply_count'),
    {
      table: 'comments',
      person: 'author_id',
      within: sql`act.post_author_id = c.post_author_id and act.parent_id = c.id`,
      where: sql`act.deleted_at is null`,
    },
    namedUnseen('unseen'),
  )} as "replyCount",
  exists (
    select from comment_likes mine where mine.post_author_id = c.post_author_id
      and mine.comment_id = c.id and mine.user_id = ${viewerId}
  ) as "isLiked",
  c.created_at as "createdAt", c.edited_at as "editedAt"`;

/** A comment or a reply, if the viewer may see its post, its author and, of a reply, what it answers. */
export async function findShown(
  queries: Queries,
  viewerId: UserId,
  { postAuthorId, id }: Pick<CommentPlace, 'postAuthorId' | 'id'>,
): Promise<ShownComment | null> {
  const { rows } = await sql<ShownComment>`
    ${withUnseen(viewerId)}
    select ${columns(viewerId)}
    from comments c
    join users u on u.id = c.author_id
    join posts p on p.author_id = c.post_author_id and p.id = c.post_id
    join users poster on poster.id = p.author_id
    where c.post_author_id = ${postAuthorId} and c.id = ${id} and c.deleted_at is null
      and ${isPersonVisible(viewerId, 'u')} and ${isSaid('c')}
      and ${isPostVisible(viewerId, { post: 'p', author: 'poster' })}
      and (c.parent_id is null or ${isParentSeen(viewerId)})`.execute(queries);
  return rows[0] ?? null;
}

/** Whether the viewer may see the comment that the reply `c` answers. */
function isParentSeen(viewerId: UserId): RawBuilder<boolean> {
  return sql<boolean>`exists (
    select from comments parent join users above on above.id = parent.author_id
    where parent.post_author_id = c.post_author_id and parent.id = c.parent_id
      and parent.deleted_at is null and ${isPersonVisible(viewerId, 'above')} and ${isSaid('parent')})`;
}

/** The comments on a post, which the viewer may see. */
export async function listCommentsOf(
  queries: Queries,
  viewerId: UserId,
  { postAuthorId, postId }: PostPlace,
  page: CommentPage & { skip?: number },
): Promise<ShownComment[]> {
  const within = sql`c.post_author_id = ${postAuthorId} and c.post_id = ${postId}
    and c.parent_id is null`;
  return listWithin(queries, viewerId, within, page);
}

/** The replies to a comment, which the viewer may see. */
export async function listRepliesOf(
  queries: Queries,
  viewerId: UserId,
  { postAuthorId, id }: Pick<CommentPlace, 'postAuthorId' | 'id'>,
  page: CommentPage,
): Promise<ShownComment[]> {
  const within = sql`c.post_author_id = ${postAuthorId} and c.parent_id = ${id}`;
  return listWithin(queries, viewerId, within, page);
}

async function listWithin(
  queries: Queries,
  viewerId: UserId,
  within: RawBuilder<unknown>,
  { after, order, limit, skip = 0 }: CommentPage & { skip?: number },
): Promise<ShownComment[]> {
  const isNewest = order === 'newest';
  const from = sql`and c.id ${isNewest ? sql`<` : sql`>`} ${after}`;
  const { rows } = await sql<ShownComment>`
    ${withUnseen(viewerId)}
    select ${columns(viewerId)}
    from comments c join users u on u.id = c.author_id
    where ${within} and c.deleted_at is null and ${isThere('u')} and ${isSeen('c.author_id')}
      and ${isSaid('c')} ${after === null ? sql`` : from}
    order by c.id ${isNewest ? sql`desc` : sql`asc`}
    limit ${limit} offset ${skip}`.execute(queries);
  return rows;
}

/** Who liked something, and when: a place in that list too. */
export interface LikePosition {
  userId: UserId;
  at: Date;
}

/** Who likes a comment or a reply that the viewer may see, the newest first. */
export async function listLikesOf(
  queries: Queries,
  viewerId: UserId,
  { postAuthorId, id }: Pick<CommentPlace, 'postAuthorId' | 'id'>,
  { after, limit }: { after: LikePosition | null; limit: number },
): Promise<LikePosition[]> {
  const from = sql`and (l.created_at, l.user_id) < (${after?.at}::timestamptz, ${after?.userId}::uuid)`;
  const { rows } = await sql<LikePosition>`
    ${withUnseen(viewerId)}
    select l.user_id as "userId", l.created_at as at
    from comment_likes l join users u on u.id = l.user_id
    where l.post_author_id = ${postAuthorId} and l.comment_id = ${id}
      and ${isThere('u')} and ${isSeen('l.user_id')} ${after === null ? sql`` : from}
    order by l.created_at desc, l.user_id desc limit ${limit}`.execute(queries);
  return rows;
}
