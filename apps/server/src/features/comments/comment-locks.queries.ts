import type { CommentId, PostId, UserId } from '@xom/contract/fields';
import { sql } from 'kysely';
import type { Queries } from '../../tables.ts';
import { isPersonVisible } from '../people/visibility.ts';
import { isPostVisible } from '../posts/post-visibility.ts';
import { isSaid } from './comment-visibility.ts';

/**
 * What acts lock, in this order: the actor, the post, the comment, the reply. Whoever changes the post's
 * counters or removes a comment holds the post alone (posts/post-locks.queries.ts); the others share it.
 */

/** Where a post is. */
export interface PostPlace {
  postAuthorId: UserId;
  postId: PostId;
}

/** Where a comment is, or a reply, which has a parent. None of this ever changes. */
export interface CommentPlace extends PostPlace {
  id: CommentId;
  parentId: CommentId | null;
  authorId: UserId;
}

export interface LockedComment extends CommentPlace {
  text: string;
  mentionedUserIds: UserId[];
  isCounted: boolean;
}

/** The look-up by a bare id: where this is, whether or not somebody may see it. */
export async function findCommentPlace(
  queries: Queries,
  id: CommentId,
): Promise<CommentPlace | null> {
  const row = await queries
    .selectFrom('comments')
    .where('id', '=', id)
    .select([
      'post_author_id as postAuthorId',
      'post_id as postId',
      'id',
      'parent_id as parentId',
      'author_id as authorId',
    ])
    .executeTakeFirst();
  return row ?? null;
}

/** Shares the lock of a post that the actor may see: it stays, and nothing goes from under it. @returns whether they may */
export async function sharePost(
  queries: Queries,
  actorId: UserId,
  { postAuthorId, postId }: PostPlace,
): Promise<boolean> {
  const { rows } = await sql`
    select p.id from posts p join users author on author.id = p.author_id
    where p.author_id = ${postAuthorId} and p.id = ${postId}
      and ${isPostVisible(actorId, { post: 'p', author: 'author' })} for share of p`.execute(
    queries,
  );
  return rows.length > 0;
}

/** Locks a post, whoever may see it. @returns whether it is there */
export async function lockAnyPost(queries: Queries, post: PostPlace): Promise<boolean> {
  const row = await queries
    .selectFrom('posts')
    .where('author_id', '=', post.postAuthorId)
    .where('id', '=', post.postId)
    .where('deleted_at', 'is', null)
    .select('id')
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row !== undefined;
}

/** Locks a comment or a reply whose author the actor may see. The caller holds the post's lock. */
export async function lockComment(
  queries: Queries,
  actorId: UserId,
  place: Pick<CommentPlace, 'postAuthorId' | 'id'>,
): Promise<LockedComment | null> {
  const { rows } = await sql<LockedComment>`
    select ${lockedColumns} from comments c join users u on u.id = c.author_id
    where c.post_author_id = ${place.postAuthorId} and c.id = ${place.id}
      and c.deleted_at is null and ${isPersonVisible(actorId, 'u')} and ${isSaid('c')}
    for no key update of c`.execute(queries);
  return rows[0] ?? null;
}

/** Locks a comment or a reply, whoever may see it. The caller holds the post's lock. */
export async function lockAnyComment(
  queries: Queries,
  place: Pick<CommentPlace, 'postAuthorId' | 'id'>,
): Promise<LockedComment | null> {
  const { rows } = await sql<LockedComment>`
    select ${lockedColumns} from comments c
    where c.post_author_id = ${place.postAuthorId} and c.id = ${place.id} and c.deleted_at is null
    for no key update of c`.execute(queries);
  return rows[0] ?? null;
}

const lockedColumns = sql`
  c.post_author_id as "postAuthorId", c.post_id as "postId", c.id, c.parent_id as "parentId",
  c.author_id as "authorId", c.text, c.mentioned_user_ids as "mentionedUserIds", c.is_counted as "isCounted"`;
