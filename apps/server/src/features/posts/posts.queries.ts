import type { PostId, UserId } from '@xom/contract/fields';
import { type Insertable, sql } from 'kysely';
import type { Queries } from '../../tables.ts';
import { firstExploreRank } from './explore-rank.ts';
import { tagsIn } from './post-text.ts';
import type { PostKey, PostMedia, PostTables } from './posts.tables.ts';

/** The post that a person made under this `clientId` before. */
export async function findByClientId(
  queries: Queries,
  authorId: UserId,
  clientId: string,
): Promise<PostId | null> {
  const row = await queries
    .selectFrom('posts')
    .where('author_id', '=', authorId)
    .where('client_id', '=', clientId)
    .select('id')
    .executeTakeFirst();
  return row?.id ?? null;
}

export type NewPost = Pick<
  Insertable<PostTables['posts']>,
  'author_id' | 'id' | 'kind' | 'text' | 'visibility' | 'quote_author_id' | 'quote_of' | 'client_id'
> & {
  media: readonly PostMedia[];
  taggedUserIds: readonly UserId[];
  mentionedUserIds: readonly UserId[];
  at: Date;
};

/** Writes a post with its tags and whom it tags; it is counted nowhere yet. */
export async function insertPost(queries: Queries, post: NewPost): Promise<void> {
  const { media, taggedUserIds, mentionedUserIds, at, ...columns } = post;
  await queries
    .insertInto('posts')
    .values({
      ...columns,
      text: columns.text ?? null,
      media: JSON.stringify(media),
      tagged_user_ids: [...taggedUserIds],
      mentioned_user_ids: [...mentionedUserIds],
      tags: [...tagsIn(columns.text ?? null).keys()],
      explore_rank: firstExploreRank(at),
      is_counted: false,
      created_at: at,
    })
    .execute();
  await insertTags(queries, post, [...tagsIn(post.text ?? null).keys()]);
  await insertTagged(queries, post, taggedUserIds);
}

/** What was said before; the caller holds the post's lock. */
export async function insertEdit(
  queries: Queries,
  post: PostKey & { text: string | null; media: readonly PostMedia[] },
  at: Date,
): Promise<void> {
  await queries
    .insertInto('post_edits')
    .values({
      author_id: post.author_id,
      post_id: post.id,
      edited_at: at,
      text: post.text,
      media: JSON.stringify(post.media),
    })
    .execute();
}

/** What a post becomes. */
export interface Rewritten {
  text: string | null;
  media: readonly PostMedia[];
  visibility: PostTables['posts']['visibility'];
  taggedUserIds: readonly UserId[];
  mentionedUserIds: readonly UserId[];
  editedAt: Date | null;
  visibilityChangedAt: Date | null;
}

/** Writes a post anew, with its tags and whom it tags; the caller holds its lock, and it is counted nowhere. */
export async function rewritePost(
  queries: Queries,
  post: PostKey & { tags: readonly string[]; tagged_user_ids: readonly UserId[] },
  next: Rewritten,
): Promise<void> {
  const tags = [...tagsIn(next.text).keys()];
  await queries
    .updateTable('posts')
    .where('author_id', '=', post.author_id)
    .where('id', '=', post.id)
    .set({
      text: next.text,
      media: JSON.stringify(next.media),
      visibility: next.visibility,
      tagged_user_ids: [...next.taggedUserIds],
      mentioned_user_ids: [...next.mentionedUserIds],
      tags,
      edited_at: next.editedAt,
      visibility_changed_at: next.visibilityChangedAt,
    })
    .execute();
  const goneTags = post.tags.filter((tag) => !tags.includes(tag));
  if (goneTags.length > 0) {
    await queries
      .deleteFrom('post_tags')
      .where('author_id', '=', post.author_id)
      .where('post_id', '=', post.id)
      .where('tag', 'in', goneTags)
      .execute();
  }
  await insertTags(
    queries,
    post,
    tags.filter((tag) => !post.tags.includes(tag)),
  );
  const untagged = post.tagged_user_ids.filter((id) => !next.taggedUserIds.includes(id));
  for (const userId of untagged) await deleteTagged(queries, post.id, userId);
  await insertTagged(
    queries,
    post,
    next.taggedUserIds.filter((id) => !post.tagged_user_ids.includes(id)),
  );
}

