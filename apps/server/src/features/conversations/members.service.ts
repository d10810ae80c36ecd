import type { Conversation, Member, MemberRole } from '@xom/contract/conversations';
import type { ConversationId, Person, UserId } from '@xom/contract/fields';
import type { DomainBus } from '../../domain-events.ts';
import { Failure } from '../../platform/failure.ts';
import type { Database, Queries } from '../../tables.ts';
import { roomTopic, userTopic } from '../../topics.ts';
import { type PersonSummaries, personOf } from '../accounts/person-summaries.ts';
import type { ConversationPresenter } from './conversation-presenter.ts';
import { advanceVersion, findMember, lockConversation } from './conversations.queries.ts';
import { requireGroupAdmin } from './conversations.policies.ts';
import { requireReachable } from './conversations.service.ts';
import type { ConversationRow, MemberRow } from './conversations.tables.ts';
import { deleteGroup, type ConversationFiles } from './deletion.service.ts';
import type { MemberSearch, MemberStretch } from './member-search.ts';
import {
  deleteMember,
  findCurrentMembers,
  findSuccessor,
  insertMembers,
  listMembersAfter,
  setRole,
} from './members.queries.ts';

/** A bound on what one message may have to reach. */
const maxMembers = 10_000;

interface RoleChange {
  userId: UserId;
  role: MemberRole;
  version: number;
}

/** Who is in a group: adding, removing, leaving, roles. All under the conversation's lock. */
export class MemberService {
  readonly #database: Database;
  readonly #bus: DomainBus;
  readonly #presenter: ConversationPresenter;
  readonly #summaries: PersonSummaries;
  readonly #files: ConversationFiles;
  readonly #search: MemberSearch;

  constructor(dependencies: {
    database: Database;
    bus: DomainBus;
    presenter: ConversationPresenter;
    summaries: PersonSummaries;
    files: ConversationFiles;
    search: MemberSearch;
  }) {
    this.#database = dependencies.database;
    this.#bus = dependencies.bus;
    this.#presenter = dependencies.presenter;
    this.#summaries = dependencies.summaries;
    this.#files = dependencies.files;
    this.#search = dependencies.search;
  }

  /** A page of the members, of all or of those who are found, and where the next one begins. */
  async list(
    conversationId: ConversationId,
    asked: string | undefined,
    { after, limit }: MemberStretch,
  ): Promise<{ items: Member[]; next: MemberStretch['after'] }> {
    const stretch = { after, limit: limit + 1 };
    const rows =
      asked === undefined
        ? await listMembersAfter(this.#database, conversationId, stretch)
        : await this.#search.membersFound(conversationId, asked, stretch);
    const shown = rows.slice(0, limit);
    const people = await this.#summaries.of(shown.map((row) => row.user_id));
    const last = rows.length > limit ? shown.at(-1) : undefined;
    return {
      items: shown.map((row) => viewOf(row, people)),
      next: last ? { joinedAt: last.joined_at, userId: last.user_id } : null,
    };
  }

  /**
   * @throws Failure `not_found` | `forbidden` (a direct one, or only admins may) | `blocked` |
   *   `invalid_input` (too many)
   */
  async add(
    callerId: UserId,
    conversationId: ConversationId,
    given: readonly UserId[],
  ): Promise<Conversation> {
    const wanted = [...new Set(given)].filter((id) => id !== callerId);
    await requireReachable(this.#database, callerId, wanted, given, 'userIds');
    const added = await this.#database.transaction().execute(async (queries) => {
      const { conversation, mine } = await lockGroup(queries, conversationId, callerId);
      if (conversation.who_may_invite === 'admins') requireGroupAdmin(mine.role);
      const present = await findCurrentMembers(queries, conversationId, [callerId, ...wanted]);
      const presentIds = new Set(present.map((row) => row.user_id));
      const newcomers = wanted.filter((id) => !presentIds.has(id));
      if (newcomers.length === 0) return { rows: [], memberCount: conversation.member_count };
      if (conversation.member_count + newcomers.length > maxMembers) {
        throw new Failure('invalid_input', {
          userIds: `a group holds at most ${maxMembers} members`,
        });
      }
      await insertMembers(queries, conversationId, newcomers, {
        joinedSeq: conversation.last_seq,
        versionBefore: conversation.version,
        ownerId: null,
        isVersionShared: false,
      });
      const { memberCount } = await advanceVersion(queries, conversationId, {
        count: newcomers.length,
        memberCountBy: newcomers.length,
      });
      return { rows: await findCurrentMembers(queries, conversationId, newcomers), memberCount };
    });
    await this.#announceJoined(conversationId, added.rows, added.memberCount);
    return this.#presenter.one(this.#database, callerId, conversationId);
  }

