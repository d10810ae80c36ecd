import type { AccountState, Role } from '@xom/contract/accounts';
import type { UserId } from '@xom/contract/fields';
import { sql } from 'kysely';
import type { Queries } from '../../tables.ts';
import type { Act, Removal } from './moderation.policy.ts';

const moderatedColumns = [
  'id',
  'username',
  'display_name',
  'email',
  'role',
  'state',
  'deactivated_at',
  'last_seen_at',
  'created_at',
] as const;

export type ModeratedRow = NonNullable<Awaited<ReturnType<typeof findModerated>>>;

/**
 * Lets one act of moderation at a time go on, until the transaction ends: what it looked at (who acts,
 * who else is an admin) then still holds when it writes.
 */
export async function waitForTurn(queries: Queries): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('moderation', 0))`.execute(queries);
}

export async function findRole(queries: Queries, userId: UserId): Promise<Role | null> {
  const found = await queries
    .selectFrom('users')
    .select('role')
    .where('id', '=', userId)
    .where('state', '=', 'active')
    .executeTakeFirst();
  return found?.role ?? null;
}

export async function findModerated(queries: Queries, userId: UserId) {
  return queries
    .selectFrom('users')
    .select(moderatedColumns)
    .where('id', '=', userId)
    .where('erased_at', 'is', null)
    .executeTakeFirst();
}

export async function findIdByUsername(queries: Queries, username: string): Promise<UserId | null> {
  const found = await queries
    .selectFrom('users')
    .select('id')
    .where('username', '=', username)
    .executeTakeFirst();
  return found?.id ?? null;
}

/** Whether somebody else is an admin who can act. */
export async function hasOtherAdmin(queries: Queries, userId: UserId): Promise<boolean> {
  const found = await queries
    .selectFrom('users')
    .select('id')
    .where('role', '=', 'admin')
    .where('state', '=', 'active')
    .where('deactivated_at', 'is', null)
    .where('id', '<>', userId)
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

export async function setRole(queries: Queries, userId: UserId, role: Role): Promise<void> {
  await queries.updateTable('users').set({ role }).where('id', '=', userId).execute();
}

/** Hides somebody, or brings them back; the counters follow after the commit (features/hiding). */
export async function setState(
  queries: Queries,
  userId: UserId,
  state: AccountState,
): Promise<void> {
  await queries
    .updateTable('users')
    .set({ state, hiding_version: sql<number>`hiding_version + 1` })
    .where('id', '=', userId)
    .execute();
}

export interface AuditRow {
  id: string;
  actorId: UserId | null;
  act: Act | Removal;
  subjectId: UserId;
  was: string;
  became: string;
}

export async function insertAudit(queries: Queries, row: AuditRow): Promise<void> {
  const { actorId, subjectId, ...same } = row;
  await queries
    .insertInto('audit_log')
    .values({ ...same, actor_id: actorId, subject_id: subjectId })
    .execute();
}

export interface UserFilter {
  usernameStart: string | null;
  state: AccountState | null;
  role: Role | null;
}

/** Newest first, which is the order of ids; `before` is the last id of the page before. */
export async function listModerated(
  queries: Queries,
  filter: UserFilter,
  before: UserId | null,
  limit: number,
): Promise<ModeratedRow[]> {
  let query = queries.selectFrom('users').select(moderatedColumns).where('erased_at', 'is', null);
  if (filter.usernameStart !== null) {
    query = query.where('username', 'like', `${escapedForLike(filter.usernameStart)}%`);
  }
  if (filter.state !== null) query = query.where('state', '=', filter.state);
  if (filter.role !== null) query = query.where('role', '=', filter.role);
  if (before !== null) query = query.where('id', '<', before);
  return query.orderBy('id', 'desc').limit(limit).execute();
}

/** Usernames may hold `_`, which LIKE takes for any letter. */
function escapedForLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}

export async function listAudit(queries: Queries, before: string | null, limit: number) {
  return queries
    .selectFrom('audit_log')
    .selectAll()
    .$if(before !== null, (query) => query.where('id', '<', before))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}

export interface StoredCounts {
  users: number;
  suspendedUsers: number;
  conversations: number;
  messages: number;
  mediaFiles: number;
  mediaBytes: number;
}

/**
 * Exact counts. These read whole tables, the one exception to the rule that nothing does: only moderators
 * ask, rarely, and the largest table is spared: a conversation's messages are numbered without a hole and
 * keep their place, so that its last number is how many it has.
 */
export async function countAll(queries: Queries): Promise<StoredCounts> {
  const { rows } = await sql<StoredCounts>`
    select people.*, talk.*, files.*
    from (select count(*) as users, count(*) filter (where state <> 'active') as "suspendedUsers" from users
        where erased_at is null) people,
      (select count(*) as conversations, coalesce(sum(last_seq), 0) as messages from conversations) talk,
      (select count(*) as "mediaFiles", coalesce(sum(size_bytes), 0) as "mediaBytes"
        from media where state = 'ready') files`.execute(queries);
  const [counts] = rows;
  if (!counts) throw new Error('counting gave no row');
  return counts;
}
