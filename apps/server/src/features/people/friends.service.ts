import type { Person, UserId } from '@xom/contract/fields';
import type { Friend, FriendRequest } from '@xom/contract/people';
import type { DomainBus } from '../../domain-events.ts';
import type { AfterCommit, Notice, Notices } from '../../notices.ts';
import { Failure } from '../../platform/failure.ts';
import type { Database, Queries } from '../../tables.ts';
import { userTopic } from '../../topics.ts';
import { type PersonSummaries, personOf } from '../accounts/person-summaries.ts';
import { isBlockedWithAny } from '../conversations/conversations.queries.ts';
import { type Page, pageOf } from './pages.ts';
import { inPair } from './pairs.ts';
import {
  acceptRequest,
  countTies,
  deleteTie,
  findTie,
  insertRequest,
  listTies,
  type PageRequest,
  type TieRow,
  type TieStatus,
} from './people.queries.ts';

/** Bounds on what one person can make others load and us count. */
const maxFriends = 5000;
const maxRequestsSent = 1000;

/** What one act left of a friendship or request. */
interface Tie {
  status: TieStatus;
  createdAt: Date;
  since: Date;
  /** What to tell after the commit; null: nothing changed. */
  announce: AfterCommit | null;
}

/** Asking, accepting, declining, ending. */
export class FriendService {
  readonly #database: Database;
  readonly #bus: DomainBus;
  readonly #summaries: PersonSummaries;
  readonly #notices: Notices;

  constructor(dependencies: {
    database: Database;
    bus: DomainBus;
    summaries: PersonSummaries;
    notices: Notices;
  }) {
    this.#database = dependencies.database;
    this.#bus = dependencies.bus;
    this.#summaries = dependencies.summaries;
    this.#notices = dependencies.notices;
  }

