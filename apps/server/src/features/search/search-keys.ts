import type { ConversationId } from '@xom/contract/fields';
import { type RawBuilder, sql } from 'kysely';

/** How keys are made of a shelf and a term; migrations/0013_search.sql says what they are. */

/** The shelf of a place among people, posts or tags: 8,192 to each. */
export function placeShelf(place: RawBuilder<number>): RawBuilder<number> {
  return sql<number>`(${place} >> 13)`;
}

/** The shelf of messages of a conversation: 1,024 to each, spread over all numbers of 32 bits. */
export function messageShelf(
  conversationId: RawBuilder<ConversationId>,
  block: RawBuilder<number>,
): RawBuilder<number> {
  return sql<number>`((
    ('x' || right(${conversationId}::text, 8))::bit(32)::bigint + ${block} * 2654435761) & 4294967295)`;
}

export function messageBlock(seq: RawBuilder<number>): RawBuilder<number> {
  return sql<number>`(${seq} >> 10)`;
}

/** The keys of a text on a shelf; `terms` is an array of SQL. */
export function keysOf(shelf: RawBuilder<number>, terms: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`array(select ${shelf} << 32 | term from unnest(${terms}) as term)`;
}

/** The same for the few terms of a query. */
export function keysOfQuery(
  shelf: RawBuilder<number>,
  terms: readonly number[],
): RawBuilder<unknown> {
  return sql`array[${sql.join(terms.map((term) => keyOfTerm(shelf, term)))}]`;
}

export function keyOfTerm(shelf: RawBuilder<number>, term: number): RawBuilder<number> {
  return sql<number>`(${shelf} << 32 | ${term}::bigint)`;
}

/**
 * Settings of the sessions in which a search goes shelf by shelf and stops when it has enough: by indexes in the order
 * of the joins. What the planner guesses of arrays would now and then have it read a whole table. That leaves nothing
 * to plan for each value: a plan is kept for all.
 */
export const shelfSettings = {
  max_parallel_workers_per_gather: '0',
  plan_cache_mode: 'force_generic_plan',
  enable_seqscan: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
  enable_memoize: 'off',
  enable_material: 'off',
  jit: 'off',
};
