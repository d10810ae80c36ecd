import type { PostId, UserId } from '@xom/contract/fields';
import { sql } from 'kysely';
import { Failure } from '../../platform/failure.ts';
import type { Queries } from '../../tables.ts';
import { isThere } from '../people/visibility.ts';
import { isPostVisible } from './post-visibility.ts';
import type { PostRow } from './posts.tables.ts';

/**
 * What acts lock, in this order: the actor, the post, what is under it, the post that it quotes (which is
 * older), tags, files, notifications. So nobody waits in a ring.
 */

/**
 * The person who acts stays as they are until the transaction ends.
 * @throws Failure `unauthenticated` when they are not there any more
 */
export async function lockActor(queries: Queries, userId: UserId): Promise<void> {
  const { rows } = await sql`
    select u.id from users u where u.id = ${userId} and ${isThere('u')} for share`.execute(queries);
  if (rows.length === 0) throw new Failure('unauthenticated');
}

/**
 * The same, for what changes their posts: these acts of one person go one at a time.
 * @throws Failure `unauthenticated`
 */
export async function lockAuthor(
  queries: Queries,
  userId: UserId,
): Promise<{ isPrivate: boolean }> {
  const { rows } = await sql<{ isPrivate: boolean }>`
    select u.is_private as "isPrivate" from users u
    where u.id = ${userId} and ${isThere('u')} for no key update`.execute(queries);
  const [author] = rows;
  if (!author) throw new Failure('unauthenticated');
  return author;
}

/** A post with whether its author's account is private. */
export type LockedPost = PostRow & { isAuthorPrivate: boolean };

/**
 * Locks a post that the actor may see: its counters and rows are theirs until the transaction ends.
 * @throws Failure `not_found`
 */
export async function lockVisiblePost(
  queries: Queries,
  actorId: UserId,
  postId: PostId,
): Promise<LockedPost> {
  const { rows } = await sql<LockedPost>`
    select p.*, author.is_private as "isAuthorPrivate"
    from posts p join users author on author.id = p.author_id
    where p.id = ${postId} and ${isPostVisible(actorId, { post: 'p', author: 'author' })}
    for no key update of p`.execute(queries);
  const [post] = rows;
  if (!post) throw new Failure('not_found');
  return post;
}

/**
 * Locks a post of the actor's own, whose row `lockAuthor` has locked.
 * @throws Failure `not_found` | `forbidden` (they see it, but it is somebody else's)
 */
export async function lockOwnPost(
  queries: Queries,
  actorId: UserId,
  postId: PostId,
): Promise<LockedPost> {
  const post = await lockVisiblePost(queries, actorId, postId);
  if (post.author_id !== actorId) throw new Failure('forbidden');
  return post;
}

/**
 * Locks a post that may be shown to others by quoting or reposting it.
 * @throws Failure `not_found` | `forbidden` (it is not for all)
 */
export async function lockShareablePost(
  queries: Queries,
  actorId: UserId,
  postId: PostId,
): Promise<LockedPost> {
  const post = await lockVisiblePost(queries, actorId, postId);
  if (post.visibility !== 'public' || post.isAuthorPrivate || post.archived_at) {
    throw new Failure('forbidden');
  }
  return post;
}

/** Whose post this is, whether or not somebody may see it; that never changes. */
export async function findAuthorOf(queries: Queries, postId: PostId): Promise<UserId | null> {
  const row = await queries
    .selectFrom('posts')
    .where('id', '=', postId)
    .select('author_id')
    .executeTakeFirst();
  return row?.author_id ?? null;
}

/** Locks a post, whoever may see it. The caller holds its author's row. @throws Failure `not_found` */
export async function lockAnyPost(
  queries: Queries,
  { authorId, postId }: { authorId: UserId; postId: PostId },
): Promise<LockedPost> {
  const { rows } = await sql<LockedPost>`
    select p.*, author.is_private as "isAuthorPrivate"
    from posts p join users author on author.id = p.author_id
    where p.author_id = ${authorId} and p.id = ${postId} and p.deleted_at is null
    for no key update of p`.execute(queries);
  const [post] = rows;
  if (!post) throw new Failure('not_found');
  return post;
}

/**
 * Whose post this is, if the viewer may see it.
 * @throws Failure `not_found`
 */
export async function requireVisiblePost(
  queries: Queries,
  viewerId: UserId,
  postId: PostId,
): Promise<UserId> {
  const { rows } = await sql<{ authorId: UserId }>`
    select p.author_id as "authorId" from posts p join users author on author.id = p.author_id
    where p.id = ${postId}
      and ${isPostVisible(viewerId, { post: 'p', author: 'author' })}`.execute(queries);
  const [post] = rows;
  if (!post) throw new Failure('not_found');
  return post.authorId;
}

/** The post that this one quotes. */
export function quotedBy({
  quote_author_id: authorId,
  quote_of: postId,
}: Pick<PostRow, 'quote_author_id' | 'quote_of'>): { authorId: UserId; postId: PostId } | null {
  return authorId && postId ? { authorId, postId } : null;
}
