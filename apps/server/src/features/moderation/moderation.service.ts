import type { AccountState, Role } from '@xom/contract/accounts';
import type { InputOf, OutputOf } from '@xom/contract/define';
import { UserId } from '@xom/contract/fields';
import type * as contract from '@xom/contract/moderation';
import type { Caller } from '../../platform/call.ts';
import type { NetworkCounts } from '../../platform/network-counts.ts';
import { readCursor, writeCursor } from '../../platform/cursor.ts';
import { Failure } from '../../platform/failure.ts';
import { newId } from '../../platform/identifiers.ts';
import type { Database, Queries } from '../../tables.ts';
import type { AccountAnnouncer } from '../accounts/account-announcer.ts';
import type { PersonSummaries } from '../accounts/person-summaries.ts';
import type { Recounting } from '../accounts/recounting.ts';
import { type Act, mayChange } from './moderation.policy.ts';
import * as stored from './moderation.queries.ts';
import type { ModeratedRow } from './moderation.queries.ts';

type Changes = Pick<InputOf<typeof contract.updateUser>, 'role' | 'state'>;

/** What moderators and admins see and do. */
export class ModerationService {
  readonly #database: Database;
  readonly #announcer: AccountAnnouncer;
  readonly #summaries: PersonSummaries;
  readonly #counts: Pick<NetworkCounts, 'total'>;
  readonly #recounting: Recounting;

  constructor(parts: {
    database: Database;
    announcer: AccountAnnouncer;
    summaries: PersonSummaries;
    counts: Pick<NetworkCounts, 'total'>;
    recounting: Recounting;
  }) {
    this.#database = parts.database;
    this.#announcer = parts.announcer;
    this.#summaries = parts.summaries;
    this.#counts = parts.counts;
    this.#recounting = parts.recounting;
  }

