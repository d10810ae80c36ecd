import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type RawBuilder,
  sql,
} from 'kysely';
import { exploreRank } from '../apps/server/src/features/posts/explore-rank.ts';
import { keysOf, placeShelf } from '../apps/server/src/features/search/search-keys.ts';

export { termsOf } from '../apps/server/src/features/search/search-text.ts';

/** The server's rules by which the fill makes what is computed, as SQL of columns. */

export const exploreRankSql = (columns: {
  likes: string;
  comments: string;
  reposts: string;
  createdAt: string;
}): string =>
  textOf(
    exploreRank({
      likes: sql.raw(columns.likes),
      comments: sql.raw(columns.comments),
      reposts: sql.raw(columns.reposts),
      quotes: sql.raw('0'),
      createdAt: sql.raw(columns.createdAt),
    }),
  );

/** @param terms an array of numbers of 64 bits */
export const searchKeysSql = (place: string, terms: string): string =>
  textOf(keysOf(placeShelf(sql.raw(place)), sql.raw(terms)));

function textOf(expression: RawBuilder<unknown>): string {
  const { sql: text, parameters } = expression.compile(compiler);
  if (parameters.length > 0) throw new Error(`not an expression of columns alone: ${text}`);
  return text;
}

const compiler = new Kysely<never>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (database) => new PostgresIntrospector(database),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});
