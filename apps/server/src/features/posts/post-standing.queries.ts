import { sql } from 'kysely';
import type { Queries } from '../../tables.ts';
import { movePostCounters } from './post-counters.queries.ts';
import type { LockedPost } from './post-locks.queries.ts';
import { tagsIn } from './post-text.ts';
import { moveTagCounts, type TagMove } from './tag-counts.queries.ts';

/** What a post counts in: its author's posts; where it is public, what it quotes; its tags, in a public account. */
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
  if (post.visibility !== 'public' || post.isAuthorPrivate) return [];
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
  await sql`
    update posts set is_counted = ${by > 0}
    where author_id = ${post.author_id} and id = ${post.id}`.execute(queries);
  await sql`
    update users set post_count = post_count + ${by}::bigint
    where id = ${post.author_id}`.execute(queries);
  if (post.visibility === 'public' && post.quote_author_id && post.quote_of) {
    const quoted = { author_id: post.quote_author_id, id: post.quote_of };
    // Where that is gone, there is no row to count in.
    await movePostCounters(queries, quoted, { quotes: by });
  }
}
