import type { UserId } from '@xom/contract/fields';
import type { BlockedPerson } from '@xom/contract/people';
import type { DomainBus } from '../../domain-events.ts';
import type { Database } from '../../tables.ts';
import { userTopic } from '../../topics.ts';
import { type PersonSummaries, personOf } from '../accounts/person-summaries.ts';
import { announceRemoved } from './friends.service.ts';
import { type Page, pageOf } from './pages.ts';
import { inPair } from './pairs.ts';
import type { BlockChanged } from './people.events.ts';
import {
  deleteBlock,
  deleteTie,
  findSight,
  insertBlock,
  listBlocks,
  type PageRequest,
} from './people.queries.ts';

/** Blocking and unblocking. */
export class BlockService {
  readonly #database: Database;
  readonly #bus: DomainBus;
  readonly #summaries: PersonSummaries;

  constructor(dependencies: { database: Database; bus: DomainBus; summaries: PersonSummaries }) {
    this.#database = dependencies.database;
    this.#bus = dependencies.bus;
    this.#summaries = dependencies.summaries;
  }

  /**
   * Blocks a person and ends what was between the two; a second time changes nothing. Hidden people can be
   * blocked, and those who blocked the caller: either may come back.
   * @throws Failure `invalid_input` (oneself) | `not_found` (nobody)
   */
  async block(callerId: UserId, otherId: UserId): Promise<BlockedPerson> {
    const user = await this.#summaries.one(otherId);
    const made = await inPair(this.#database, callerId, otherId, async (queries) => {
      const row = await insertBlock(queries, { from: callerId, to: otherId, at: new Date() });
      return {
        ...row,
        hadTie: await deleteTie(queries, [callerId, otherId]),
        conversationId: (await findSight(queries, callerId, otherId)).conversationId,
      };
    });
    const block = { user, blockedAt: made.at.toISOString() };
    if (made.isNew) {
      const { conversationId } = made;
      this.#tell({ type: 'person.blocked', userId: callerId, otherId, conversationId, block });
    }
    if (made.hadTie) announceRemoved(this.#bus, callerId, otherId);
    return block;
  }

  /** Takes a block back; without one, changes nothing. @throws what `block` throws */
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
