import { type RawBuilder, sql } from 'kysely';
import { keysOfQuery, placeShelf } from './search-keys.ts';

export type PlaceTable = 'user_search' | 'post_search' | 'tag_search';

/** A stretch of people, posts or tags, from the latest place on. */
export interface PlaceStretch {
  /** Not this place, but those before it. */
  below: number;
  /** The last one that counts. */
  downTo: number;
  limit: number;
}

/** Behind the last place that is taken. */
export function topOf(table: PlaceTable): RawBuilder<number> {
  return sql<number>`(select coalesce(max(place), 0) + 1 from ${sql.table(table)})`;
}

/**
 * By so many terms, the rarest, a shelf's rows are looked up; each costs the same on every shelf, however rare.
 * The others are looked at in what these leave.
 */
const termsLookedUp = 3;

/** The rows of a stretch that have these terms, the latest place first, for the caller to limit. */
export function rowsByShelves(
  table: PlaceTable,
  terms: readonly number[],
  { below, downTo }: Pick<PlaceStretch, 'below' | 'downTo'>,
): RawBuilder<unknown> {
  const shelf = sql<number>`shelf`;
  const others =
    terms.length > termsLookedUp ? sql`and keys @> ${keysOfQuery(shelf, terms)}` : sql``;
  return sql`
    select s.* from generate_series(
      ${placeShelf(sql`(${below}::bigint - 1)`)}, ${placeShelf(sql`${downTo}::bigint`)}, -1) as shelf
    cross join lateral (
      select * from (
        select * from ${sql.table(table)}
        where keys @> ${keysOfQuery(shelf, terms.slice(0, termsLookedUp))} offset 0
      ) s where place < ${below} and place >= ${downTo} ${others} order by place desc
    ) s`;
}