  async list(
    caller: Caller,
    input: InputOf<typeof contract.listUsers>,
  ): Promise<OutputOf<typeof contract.listUsers>> {
    const viewer = await staffRole(this.#database, caller);
    const filter = {
      usernameStart: input.q?.toLowerCase() ?? null,
      state: input.state ?? null,
      role: input.role ?? null,
    };
    const before = positionOf(input.cursor);
    const rows = await stored.listModerated(this.#database, filter, before, input.limit + 1);
    return page(rows, input.limit, (row) => moderatedUser(row, viewer));
  }

  /** @throws Failure `not_found` | `forbidden` | `conflict` (nobody would be left to govern) */
  async update(
    caller: Caller,
    subjectId: UserId,
    changes: Changes,
  ): Promise<contract.ModeratedUser> {
    if (subjectId === caller.userId) throw new Failure('forbidden');
    const { before, after, viewer } = await this.#database
      .transaction()
      .execute(async (queries) => {
        await stored.waitForTurn(queries);
        const actor = await staffRole(queries, caller);
        const subject = await stored.findModerated(queries, subjectId);
        if (!subject) throw new Failure('not_found');
        for (const act of actsOf(changes)) {
          if (!mayChange(actor, act, subject.role)) throw new Failure('forbidden');
        }
        const changed = await change(queries, caller.userId, subject, changes);
        return { before: subject, after: changed, viewer: actor };
      });
    if (before.state !== after.state) await this.#follow(after);
    return moderatedUser(after, viewer);
  }

  /** What a new state brings with it, after the commit. */
  async #follow({ id, state }: ModeratedRow): Promise<void> {
    if (state !== 'active') this.#announcer.sessionEnded(id, null, 'account_suspended');
    this.#announcer.personUpdated(id);
    await this.#recounting.recount(id);
  }

  async audit(
    caller: Caller,
    input: InputOf<typeof contract.listAudit>,
  ): Promise<OutputOf<typeof contract.listAudit>> {
    await staffRole(this.#database, caller);
    const before = positionOf(input.cursor);
    const rows = await stored.listAudit(this.#database, before, input.limit + 1);
    const ids = rows.flatMap((row) => [row.subject_id, ...(row.actor_id ? [row.actor_id] : [])]);
    const people = await this.#summaries.of(ids);
    const personOf = (id: UserId) =>
      people.get(id) ?? { id, username: null, displayName: null, photoUrl: null };
    return page(rows, input.limit, (row) => ({
      id: row.id,
      actor: row.actor_id && personOf(row.actor_id),
      act: row.act,
      subject: personOf(row.subject_id),
      from: row.was,
      to: row.became,
      createdAt: row.created_at.toISOString(),
    }));
  }

  /** Online people and sockets are those of the whole network; those of other processes some seconds old. */
  async stats(caller: Caller): Promise<OutputOf<typeof contract.getStats>> {
    await staffRole(this.#database, caller);
    return { ...(await stored.countAll(this.#database)), ...(await this.#counts.total()) };
  }
}

/**
 * Gives a role from the server's command line, where nobody stands above.
 * @throws Failure `not_found` | `conflict` (they are the last admin)
 */
export async function grantRole(database: Database, username: string, role: Role): Promise<void> {
  await database.transaction().execute(async (queries) => {
    await stored.waitForTurn(queries);
    const id = await stored.findIdByUsername(queries, username.toLowerCase());
    const subject = id && (await stored.findModerated(queries, id));
    if (!subject) throw new Failure('not_found');
    await change(queries, null, subject, { role });
  });
}

/**
 * The caller's role as it is stored now: a socket remembers the one it was opened with.
 * @throws Failure `forbidden`
 */
export async function staffRole(queries: Queries, caller: Caller): Promise<Role> {
  const role = await stored.findRole(queries, caller.userId);
  if (role === null || role === 'user') throw new Failure('forbidden');
  return role;
}

/** @throws Failure `conflict` when nobody else would be left to govern */
export async function requireOtherAdmin(queries: Queries, userId: UserId): Promise<void> {
  if (await stored.hasOtherAdmin(queries, userId)) return;
  throw new Failure('conflict', { role: 'is the last admin' });
}

function actsOf({ role, state }: Changes): Act[] {
  return [...(role ? (['role'] as const) : []), ...(state ? (['state'] as const) : [])];
}

/** Writes what differs, and each act into the audit log. @returns the person as they are now */
async function change(
  queries: Queries,
  actorId: UserId | null,
  before: ModeratedRow,
  {
    role = before.role,
    state = before.state,
  }: { role?: Role | undefined; state?: AccountState | undefined },
): Promise<ModeratedRow> {
  const governed = before.role === 'admin' && before.state === 'active';
  const governs = role === 'admin' && state === 'active';
  if (governed && !governs) await requireOtherAdmin(queries, before.id);
  const log = async (act: Act, was: string, became: string): Promise<void> =>
    stored.insertAudit(queries, { id: newId(), actorId, act, subjectId: before.id, was, became });
  if (role !== before.role) {
    await stored.setRole(queries, before.id, role);
    await log('role', before.role, role);
  }
  if (state !== before.state) {
    await stored.setState(queries, before.id, state);
    await log('state', before.state, state);
  }
  return { ...before, role, state };
}

function moderatedUser(row: ModeratedRow, viewer: Role): contract.ModeratedUser {
  return {
    id: row.id,
    username: row.username,
    displayName: row.display_name,
    email: viewer === 'admin' ? row.email : null,
    role: row.role,
    state: row.state,
    isDeactivated: row.deactivated_at !== null,
    lastSeen: row.last_seen_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
  };
}

/** The cursor of both lists is the last id of the page before. */
function positionOf(cursor: string | undefined): UserId | null {
  return cursor === undefined ? null : readCursor(UserId, cursor);
}

/** `rows` holds one more than the page where there is a next one. */
function page<Row extends { id: string }, Item>(
  rows: readonly Row[],
  limit: number,
  show: (row: Row) => Item,
) {
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return {
    items: shown.map(show),
    nextCursor: last ? writeCursor(last.id) : null,
    hasMore: last !== undefined,
  };
}
