import type { UserId } from '@xom/contract/fields';
import { sql } from 'kysely';
import type { Queries } from '../../tables.ts';

/** Lets one step at a time work on a person, until the transaction ends: of two that erase them, each does its part. */
export async function waitForStep(queries: Queries, userId: UserId): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('erasure ' || ${userId}, 0))`.execute(
    queries,
  );
}

/** The first of these columns that still holds a person; `[]` marks a list of people. */
export async function findHolding(
  queries: Queries,
  userId: UserId,
  columns: readonly string[],
): Promise<string | null> {
  for (const name of columns) {
    const [table = '', column = ''] = name.replace('[]', '').split('.');
    const field = sql.ref(column);
    const holds = name.endsWith('[]')
      ? sql`${field} @> array[${userId}::uuid] and ${field} <> '{}'`
      : sql`${field} = ${userId}`;
    const { rows } = await sql`
      select from ${sql.table(table)} where ${holds} limit 1`.execute(queries);
    if (rows.length > 0) return name;
  }
  return null;
}
