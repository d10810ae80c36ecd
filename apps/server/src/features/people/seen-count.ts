import type { UserId } from '@xom/contract/fields';
import { type RawBuilder, sql } from 'kysely';

/** The rows that a stored counter counts, called `act` in `where`: each a person's, once or more often. */
export interface CountedActs {
  table: string;
  person: 'user_id' | 'author_id';
  where: RawBuilder<unknown>;
}

/**
 * A counter without those whom the viewer does not see. Where these are fewer than the counter says, each is
 * probed for, else what is counted is looked through (`offset 0` keeps the planner from turning either round).
 * @param unseen what can stand behind `from`: the ids of whom the viewer does not see
 */
export function seenCount(
  counter: RawBuilder<unknown>,
  { table, person, where }: CountedActs,
  unseen: RawBuilder<unknown>,
): RawBuilder<number> {
  const by = sql.ref(`act.${person}`);
  return sql<number>`case
    when ${counter} = 0 then 0
    when ${counter} > (select count(*) from ${unseen} unseen) then ${counter} - (
      select coalesce(sum(found.count), 0) from ${unseen} unseen cross join lateral (
        select count(*) from ${sql.table(table)} act
        where ${where} and ${by} = unseen.id and act.is_counted offset 0
      ) found)
    else ${counter} - (
      select count(*) from (
        select ${by} as id from ${sql.table(table)} act where ${where} and act.is_counted offset 0
      ) found where found.id in (select unseen.id from ${unseen} unseen))
    end`;
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
  unseen: RawBuilder<unknown>,
): RawBuilder<number> {
  const { table, person, where } = acts;
  const by = sql.ref(`act.${person}`);
  const blockedOnes = sql`
    select blocked_id as id from blocks where user_id = ${ownerId}
    union all select user_id from blocks where blocked_id = ${ownerId}`;
  const counted = sql`${where} and act.is_counted and ${by} not in (select unseen.id from ${unseen} unseen)`;
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
