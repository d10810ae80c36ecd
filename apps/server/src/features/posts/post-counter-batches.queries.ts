import { type RawBuilder, sql } from 'kysely';
import type { Queries } from '../../tables.ts';
import { exploreRank } from './explore-rank.ts';
import type { CounterMoves } from './post-counters.queries.ts';
import type { PostKey } from './posts.tables.ts';

/** Locks these posts, each once: the newest first, since a post is locked before what it quotes, which is older. */
export async function lockPosts(queries: Queries, posts: readonly PostKey[]): Promise<void> {
  await sql`
    select p.id from posts p
    join (select distinct * from unnest(
      ${posts.map((post) => post.author_id)}::uuid[], ${posts.map((post) => post.id)}::uuid[])
    ) wanted(author_id, id) on wanted.author_id = p.author_id and wanted.id = p.id
    order by p.id desc for no key update of p`.execute(queries);
}

const columns = {
  likes: 'like_count',
  comments: 'comment_count',
  saves: 'save_count',
  reposts: 'repost_count',
  quotes: 'quote_count',
} as const;

/**
 * Moves one counter of many posts, and their places in what is explored with it: as `movePostCounters` does of
 * one. A post may be named more than once; the caller holds the locks of all.
 */
export async function moveCountersOfPosts(
  queries: Queries,
  counter: keyof CounterMoves,
  posts: readonly PostKey[],
  by: 1 | -1,
): Promise<void> {
  if (posts.length === 0) return;
  const moved = (name: keyof CounterMoves): RawBuilder<number> => {
    const column = sql.ref<number>(`posts.${columns[name]}`);
    return name === counter ? sql<number>`(${column} + moves.by)` : column;
  };
  const rank = exploreRank({
    likes: moved('likes'),
    comments: moved('comments'),
    reposts: moved('reposts'),
    quotes: moved('quotes'),
    createdAt: sql.ref('posts.created_at'),
  });
  await sql`
    update posts set ${sql.ref(columns[counter])} = ${moved(counter)}, explore_rank = ${rank}
    from (
      select author_id, id, count(*) * ${by}::bigint as by
      from unnest(${posts.map((post) => post.author_id)}::uuid[], ${posts.map((post) => post.id)}::uuid[])
        as named(author_id, id)
      group by author_id, id
    ) moves
    where posts.author_id = moves.author_id and posts.id = moves.id`.execute(queries);
}
