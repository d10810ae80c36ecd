import type { UserId } from '@xom/contract/fields';
import { type RawBuilder, sql } from 'kysely';

/** People whom the viewer does not see, for the conditions of a query. */
export interface Unseen {
  /** What can stand behind `from`: their ids. */
  from: RawBuilder<unknown>;
  /** Whether this id is one of theirs. */
  has(id: RawBuilder<unknown>): RawBuilder<boolean>;
}

/** Those of one viewer, whom the query names in its `with`: looked up in memory, where a join would compare each. */
export function namedUnseen(name: string): Unseen {
  const from = sql.table(name);
  return { from, has: (id) => sql`(${id} in (select unseen.id from ${from} unseen)) is true` };
}

/** Those of many viewers, found anew for each row of the query. */
export function foundUnseen(from: RawBuilder<unknown>): Unseen {
  return { from, has: (id) => sql`${id} in (select unseen.id from ${from} unseen)` };
}

/** To look for one person costs at least as much as to read so many of those who are counted. */
const readForALook = 4;

/**
 * A counter without those whom the viewer does not see. Where these are few beside what it says, each is looked for
 * among what is counted, else the ids of all who may be counted are read (`offset 0` keeps the planner from turning
 * either round).
 */
export function countWithout(
  unseen: Unseen,
  counter: RawBuilder<unknown>,
  of: {
    /** Who may be counted, each once, as `id`, with a condition on that; best from an index alone. */
    those(person: (id: RawBuilder<unknown>) => RawBuilder<boolean>): RawBuilder<unknown>;
    /** What is counted of a person. */
    counted(id: RawBuilder<unknown>): RawBuilder<unknown>;
  },
): RawBuilder<number> {
  const areMany = sql`${counter} > ${sql.lit(readForALook)} * (select count(*) from ${unseen.from} unseen)`;
  return sql<number>`case when ${counter} = 0 then 0 else ${counter} - (
    select count(*) from (
      select unseen.id from ${unseen.from} unseen where ${areMany}
      union all (${of.those((id) => sql`(not (${areMany}) and ${unseen.has(id)})`)})
    ) person cross join lateral (${of.counted(sql`person.id`)} offset 0) found
  ) end`;
}

/** The rows that a stored counter counts, called `act`: each a person's, once or more often. */
export interface CountedActs {
  table: string;
  person: 'user_id' | 'author_id';
  /** What they belong to: with the person, columns of an index. */
  within: RawBuilder<unknown>;
  /** What else must be true of those that count. */
  where?: RawBuilder<unknown>;
}

/** A counter of acts without those whom the viewer does not see. */
export function seenCount(
  counter: RawBuilder<unknown>,
  { table, person, within, where = sql`true` }: CountedActs,
  unseen: Unseen,
): RawBuilder<number> {
  const by = sql.ref(`act.${person}`);
  return countWithout(unseen, counter, {
    those: (isUnseen) => sql`
      select distinct ${by} as id from ${sql.table(table)} act where ${within} and ${isUnseen(by)}`,
    counted: (id) => sql`
      select from ${sql.table(table)} act
      where ${within} and ${where} and ${by} = ${id} and act.is_counted`,
  });
}

/**
 * As `seenCount`, also without those with a block between them and the owner of what is acted on: what these
 * say there is shown to nobody. Where no block is, this costs two looks; else the fewer of blocks and acts
 * (`limit` keeps the planner from reading all blocks of who has very many).
 */
export function seenCountAt(
  ownerId: RawBuilder<UserId>,
  counter: RawBuilder<unknown>,
  acts: CountedActs,
  unseen: Unseen,
): RawBuilder<number> {
  const { table, person, within, where = sql`true` } = acts;
  const by = sql.ref(`act.${person}`);
  const blockedOnes = sql`
    select blocked_id as id from blocks where user_id = ${ownerId}
    union all select user_id from blocks where blocked_id = ${ownerId}`;
  const counted = sql`${within} and ${where} and act.is_counted
    and ${by} not in (select unseen.id from ${unseen.from} unseen)`;
  return sql<number>`(${seenCount(counter, acts, unseen)} - case
    when ${counter} = 0 or not exists (${blockedOnes}) then 0
    when ${counter} > (select count(*) from (${blockedOnes} limit ${counter}) few) then (
      select coalesce(sum(found.count), 0)
      from (select distinct id from (${blockedOnes}) either) blocked cross join lateral (
        select count(*) from ${sql.table(table)} act where ${by} = blocked.id and ${counted} offset 0
      ) found)
    else (
      select count(*) from ${sql.table(table)} act cross join lateral (
        select from blocks where user_id = ${ownerId} and blocked_id = ${by}
        union all select from blocks where user_id = ${by} and blocked_id = ${ownerId} limit 1
      ) blocked where ${counted})
    end)`;
}
