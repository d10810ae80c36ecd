import type { PostId, UserId } from '@xom/contract/fields';
import { sql } from 'kysely';
import type { Queries } from '../../tables.ts';
import { isThere } from '../people/visibility.ts';
import type { PostBatch } from './person-acts.queries.ts';
import { lockPosts, moveCountersOfPosts } from './post-counter-batches.queries.ts';
import { tagsIn } from './post-text.ts';
import type { PostKey, PostRow } from './posts.tables.ts';
import { moveTagCounts } from './tag-counts.queries.ts';

type Quoting = Pick<PostRow, 'id' | 'quote_author_id' | 'quote_of'>;
/** A post that came into its counters, or left them. */
type Moved = Quoting & Pick<PostRow, 'text' | 'visibility' | 'is_counted'>;

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

function quotedIn(posts: readonly Quoting[]): PostKey[] {
  return posts.flatMap(({ quote_author_id: author_id, quote_of: id }) =>
    author_id && id ? [{ author_id, id }] : [],
  );
}

async function setCounted(
  queries: Queries,
  author: Author,
  posts: readonly PostKey[],
): Promise<Moved[]> {
  const { rows } = await sql<Moved>`
    update posts set is_counted = not is_counted
    where author_id = ${author.id} and id = any(${posts.map(({ id }) => id)}::uuid[])
      and deleted_at is null and is_counted <> (${author.isThere} and archived_at is null)
    returning id, quote_author_id, quote_of, text, visibility, is_counted`.execute(queries);
  return rows;
}

async function moveAll(queries: Queries, author: Author, moved: readonly Moved[]): Promise<void> {
  const shown = moved.filter((post) => post.is_counted);
  const gone = moved.filter((post) => !post.is_counted);
  await sql`
    update users set post_count = post_count + ${shown.length - gone.length}::bigint
    where id = ${author.id}`.execute(queries);
  const isPublic = ({ visibility }: Moved) => visibility === 'public';
  await moveCountersOfPosts(queries, 'quotes', quotedIn(shown.filter(isPublic)), 1);
  await moveCountersOfPosts(queries, 'quotes', quotedIn(gone.filter(isPublic)), -1);
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