async function insertTags(
  queries: Queries,
  { author_id, id: post_id }: PostKey,
  tags: readonly string[],
): Promise<void> {
  if (tags.length === 0) return;
  await queries
    .insertInto('post_tags')
    .values(tags.map((tag) => ({ author_id, post_id, tag, is_counted: false })))
    .execute();
}

async function insertTagged(
  queries: Queries,
  { author_id, id: post_id }: PostKey,
  userIds: readonly UserId[],
): Promise<void> {
  if (userIds.length === 0) return;
  await queries
    .insertInto('tagged_posts')
    .values(userIds.map((user_id) => ({ user_id, post_id, author_id })))
    .execute();
}

async function deleteTagged(queries: Queries, postId: PostId, userId: UserId): Promise<void> {
  await queries
    .deleteFrom('tagged_posts')
    .where('user_id', '=', userId)
    .where('post_id', '=', postId)
    .execute();
}

/** Of these people, those who did not take their tag off the post; the caller holds its lock. */
export async function listTaggable(
  queries: Queries,
  postId: PostId,
  userIds: readonly UserId[],
): Promise<UserId[]> {
  if (userIds.length === 0) return [];
  const rows = await queries
    .selectFrom('tagged_posts')
    .where('post_id', '=', postId)
    .where('removed_at', 'is not', null)
    .select('user_id')
    .execute();
  const removed = new Set(rows.map((row) => row.user_id));
  return userIds.filter((userId) => !removed.has(userId));
}

/**
 * Takes one tag off a post, by who is tagged, and keeps it off; the caller holds its lock.
 * @returns whether there was one
 */
export async function untag(queries: Queries, post: PostKey, userId: UserId): Promise<boolean> {
  const removed = await queries
    .updateTable('tagged_posts')
    .where('user_id', '=', userId)
    .where('post_id', '=', post.id)
    .where('removed_at', 'is', null)
    .set({ removed_at: new Date() })
    .returning('post_id')
    .executeTakeFirst();
  if (!removed) return false;
  await sql`
    update posts set tagged_user_ids = array_remove(tagged_user_ids, ${userId}::uuid)
    where author_id = ${post.author_id} and id = ${post.id}`.execute(queries);
  return true;
}

/** Shows a post to its author only, or (null) again as before; the caller holds its lock. */
export async function setArchived(
  queries: Queries,
  post: PostKey,
  archivedAt: Date | null,
): Promise<void> {
  await queries
    .updateTable('posts')
    .where('author_id', '=', post.author_id)
    .where('id', '=', post.id)
    .set({ archived_at: archivedAt })
    .execute();
}

/** What a post said before each edit, the latest first: to others what it said to those who see it now. */
export async function listEdits(
  queries: Queries,
  viewerId: UserId,
  post: { authorId: UserId; postId: PostId },
  { after, limit }: { after: Date | null; limit: number },
): Promise<{ at: Date; text: string | null; media: PostMedia[] }[]> {
  const rows = await queries
    .selectFrom('post_edits')
    .where('author_id', '=', post.authorId)
    .where('post_id', '=', post.postId)
    .$if(after !== null, (query) => query.where('edited_at', '<', after))
    .$if(viewerId !== post.authorId, (query) =>
      query.where(
        sql<boolean>`edited_at > coalesce((
          select p.visibility_changed_at from posts p
          where p.author_id = ${post.authorId} and p.id = ${post.postId}), '-infinity')`,
      ),
    )
    .orderBy('edited_at', 'desc')
    .limit(limit)
    .select(['edited_at', 'text', 'media'])
    .execute();
  return rows.map((row) => ({ at: row.edited_at, text: row.text, media: row.media }));
}
