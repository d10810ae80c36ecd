import type { UserId } from '@xom/contract/fields';
import type { BlockedPerson } from '@xom/contract/people';
import type { DomainBus } from '../../domain-events.ts';
import type { Notices } from '../../notices.ts';
import { Failure } from '../../platform/failure.ts';
import type { Database, Queries } from '../../tables.ts';
import { userTopic } from '../../topics.ts';
import { type PersonSummaries, personOf } from '../accounts/person-summaries.ts';
import { announceFollows } from './follow-announcements.ts';
import { deleteFollow, findFollowsBetween } from './follows.queries.ts';
import { followNotices } from './follows.service.ts';
import { announceRemoved, betweenFriends } from './friends.service.ts';
import { type Page, pageOf } from './pages.ts';
import { inPair } from './pairs.ts';
import type { BlockChanged } from './people.events.ts';
import {
  blocksAtLeast,
  deleteBlock,
  deleteTie,
  findSight,
  insertBlock,
  listBlocks,
  type PageRequest,
} from './people.queries.ts';

const maxBlocks = 10_000;

/** Blocking and unblocking. */
export class BlockService {
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
   * Blocks a person and ends what was between the two; a second time changes nothing. Hidden people can be
   * blocked, and those who blocked the caller: either may come back.
   * @throws Failure `invalid_input` (oneself) | `not_found` (nobody) | `conflict` (blocked too many)
   */
  async block(callerId: UserId, otherId: UserId): Promise<BlockedPerson> {
    const people = await this.#summaries.of([callerId, otherId]);
    const made = await inPair(this.#database, callerId, otherId, async (queries) => {
      const row = await insertBlock(queries, { from: callerId, to: otherId, at: new Date() });
      if (row.isNew && (await blocksAtLeast(queries, callerId, maxBlocks + 1))) {
        throw new Failure('conflict', { userId: `one blocks at most ${maxBlocks} people` });
      }
      const ended = await this.#endAllBetween(queries, callerId, otherId);
      const { conversationId } = await findSight(queries, callerId, otherId);
      return { ...row, ...ended, conversationId };
    });
    const block = { user: personOf(people, otherId), blockedAt: made.at.toISOString() };
    if (made.isNew) {
      const { conversationId } = made;
      this.#tell({ type: 'person.blocked', userId: callerId, otherId, conversationId, block });
    }
    if (made.hadTie) announceRemoved(this.#bus, callerId, otherId);
    if (made.hadFollow) {
      const edge = { from: callerId, to: otherId };
      announceFollows(this.#bus, people, edge, { forth: null, back: null });
    }
    made.tellNotices();
    return block;
  }

  /** Friendship, follows, requests, and what either was told of them. */
  async #endAllBetween(queries: Queries, callerId: UserId, otherId: UserId) {
    const hadTie = await deleteTie(queries, [callerId, otherId]);
    const { forth, back } = await findFollowsBetween(queries, callerId, otherId);
    const edges = [
      { from: callerId, to: otherId },
      { from: otherId, to: callerId },
    ];
    for (const edge of edges) await deleteFollow(queries, edge);
    const tellNotices = await this.#notices.withdraw(queries, [
      ...betweenFriends(callerId, otherId),
      ...edges.flatMap(followNotices),
    ]);
    return { hadTie, hadFollow: forth !== null || back !== null, tellNotices };
  }

  /**
   * Takes a block back; without one, changes nothing.
   * @throws Failure `invalid_input` (oneself) | `not_found` (nobody)
   */
  async unblock(callerId: UserId, otherId: UserId): Promise<void> {
    const { wasBlocked, conversationId } = await inPair(
      this.#database,
      callerId,
      otherId,
      async (queries) => ({
        wasBlocked: await deleteBlock(queries, { from: callerId, to: otherId }),
        conversationId: (await findSight(queries, callerId, otherId)).conversationId,
      }),
    );
    if (!wasBlocked) return;
    this.#tell({ type: 'person.unblocked', userId: callerId, otherId, conversationId });
  }

  #tell(event: BlockChanged): void {
    // The other's process first: what they see of the caller ends before anybody hears of it.
    this.#bus.publish(userTopic(event.otherId), event);
    this.#bus.publish(userTopic(event.userId), event);
  }

  /** A page of those whom the caller blocked, the newest first. */
  async list(callerId: UserId, { after, limit }: PageRequest): Promise<Page<BlockedPerson>> {
    const rows = await listBlocks(this.#database, callerId, { after, limit: limit + 1 });
    const people = await this.#summaries.of(rows.map((row) => row.userId));
    return pageOf(rows, limit, (row) => ({
      item: { user: personOf(people, row.userId), blockedAt: row.at.toISOString() },
      position: row,
    }));
  }
}
