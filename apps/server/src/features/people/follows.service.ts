import type { Follow, Follower } from '@xom/contract/follows';
import type { Person, UserId } from '@xom/contract/fields';
import type { DomainBus } from '../../domain-events.ts';
import type { AfterCommit, Notice, Notices } from '../../notices.ts';
import { Failure } from '../../platform/failure.ts';
import type { Database, Queries } from '../../tables.ts';
import { type PersonSummaries, personOf } from '../accounts/person-summaries.ts';
import { isBlockedWithAny } from '../conversations/conversations.queries.ts';
import { announceFollows } from './follow-announcements.ts';
import {
  acceptRequest,
  deleteFollow,
  findFollowsBetween,
  type FollowEdge,
  type FollowRow,
  type FollowsBetween,
  followsAtLeast,
  insertFollow,
} from './follows.queries.ts';
import { inPair } from './pairs.ts';
import type { LockedPerson } from './people.queries.ts';

/** Bounds what feeds and lists of one person are made of; requests are counted in. */
export const maxFollowings = 7500;

/** What an act left of one following another. */
interface Standing {
  status: FollowRow['status'];
  since: Date;
  /** What to tell after the commit; null: nothing changed. */
  announce: AfterCommit | null;
}

/** Following, asking to, answering, ending. */
export class FollowService {
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
   * Follows a person, or asks to where their account is private; again changes nothing.
   * @throws Failure `invalid_input` (oneself) | `not_found` (nobody, hidden, or blocked either way) |
   *   `conflict` (follows too many)
   */
  async follow(callerId: UserId, otherId: UserId): Promise<Follow> {
    const people = await this.#summaries.of([callerId, otherId]);
    const edge = { from: callerId, to: otherId };
    const standing = await inPair(this.#database, callerId, otherId, async (queries, other) => {
      if (!other.isVisible || (await isBlockedWithAny(queries, callerId, [otherId]))) {
        throw new Failure('not_found');
      }
      const before = await findFollowsBetween(queries, callerId, otherId);
      if (before.forth?.status === 'accepted') return unchanged(before.forth);
      // A request from when the account still was private, which nobody has accepted yet, is a follow now.
      if (before.forth && !other.isPrivate) return this.#accept(queries, people, edge, null);
      if (before.forth) return unchanged(before.forth);
      return this.#begin(queries, people, edge, other);
    });
    standing.announce?.();
    const { status: state, since } = standing;
    return { user: personOf(people, otherId), state, since: since.toISOString() };
  }

  /**
   * Ends that the caller follows a person or asks to; without either changes nothing.
   * @throws Failure `invalid_input` (oneself) | `not_found` (nobody)
   */
  async unfollow(callerId: UserId, otherId: UserId): Promise<void> {
    const isAny = (follow: FollowRow | null) => follow !== null;
    await this.#end(callerId, otherId, { from: callerId, to: otherId }, isAny);
  }

  /** Ends that a person follows the caller; without that, changes nothing. @throws what `unfollow` throws */
  async removeFollower(callerId: UserId, otherId: UserId): Promise<void> {
    const isFollow = (follow: FollowRow | null) => follow?.status === 'accepted';
    await this.#end(callerId, otherId, { from: otherId, to: callerId }, isFollow);
  }

  /** @throws Failure `invalid_input` (oneself) | `not_found` (they do not ask) */
  async decline(callerId: UserId, otherId: UserId): Promise<void> {
    await this.#end(callerId, otherId, { from: otherId, to: callerId }, (follow) => {
      if (follow?.status !== 'requested') throw new Failure('not_found');
      return true;
    });
  }

  /**
   * Lets a person follow the caller who asked to; a follower again changes nothing.
   * @throws Failure `invalid_input` (oneself) | `not_found` (they do not ask, or are hidden)
   */
  async accept(callerId: UserId, otherId: UserId): Promise<Follower> {
    const people = await this.#summaries.of([callerId, otherId]);
    const edge = { from: otherId, to: callerId };
    const standing = await inPair(this.#database, callerId, otherId, async (queries, other) => {
      const { forth } = await findFollowsBetween(queries, otherId, callerId);
      if (!other.isVisible || !forth) throw new Failure('not_found');
      if (forth.status === 'accepted') return unchanged(forth);
      const notice = { kind: 'follow_accepted', userId: otherId, actorId: callerId } as const;
      return this.#accept(queries, people, edge, notice);
    });
    standing.announce?.();
    return { user: personOf(people, otherId), since: standing.since.toISOString() };
  }

  async #begin(
    queries: Queries,
    people: ReadonlyMap<UserId, Person>,
    edge: FollowEdge,
    { isPrivate }: LockedPerson,
  ): Promise<Standing> {
    if (await followsAtLeast(queries, edge.from, maxFollowings)) {
      throw new Failure('conflict', { userId: `one follows at most ${maxFollowings} people` });
    }
    const since = new Date();
    const status = isPrivate ? 'requested' : 'accepted';
    await insertFollow(queries, edge, { status, since });
    const kind = isPrivate ? 'follow_request' : 'follow';
    const notice: Notice = { kind, userId: edge.to, actorId: edge.from };
    const announce = await this.#changed(queries, people, edge, [notice]);
    return { status, since, announce };
  }

  async #accept(
    queries: Queries,
    people: ReadonlyMap<UserId, Person>,
    edge: FollowEdge,
    notice: Notice | null,
  ): Promise<Standing> {
    const since = new Date();
    await acceptRequest(queries, edge, since);
    // What was asked is answered: it stands in no list any more.
    const asked = { kind: 'follow_request', userId: edge.to, actorId: edge.from } as const;
    const withdrawNotices = await this.#notices.withdraw(queries, [asked]);
    const tell = await this.#changed(queries, people, edge, notice ? [notice] : []);
    const announce = () => {
      withdrawNotices();
      tell();
    };
    return { status: 'accepted', since, announce };
  }

  /** @param ends whether what stands is to be ended; may refuse */
  async #end(
    callerId: UserId,
    otherId: UserId,
    edge: FollowEdge,
    ends: (follow: FollowRow | null) => boolean,
  ): Promise<void> {
    const people = await this.#summaries.of([callerId, otherId]);
    const announce = await inPair(this.#database, callerId, otherId, async (queries) => {
      const { forth } = await findFollowsBetween(queries, edge.from, edge.to);
      if (!ends(forth)) return null;
      await deleteFollow(queries, edge);
      const tellNotices = await this.#notices.withdraw(queries, followNotices(edge));
      const tell = await this.#changed(queries, people, edge, []);
      return () => {
        tell();
        tellNotices();
      };
    });
    announce?.();
  }

  /** The place where each act is known: writes its notices. @returns what tells the two */
  async #changed(
    queries: Queries,
    people: ReadonlyMap<UserId, Person>,
    { from, to }: FollowEdge,
    notices: readonly Notice[],
  ): Promise<AfterCommit> {
    const now: FollowsBetween = await findFollowsBetween(queries, from, to);
    const tellNotices = await this.#notices.tell(queries, notices);
    return () => {
      announceFollows(this.#bus, people, { from, to }, now);
      tellNotices();
    };
  }
}

/** All that either may have been told of one following the other. */
export function followNotices({ from, to }: FollowEdge): Notice[] {
  return [
    { kind: 'follow', userId: to, actorId: from },
    { kind: 'follow_request', userId: to, actorId: from },
    { kind: 'follow_accepted', userId: from, actorId: to },
  ];
}

function unchanged({ status, since }: FollowRow): Standing {
  return { status, since, announce: null };
}
