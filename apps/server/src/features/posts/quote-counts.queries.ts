import type { PostId, UserId } from '@xom/contract/fields';
import { sql } from 'kysely';
import type { Queries } from '../../tables.ts';
import { lockPosts, moveCountersOfPosts } from './post-counter-batches.queries.ts';
import type { PostKey, PostRow } from './posts.tables.ts';

/** A post that may quote one. */
export type Quoting = Pick<PostRow, 'id' | 'quote_author_id' | 'quote_of'>;
/** One whose `is_quote_counted` says now whether it is in the counter of what it quotes, and was so before. */
export type QuoteMove = Quoting & Pick<PostRow, 'is_quote_counted'> & { wasQuoteCounted: boolean };

export function quotedIn(posts: readonly Quoting[]): PostKey[] {
  return posts.flatMap(({ quote_author_id: author_id, quote_of: id }) =>
    author_id && id ? [{ author_id, id }] : [],
  );
}

/** Brings what these quote to what they say; the caller holds the locks of all. */
export async function moveQuotes(queries: Queries, posts: readonly QuoteMove[]): Promise<void> {
  const come = posts.filter((post) => post.is_quote_counted && !post.wasQuoteCounted);
  const gone = posts.filter((post) => !post.is_quote_counted && post.wasQuoteCounted);
  await moveCountersOfPosts(queries, 'quotes', quotedIn(come), 1);
  await moveCountersOfPosts(queries, 'quotes', quotedIn(gone), -1);
}

/**
 * Takes some of what a person quotes into the counters of that, or out of them, as their account is; the caller
 * has locked that. @returns the last one that was looked at; null when there are no more
 */
export async function recountSomeQuotes(
  queries: Queries,
  userId: UserId,
  { isPrivate, after, limit }: { isPrivate: boolean; after: PostId | null; limit: number },
): Promise<PostId | null> {
  const { rows: posts } = await sql<Quoting>`
    select id, quote_author_id, quote_of from posts
    where author_id = ${userId} and quote_of is not null and deleted_at is null
      ${after ? sql`and id > ${after}` : sql``}
    order by id limit ${limit}`.execute(queries);
  const own = posts.map(({ id }): PostKey => ({ author_id: userId, id }));
  await lockPosts(queries, [...own, ...quotedIn(posts)]);
  const { rows: moved } = await sql<QuoteMove>`
    update posts set is_quote_counted = not is_quote_counted
    where author_id = ${userId} and id = any(${posts.map(({ id }) => id)}::uuid[])
      and is_quote_counted <> (is_counted and visibility = 'public' and not ${isPrivate})
    returning id, quote_author_id, quote_of, is_quote_counted,
      not is_quote_counted as "wasQuoteCounted"`.execute(queries);
  await moveQuotes(queries, moved);
  return posts.length === limit ? (posts.at(-1)?.id ?? null) : null;
}