  /** The old members are told first, so that a newcomer hears of the conversation, not of themselves. */
  async #announceJoined(
    conversationId: ConversationId,
    rows: readonly MemberRow[],
    memberCount: number,
  ): Promise<void> {
    const people = await this.#summaries.of(rows.map((row) => row.user_id));
    for (const row of rows) {
      this.#bus.publish(roomTopic(conversationId), {
        type: 'member.joined',
        conversationId,
        member: viewOf(row, people),
        memberCount,
        version: row.version,
      });
    }
    for (const { user_id: userId, joined_seq: joinedSeq } of rows) {
      const [conversation] = await this.#presenter.of(this.#database, userId, [conversationId]);
      // Removed again in the meantime: there is nothing to tell.
      if (!conversation) continue;
      this.#bus.publish(userTopic(userId), {
        type: 'conversation.joined',
        userId,
        conversation,
        joinedSeq,
      });
    }
  }

  /** @throws Failure `forbidden` unless the owner removes, or an admin removes a member | `not_found` */
  async remove(callerId: UserId, conversationId: ConversationId, userId: UserId): Promise<void> {
    if (userId === callerId) return this.leave(callerId, conversationId);
    await this.#depart(async (queries) => {
      const { mine } = await lockGroup(queries, conversationId, callerId);
      const theirs = await findMember(queries, conversationId, userId);
      if (!theirs) throw new Failure('not_found', { userId: 'is not in this group' });
      const mayRemove =
        mine.role === 'owner' || (mine.role === 'admin' && theirs.role === 'member');
      if (!mayRemove) throw new Failure('forbidden');
      return theirs;
    });
  }

  /** @throws Failure `forbidden` (a direct one) | `not_a_member` */
  async leave(callerId: UserId, conversationId: ConversationId): Promise<void> {
    await this.#depart(async (queries) => {
      const { mine } = await lockGroup(queries, conversationId, callerId);
      return mine;
    });
  }

  async #depart(lockAndFind: (queries: Queries) => Promise<MemberRow>): Promise<void> {
    const departed = await this.#database.transaction().execute(async (queries) => {
      const member = await lockAndFind(queries);
      return takeOut(queries, this.#files, member);
    });
    announceDeparture(this.#bus, departed);
  }

  /** @throws Failure `forbidden` unless the owner asks | `not_found` */
  async setRole(
    callerId: UserId,
    conversationId: ConversationId,
    userId: UserId,
    role: MemberRole,
  ): Promise<Conversation> {
    const changes = await this.#database.transaction().execute(async (queries) => {
      const { mine } = await lockGroup(queries, conversationId, callerId);
      if (mine.role !== 'owner' || userId === callerId) throw new Failure('forbidden');
      const theirs = await findMember(queries, conversationId, userId);
      if (!theirs) throw new Failure('not_found', { userId: 'is not in this group' });
      if (theirs.role === role) return [];
      const made: RoleChange[] = [await changeRole(queries, conversationId, userId, role)];
      // A group has one owner: naming another hands it over.
      if (role === 'owner') made.push(await changeRole(queries, conversationId, callerId, 'admin'));
      return made;
    });
    for (const change of changes) this.#announceRole(conversationId, change);
    return this.#presenter.one(this.#database, callerId, conversationId);
  }

  #announceRole(conversationId: ConversationId, change: RoleChange): void {
    announceRole(this.#bus, conversationId, change);
  }
}

function viewOf(row: MemberRow, people: ReadonlyMap<UserId, Person>): Member {
  return {
    user: personOf(people, row.user_id),
    role: row.role,
    joinedAt: row.joined_at.toISOString(),
  };
}

function announceRole(bus: DomainBus, conversationId: ConversationId, change: RoleChange): void {
  bus.publish(roomTopic(conversationId), { type: 'member.updated', conversationId, ...change });
}

/** Somebody who is out of a group now. */
export interface Departure {
  userId: UserId;
  conversationId: ConversationId;
  version: number;
  memberCount: number;
  /** Who took over. */
  promoted: RoleChange | null;
}

/** Takes a member out of a group; the caller holds its lock. It is handed over, and goes with the last one. */
export async function takeOut(
  queries: Queries,
  files: ConversationFiles,
  { conversation_id: conversationId, user_id: userId, role }: MemberRow,
): Promise<Departure> {
  const { version, memberCount } = await advanceVersion(queries, conversationId, {
    memberCountBy: -1,
  });
  await deleteMember(queries, conversationId, userId, version);
  const promoted = role === 'owner' ? await promoteSuccessor(queries, conversationId) : null;
  // A group without members is nobody's: it goes with the last one.
  if (memberCount === 0) await deleteGroup(queries, files, { id: conversationId, version });
  return { userId, conversationId, version, memberCount, promoted };
}

/** Tells of it, after the commit. */
export function announceDeparture(bus: DomainBus, departure: Departure): void {
  const { userId, conversationId, version, memberCount, promoted } = departure;
  // Out of the room first: nothing of the conversation reaches them after this.
  bus.publish(userTopic(userId), { type: 'conversation.removed', userId, conversationId });
  bus.publish(roomTopic(conversationId), {
    type: 'member.left',
    conversationId,
    userId,
    memberCount,
    version,
  });
  if (promoted) announceRole(bus, conversationId, promoted);
}

/** @throws Failure `not_found` | `not_a_member` | `forbidden` (a direct one) */
async function lockGroup(
  queries: Queries,
  conversationId: ConversationId,
  callerId: UserId,
): Promise<{ conversation: ConversationRow; mine: MemberRow }> {
  const conversation = await lockConversation(queries, conversationId);
  if (!conversation) throw new Failure('not_found');
  const mine = await findMember(queries, conversationId, callerId);
  if (!mine) throw new Failure('not_a_member');
  if (!conversation.is_group) throw new Failure('forbidden');
  return { conversation, mine };
}

async function promoteSuccessor(
  queries: Queries,
  conversationId: ConversationId,
): Promise<RoleChange | null> {
  const userId = await findSuccessor(queries, conversationId);
  return userId ? changeRole(queries, conversationId, userId, 'owner') : null;
}

async function changeRole(
  queries: Queries,
  conversationId: ConversationId,
  userId: UserId,
  role: MemberRole,
): Promise<RoleChange> {
  const { version } = await advanceVersion(queries, conversationId);
  await setRole(queries, conversationId, userId, role, version);
  return { userId, role, version };
}
