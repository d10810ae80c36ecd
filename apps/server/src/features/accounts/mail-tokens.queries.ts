import type { UserId } from '@xom/contract/fields';
import { sql } from 'kysely';
import type { Queries } from '../../tables.ts';

export type MailPurpose = 'verify' | 'reset';

export async function insertMailToken(
  queries: Queries,
  token: { userId: UserId; hash: Buffer; purpose: MailPurpose; lifeSeconds: number },
): Promise<void> {
  await queries
    .insertInto('mail_tokens')
    .values({
      user_id: token.userId,
      token_hash: token.hash,
      purpose: token.purpose,
      expires_at: sql<Date>`now() + make_interval(secs => ${token.lifeSeconds})`,
    })
    .execute();
}

/** Takes a token away. @returns whether it was there and still good: of two uses at once, one is */
export async function takeMailToken(
  queries: Queries,
  token: { userId: UserId; hash: Buffer; purpose: MailPurpose },
): Promise<boolean> {
  const taken = await queries
    .deleteFrom('mail_tokens')
    .where('user_id', '=', token.userId)
    .where('token_hash', '=', token.hash)
    .where('purpose', '=', token.purpose)
    .where('expires_at', '>', sql<Date>`now()`)
    .returning('user_id')
    .executeTakeFirst();
  return taken !== undefined;
}

export async function countMailTokens(
  queries: Queries,
  userId: UserId,
  purpose: MailPurpose,
): Promise<number> {
  const { count } = await queries
    .selectFrom('mail_tokens')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('user_id', '=', userId)
    .where('purpose', '=', purpose)
    .where('expires_at', '>', sql<Date>`now()`)
    .executeTakeFirstOrThrow();
  return count;
}

export async function deleteMailTokens(
  queries: Queries,
  userId: UserId,
  purpose: MailPurpose,
): Promise<void> {
  await queries
    .deleteFrom('mail_tokens')
    .where('user_id', '=', userId)
    .where('purpose', '=', purpose)
    .execute();
}

/** Deletes up to `limit` of those whose time is over. @returns how many */
export async function deleteExpiredMailTokens(queries: Queries, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from mail_tokens where (user_id, token_hash) in (
      select user_id, token_hash from mail_tokens where expires_at < now()
      order by expires_at limit ${limit} for update skip locked)`.execute(queries);
  return Number(numAffectedRows ?? 0);
}
