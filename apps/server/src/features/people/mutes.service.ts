import type { UserId } from '@xom/contract/fields';
import type { MutedPerson } from '@xom/contract/mutes';
import type { DomainBus } from '../../domain-events.ts';
import { Failure } from '../../platform/failure.ts';
import type { Database } from '../../tables.ts';
import { userTopic } from '../../topics.ts';
import { type PersonSummaries, personOf } from '../accounts/person-summaries.ts';
import { isBlockedWithAny } from '../conversations/conversations.queries.ts';
import { deleteMute, insertMute, listMutes, mutesAtLeast } from './mutes.queries.ts';
import { type Page, pageOf } from './pages.ts';
import { inPair } from './pairs.ts';
import type { PageRequest } from './people.queries.ts';

const maxMutes = 10_000;

/** Muting people, and taking it back. */
export class MuteService {
  readonly #database: Database;
  readonly #bus: DomainBus;
  readonly #summaries: PersonSummaries;

  constructor(dependencies: { database: Database; bus: DomainBus; summaries: PersonSummaries }) {
    this.#database = dependencies.database;
    this.#bus = dependencies.bus;
    this.#summaries = dependencies.summaries;
  }

  /**
   * Mutes a person; again changes nothing.
   * @throws Failure `invalid_input` (oneself) | `not_found` (nobody, hidden, or blocked either way) |
   *   `conflict` (muted too many)
   */
  async mute(callerId: UserId, otherId: UserId): Promise<MutedPerson> {
    const user = await this.#summaries.one(otherId);
    const made = await inPair(this.#database, callerId, otherId, async (queries, { isVisible }) => {
      if (!isVisible || (await isBlockedWithAny(queries, callerId, [otherId]))) {
        throw new Failure('not_found');
      }
      const edge = { from: callerId, to: otherId };
      const mute = await insertMute(queries, { ...edge, at: new Date() });
      if (mute.isNew && (await mutesAtLeast(queries, callerId, maxMutes + 1))) {
        throw new Failure('conflict', { userId: `one mutes at most ${maxMutes} people` });
      }
      return mute;
    });
    const mute = { user, mutedAt: made.at.toISOString() };
    if (made.isNew) {
      this.#bus.publish(userTopic(callerId), { type: 'person.muted', userId: callerId, mute });
    }
    return mute;
  }

  /**
   * Takes it back; without it, changes nothing.
   * @throws Failure `invalid_input` (oneself) | `not_found` (nobody)
   */
  async unmute(callerId: UserId, otherId: UserId): Promise<void> {
    const wasMuted = await inPair(this.#database, callerId, otherId, async (queries) =>
      deleteMute(queries, { from: callerId, to: otherId }),
    );
    if (!wasMuted) return;
    const event = { type: 'person.unmuted', userId: callerId, otherId } as const;
    this.#bus.publish(userTopic(callerId), event);
  }

  /** A page of those whom the caller muted, the newest first. */
  async list(callerId: UserId, { after, limit }: PageRequest): Promise<Page<MutedPerson>> {
    const rows = await listMutes(this.#database, callerId, { after, limit: limit + 1 });
    const people = await this.#summaries.of(rows.map((row) => row.userId));
    return pageOf(rows, limit, (row) => ({
      item: { user: personOf(people, row.userId), mutedAt: row.at.toISOString() },
      position: row,
    }));
  }
}
