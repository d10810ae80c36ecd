import { type RawBuilder, sql } from 'kysely';

/** For how many seconds of being newer a post makes up for half the points of another. */
const secondsOfDoubling = 12 * 3600;

/**
 * Where a post stands in what is liked and discussed now, the highest first: `floor(log2(1 + points)) + age`.
 * Points: a like 1, a comment 2, a repost or a quote 3. Age: when it was made, in steps of 12 hours; so twice
 * the points are worth 12 hours, and nothing has to be computed again as time goes by: an index serves it.
 * It is rounded down so that most acts leave the rank, and with it the index, as they are.
 * @param columns expressions of SQL: the counters as they will be
 */
export function exploreRank(columns: {
  likes: RawBuilder<number>;
  comments: RawBuilder<number>;
  reposts: RawBuilder<number>;
  quotes: RawBuilder<number>;
  createdAt: RawBuilder<Date>;
}): RawBuilder<number> {
  const { likes, comments, reposts, quotes, createdAt } = columns;
  const points = sql`(${likes} + 2 * ${comments} + 3 * (${reposts} + ${quotes}))`;
  // Of numeric, not of double precision: the logarithm of a power of two is then a whole number.
  return sql<number>`(floor(log(2::numeric, (1 + ${points})::numeric))
    + extract(epoch from ${createdAt}) / ${sql.lit(secondsOfDoubling)})::double precision`;
}

/** The rank of a post that nobody has done anything with yet. */
export function firstExploreRank(createdAt: Date): RawBuilder<number> {
  const none = sql<number>`0`;
  return exploreRank({
    likes: none,
    comments: none,
    reposts: none,
    quotes: none,
    createdAt: sql<Date>`${createdAt}::timestamptz(3)`,
  });
}
