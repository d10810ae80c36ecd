import { type RawBuilder, sql } from 'kysely';
import { keyOfTerm, keysOfQuery, placeShelf } from './search-keys.ts';

export type PlaceTable = 'user_search' | 'post_search' | 'tag_search';

/** A stretch of people, posts or tags, from the latest place on. */
export interface PlaceStretch {
  /** Not this place, but those before it. */
  below: number;
  /** The last one that counts. */
  downTo: number;
  limit: number;
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
  return sql`
    select s.* from (${shelvesWith(table, terms, { below, downTo })}) shelves
    cross join lateral (
      select * from (${rowsOfShelf(table, terms)}) s
      where place < ${below} and place >= ${downTo} order by place desc
    ) s`;
}

/** All rows before a place that have these terms, in any order: that costs less where they are very many. */
export function rowsInAnyOrder(
  table: PlaceTable,
  terms: readonly number[],
  below: number,
): RawBuilder<unknown> {
  return sql`
    select s.* from (${shelvesWith(table, terms, { below, downTo: 0 })}) shelves
    cross join lateral (${rowsOfShelf(table, terms)}) s where place < ${below}`;
}

/**
 * The shelves of a stretch, the latest first. Of posts, which are the most by far, those alone on which each of the
 * terms is that is looked up: a rare word is on few of very many.
 */
function shelvesWith(
  table: PlaceTable,
  terms: readonly number[],
  { below, downTo }: Pick<PlaceStretch, 'below' | 'downTo'>,
): RawBuilder<unknown> {
  const latest = placeShelf(sql`(${below}::bigint - 1)`);
  const last = placeShelf(sql`${downTo}::bigint`);
  const [first, ...others] = terms.slice(0, termsLookedUp);
  if (table !== 'post_search' || first === undefined) {
    return sql`select shelf from generate_series(${latest}, ${last}, -1) as shelf`;
  }
  const isThere = others.map(
    (term) => sql`and exists (
      select from post_search_shelves other where other.term = ${term} and other.shelf = s.shelf)`,
  );
  return sql`
    select s.shelf from post_search_shelves s
    where s.term = ${first} and s.shelf between ${last} and ${latest} ${sql.join(isThere, sql` `)}
    order by s.shelf desc`;
}

/** What has these terms on the shelf of `shelves`. */
function rowsOfShelf(table: PlaceTable, terms: readonly number[]): RawBuilder<unknown> {
  const shelf = sql<number>`shelves.shelf`;
  const others = terms
    .slice(termsLookedUp)
    .map((term) => sql`and ${keyOfTerm(shelf, term)} = any(keys)`);
  return sql`
    select * from (
      select * from ${sql.table(table)}
      where keys @> ${keysOfQuery(shelf, terms.slice(0, termsLookedUp))} offset 0
    ) s where true ${sql.join(others, sql` `)}`;
}