  /**
   * Asks somebody to be friends; where they asked already, they are friends from now on.
   * @throws Failure `invalid_input` (oneself) | `not_found` (nobody, hidden, or blocked either way) |
   *   `conflict` (too many friends or open requests)
   */
  async request(callerId: UserId, otherId: UserId): Promise<FriendRequest> {
    // Before the transaction: what follows a commit is told in its order, with no wait between.
    const [caller, other] = await this.#two(callerId, otherId);
    const tie = await inPair(this.#database, callerId, otherId, async (queries, { isVisible }) => {
      if (!isVisible || (await isBlockedWithAny(queries, callerId, [otherId]))) {
        throw new Failure('not_found');
      }
      const standing = await findTie(queries, callerId, otherId);
      if (standing?.status === 'received') {
        return this.#befriend(queries, caller, other, standing.created_at);
      }
      if (!standing) return this.#ask(queries, caller, other);
      const { status, created_at: createdAt, since } = standing;
      return { status, createdAt, since, announce: null };
    });
    tie.announce?.();
    return { user: other, state: tie.status, createdAt: tie.createdAt.toISOString() };
  }

  /**
   * Accepts a request; a friend's again changes nothing.
   * @throws Failure `not_found` (they did not ask, or are hidden) | `conflict` (too many friends)
   */
  async accept(callerId: UserId, otherId: UserId): Promise<Friend> {
    const [caller, other] = await this.#two(callerId, otherId);
    const tie = await inPair(this.#database, callerId, otherId, async (queries, { isVisible }) => {
      const standing = await findTie(queries, callerId, otherId);
      if (!isVisible || !standing || standing.status === 'sent') throw new Failure('not_found');
      const { status, created_at: createdAt, since } = standing;
      if (status === 'accepted') return { status, createdAt, since, announce: null };
      return this.#befriend(queries, caller, other, createdAt);
    });
    tie.announce?.();
    return { user: other, since: tie.since.toISOString() };
  }

  /** @throws Failure `not_found` (they did not ask) */
  async decline(callerId: UserId, otherId: UserId): Promise<void> {
    await this.#end(callerId, otherId, ['received']);
  }

  /** Ends a friendship, or takes back a request. @throws Failure `not_found` (there is none) */
  async remove(callerId: UserId, otherId: UserId): Promise<void> {
    await this.#end(callerId, otherId, ['accepted', 'sent']);
  }

  async #end(callerId: UserId, otherId: UserId, statuses: readonly TieStatus[]): Promise<void> {
    const tellNotices = await inPair(this.#database, callerId, otherId, async (queries) => {
      const standing = await findTie(queries, callerId, otherId);
      if (!standing || !statuses.includes(standing.status)) throw new Failure('not_found');
      await deleteTie(queries, [callerId, otherId]);
      return this.#notices.withdraw(queries, betweenFriends(callerId, otherId));
    });
    announceRemoved(this.#bus, callerId, otherId);
    tellNotices();
  }

  /** A page of friends, the newest first. */
  async list(callerId: UserId, wanted: PageRequest): Promise<Page<Friend>> {
    const page = await this.#ties(callerId, 'accepted', wanted);
    const items = page.items.map(({ user, row }) => ({ user, since: row.since.toISOString() }));
    return { ...page, items };
  }

  /** A page of requests to the caller, or from them, the newest first. */
  async requests(
    callerId: UserId,
    state: 'received' | 'sent',
    wanted: PageRequest,
  ): Promise<Page<FriendRequest>> {
    const page = await this.#ties(callerId, state, wanted);
    const items = page.items.map(({ user, row }) => ({
      user,
      state,
      createdAt: row.created_at.toISOString(),
    }));
    return { ...page, items };
  }

  async #ties(
    callerId: UserId,
    status: TieStatus,
    { after, limit }: PageRequest,
  ): Promise<Page<{ user: Person; row: TieRow }>> {
    const rows = await listTies(this.#database, callerId, status, { after, limit: limit + 1 });
    const people = await this.#summaries.of(rows.map((row) => row.friend_id));
    return pageOf(rows, limit, (row) => ({
      item: { user: personOf(people, row.friend_id), row },
      position: { at: row.since, userId: row.friend_id },
    }));
  }

  async #two(callerId: UserId, otherId: UserId): Promise<[Person, Person]> {
    return Promise.all([this.#summaries.one(callerId), this.#summaries.one(otherId)]);
  }

  async #ask(queries: Queries, from: Person, to: Person): Promise<Tie> {
    if ((await countTies(queries, from.id, 'sent')) >= maxRequestsSent) {
      throw new Failure('conflict', { userId: `one has at most ${maxRequestsSent} requests open` });
    }
    const at = new Date();
    await insertRequest(queries, { from: from.id, to: to.id, at });
    const notice = { kind: 'friend_request', userId: to.id, actorId: from.id } as const;
    const tellNotices = await this.#notices.tell(queries, [notice]);
    const announce = () => {
      this.#announceRequest(from, to, at);
      tellNotices();
    };
    return { status: 'sent', createdAt: at, since: at, announce };
  }

  async #befriend(
    queries: Queries,
    accepter: Person,
    asker: Person,
    createdAt: Date,
  ): Promise<Tie> {
    for (const userId of [accepter.id, asker.id]) {
      if ((await countTies(queries, userId, 'accepted')) >= maxFriends) {
        throw new Failure('conflict', { userId: `one has at most ${maxFriends} friends` });
      }
    }
    const since = new Date();
    await acceptRequest(queries, [accepter.id, asker.id], since);
    // What was asked is answered: it stands in no list any more.
    const asked = { kind: 'friend_request', userId: accepter.id, actorId: asker.id } as const;
    const withdrawNotices = await this.#notices.withdraw(queries, [asked]);
    const accepted = { kind: 'friend_accepted', userId: asker.id, actorId: accepter.id } as const;
    const tellNotices = await this.#notices.tell(queries, [accepted]);
    const announce = () => {
      this.#announceFriends(accepter, asker, since);
      withdrawNotices();
      tellNotices();
    };
    return { status: 'accepted', createdAt, since, announce };
  }

  #announceRequest(from: Person, to: Person, at: Date): void {
    const createdAt = at.toISOString();
    this.#bus.publish(userTopic(to.id), {
      type: 'friend.requested',
      userId: to.id,
      request: { user: from, state: 'received', createdAt },
    });
    this.#bus.publish(userTopic(from.id), {
      type: 'friend.requested',
      userId: from.id,
      request: { user: to, state: 'sent', createdAt },
    });
  }

  #announceFriends(one: Person, other: Person, at: Date): void {
    const since = at.toISOString();
    const sides: [UserId, Person][] = [
      [one.id, other],
      [other.id, one],
    ];
    for (const [userId, user] of sides) {
      const friend = { user, since };
      this.#bus.publish(userTopic(userId), { type: 'friend.accepted', userId, friend });
    }
  }
}

/** Tells both that nothing of a friendship or request is between them any more. */
export function announceRemoved(bus: DomainBus, one: UserId, other: UserId): void {
  const sides: [UserId, UserId][] = [
    [one, other],
    [other, one],
  ];
  for (const [userId, otherId] of sides) {
    bus.publish(userTopic(userId), { type: 'friend.removed', userId, otherId });
  }
}

/** All that either may have been told of a friendship or request between the two. */
export function betweenFriends(one: UserId, other: UserId): Notice[] {
  return [
    { kind: 'friend_request', userId: one, actorId: other },
    { kind: 'friend_request', userId: other, actorId: one },
    { kind: 'friend_accepted', userId: one, actorId: other },
    { kind: 'friend_accepted', userId: other, actorId: one },
  ];
}
