import { type RawBuilder, sql } from 'kysely';

/**
 * A list of ids as one parameter, whose length the planner does not look at: one plan is then kept for lists of all
 * lengths. With the bare parameter a list of one looks so cheap beside the ten that a kept plan assumes that
 * PostgreSQL plans the statement anew each time, which takes longer than to run it.
 */
export function uuidList<Id extends string>(ids: readonly Id[]): RawBuilder<readonly Id[]> {
  // Cast once more: `any` of a query alone would be asked of its rows.
  return sql`(select ${[...ids]}::uuid[])::uuid[]`;
}

/** The same of texts. */
export function textList(texts: readonly string[]): RawBuilder<readonly string[]> {
  return sql`(select ${[...texts]}::text[])::text[]`;
}
