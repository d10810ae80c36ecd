import type { PostId, UserId } from '@xom/contract/fields';
import { sql } from 'kysely';
import type { Queries } from '../../tables.ts';
import { isThere } from '../people/visibility.ts';
import type { PostBatch } from './person-acts.queries.ts';
import { lockPosts } from './post-counter-batches.queries.ts';
import { tagsIn } from './post-text.ts';
import type { PostKey, PostRow } from './posts.tables.ts';
import { moveQuotes, type Quoting, quotedIn, type QuoteMove } from './quote-counts.queries.ts';
import { moveTagCounts } from './tag-counts.queries.ts';

/** A post that came into its counters, or left them. */
type Moved = QuoteMove & Pick<PostRow, 'text' | 'visibility' | 'is_counted'>;

interface Author {
  id: UserId;
  isThere: boolean;
  isPrivate: boolean;
}

/**
 * One step of taking a person's posts out of all counters that they belong to, or back into them, as
 * post-standing.queries.ts does of one: after the person was hidden, or came back. Again it changes nothing.
 * @returns where the next step begins; null at the end
 */
export async function recountPosts(
  queries: Queries,
  authorId: UserId,
  batch: PostBatch,
): Promise<PostId | null> {
  const author = await lockStanding(queries, authorId);
  if (!author) return null;
  const posts = await listPosts(queries, authorId, batch);
  if (posts.length === 0) return null;
  const own = posts.map(({ id }): PostKey => ({ author_id: authorId, id }));
  await lockPosts(queries, [...own, ...quotedIn(posts)]);
  const moved = await setCounted(queries, author, own);
  if (moved.length > 0) await moveAll(queries, author, moved);
  return posts.length < batch.limit ? null : (posts.at(-1)?.id ?? null);
}

/** These acts of one person go one at a time, with those that change their posts. */
async function lockStanding(queries: Queries, userId: UserId): Promise<Author | null> {
  const { rows } = await sql<Author>`
    select id, ${isThere('u')} as "isThere", is_private as "isPrivate"
    from users u where u.id = ${userId} for no key update`.execute(queries);
  return rows[0] ?? null;
}

async function listPosts(
  queries: Queries,
  authorId: UserId,
  { after, limit }: PostBatch,
): Promise<Quoting[]> {
  return queries
    .selectFrom('posts')
    .where('author_id', '=', authorId)
    .where('deleted_at', 'is', null)
    .$if(after !== null, (query) => query.where('id', '>', after))
    .orderBy('id')
    .select(['id', 'quote_author_id', 'quote_of'])
    .limit(limit)
    .execute();
}

async function setCounted(
  queries: Queries,
  author: Author,
  posts: readonly PostKey[],
): Promise<Moved[]> {
  const { rows } = await sql<Moved>`
    update posts p set is_counted = not p.is_counted,
      is_quote_counted = not p.is_counted and p.quote_of is not null and p.visibility = 'public'
        and not ${author.isPrivate}
    from posts before
    where p.author_id = ${author.id} and p.id = any(${posts.map(({ id }) => id)}::uuid[])
      and before.author_id = p.author_id and before.id = p.id
      and p.deleted_at is null and p.is_counted <> (${author.isThere} and p.archived_at is null)
    returning p.id, p.quote_author_id, p.quote_of, p.text, p.visibility, p.is_counted,
      p.is_quote_counted, before.is_quote_counted as "wasQuoteCounted"`.execute(queries);
  return rows;
}

async function moveAll(queries: Queries, author: Author, moved: readonly Moved[]): Promise<void> {
  const shown = moved.filter((post) => post.is_counted);
  const gone = moved.filter((post) => !post.is_counted);
  await sql`
    update users set post_count = post_count + ${shown.length - gone.length}::bigint
    where id = ${author.id}`.execute(queries);
  await moveQuotes(queries, moved);
  await moveTags(queries, author, moved);
}

async function moveTags(
  queries: Queries,
  { id, isPrivate }: Author,
  moved: readonly Moved[],
): Promise<void> {
  const counts = moved.map((post) => post.is_counted && post.visibility === 'public' && !isPrivate);
  const { rows } = await sql<{ postId: PostId; tag: string; isCounted: boolean }>`
    update post_tags t set is_counted = n.counts
    from unnest(${moved.map((post) => post.id)}::uuid[], ${counts}::boolean[]) as n(post_id, counts)
    where t.author_id = ${id} and t.post_id = n.post_id and t.is_counted <> n.counts
    returning t.post_id as "postId", t.tag, t.is_counted as "isCounted"`.execute(queries);
  const texts = new Map(moved.map((post) => [post.id, post.text]));
  const moves = rows.map(({ postId, tag, isCounted }) => {
    const label = tagsIn(texts.get(postId) ?? null).get(tag) ?? tag;
    return { tag, label, by: isCounted ? 1 : -1 };
  });
  await moveTagCounts(queries, moves);
}
