import { sql } from 'kysely';
import type { Queries } from '../../tables.ts';
import { movePostCounters } from './post-counters.queries.ts';
import type { LockedPost } from './post-locks.queries.ts';
import { tagsIn } from './post-text.ts';
import { moveTagCounts, type TagMove } from './tag-counts.queries.ts';

/** What a post counts in: its author's posts; where all may see it, also what it quotes, and its tags. */
type Standing = Pick<
  LockedPost,
  'author_id' | 'id' | 'text' | 'visibility' | 'quote_author_id' | 'quote_of' | 'isAuthorPrivate'
>;

/**
 * Takes a post into all counters that it belongs to: when it is made, shown again, or its author is back. The
 * caller holds its author's and its own lock, and it is in none yet.
 */
export async function applyPost(queries: Queries, post: Standing): Promise<void> {
  await moveTagCounts(queries, await countIn(queries, post));
}

/**
 * Takes a post out of them: when it goes, is archived, or its author is hidden. The caller holds its author's
 * and its own lock, and it is counted.
 */
export async function withdrawPost(queries: Queries, post: Standing): Promise<void> {
  await moveTagCounts(queries, await countOut(queries, post));
}

/**
 * Both, for a post that is rewritten; the counts of tags, which come last in the order of locks, move once.
 * @param rewrite makes it what `next` says
 */
export async function reapplyPost(
  queries: Queries,
  { before, next }: { before: Standing; next: Standing },
  rewrite: () => Promise<void>,
): Promise<void> {
  const out = await countOut(queries, before);
  await rewrite();
  await moveTagCounts(queries, [...out, ...(await countIn(queries, next))]);
}

/** @returns how its tags' counts are to move */
async function countIn(queries: Queries, post: Standing): Promise<TagMove[]> {
  await moveStanding(queries, post, 1);
  if (!isForAll(post)) return [];
  const { rows } = await sql<{ tag: string }>`
    update post_tags set is_counted = true
    where author_id = ${post.author_id} and post_id = ${post.id} and not is_counted
    returning tag`.execute(queries);
  const labels = tagsIn(post.text);
  return rows.map(({ tag }) => ({ tag, label: labels.get(tag) ?? tag, by: 1 }));
}

/** @returns how its tags' counts are to move */
async function countOut(queries: Queries, post: Standing): Promise<TagMove[]> {
  await moveStanding(queries, post, -1);
  const { rows } = await sql<{ tag: string }>`
    update post_tags set is_counted = false
    where author_id = ${post.author_id} and post_id = ${post.id} and is_counted
    returning tag`.execute(queries);
  return rows.map(({ tag }) => ({ tag, label: tag, by: -1 }));
}

async function moveStanding(queries: Queries, post: Standing, by: 1 | -1): Promise<void> {
  const isQuoteCounted = by > 0 && isForAll(post) && post.quote_of !== null;
  const { rows } = await sql<{ wasQuoteCounted: boolean }>`
    update posts set is_counted = ${by > 0}, is_quote_counted = ${isQuoteCounted}
    from posts before
    where posts.author_id = ${post.author_id} and posts.id = ${post.id}
      and before.author_id = posts.author_id and before.id = posts.id
    returning before.is_quote_counted as "wasQuoteCounted"`.execute(queries);
  await sql`
    update users set post_count = post_count + ${by}::bigint
    where id = ${post.author_id}`.execute(queries);
  const quotes = Number(isQuoteCounted) - Number(rows[0]?.wasQuoteCounted ?? false);
  if (quotes !== 0 && post.quote_author_id && post.quote_of) {
    const quoted = { author_id: post.quote_author_id, id: post.quote_of };
    // Where that is gone, there is no row to count in.
    await movePostCounters(queries, quoted, { quotes });
  }
}

function isForAll({ visibility, isAuthorPrivate }: Standing): boolean {
  return visibility === 'public' && !isAuthorPrivate;
}
