import type { FollowRequest, ListedFollow, Suggestion } from '@xom/contract/follows';
import type { UserId } from '@xom/contract/fields';
import { Failure } from '../../platform/failure.ts';
import type { Database } from '../../tables.ts';
import { type PersonSummaries, personOf } from '../accounts/person-summaries.ts';
import {
  listFollows,
  listFollowStates,
  listMutuals,
  seesFollowsOf,
} from './follow-lists.queries.ts';
import { type Page, pageOf } from './pages.ts';
import type { PageRequest, Position } from './people.queries.ts';
import { listSuggestions } from './suggestions.queries.ts';

/** Who follows whom, as one viewer sees it. */
export class FollowLists {
  readonly #database: Database;
  readonly #summaries: PersonSummaries;

  constructor({ database, summaries }: { database: Database; summaries: PersonSummaries }) {
    this.#database = database;
    this.#summaries = summaries;
  }

  /**
   * Who follows a person, or whom they follow, the newest first.
   * @throws Failure `not_found` (nobody, not to be seen, or a private account that the viewer does not follow)
   */
  async of(
    viewerId: UserId,
    userId: UserId,
    side: 'followers' | 'followings',
    { after, limit }: PageRequest,
  ): Promise<Page<ListedFollow>> {
    await this.#mustSee(viewerId, userId);
    const list = { viewerId, userId, side, status: 'accepted' } as const;
    const rows = await listFollows(this.#database, list, { after, limit: limit + 1 });
    return this.#page(viewerId, rows, limit);
  }

  /** Those whom the viewer follows and who follow the person. @throws what `of` throws */
  async mutuals(
    viewerId: UserId,
    userId: UserId,
    { after, limit }: PageRequest,
  ): Promise<Page<ListedFollow>> {
    await this.#mustSee(viewerId, userId);
    const wanted = { after, limit: limit + 1 };
    const rows = await listMutuals(this.#database, viewerId, userId, wanted);
    return this.#page(viewerId, rows, limit);
  }

  /** Requests to the caller, or from them, the newest first. */
  async requests(
    callerId: UserId,
    state: FollowRequest['state'],
    { after, limit }: PageRequest,
  ): Promise<Page<FollowRequest>> {
    const side = state === 'sent' ? 'followings' : 'followers';
    const list = { viewerId: callerId, userId: callerId, side, status: 'requested' } as const;
    const rows = await listFollows(this.#database, list, { after, limit: limit + 1 });
    const people = await this.#summaries.of(rows.map((row) => row.userId));
    return pageOf(rows, limit, (row) => ({
      item: { user: personOf(people, row.userId), state, createdAt: row.at.toISOString() },
      position: row,
    }));
  }

  /** Whom the caller might follow, whom most of their followings do first. */
  async suggestions(callerId: UserId, limit: number): Promise<Suggestion[]> {
    const bounds = { followings: 500, ofEach: 200 };
    const rows = await listSuggestions(this.#database, callerId, limit, bounds);
    const people = await this.#summaries.of(rows.flatMap((row) => [row.id, ...row.mutualIds]));
    return rows.map(({ id, mutualCount, mutualIds }) => ({
      user: personOf(people, id),
      mutualCount,
      mutuals: mutualIds.map((mutualId) => personOf(people, mutualId)),
    }));
  }

  async #mustSee(viewerId: UserId, userId: UserId): Promise<void> {
    if (!(await seesFollowsOf(this.#database, viewerId, userId))) throw new Failure('not_found');
  }

  async #page(
    viewerId: UserId,
    rows: readonly Position[],
    limit: number,
  ): Promise<Page<ListedFollow>> {
    const ids = rows.map((row) => row.userId);
    const [people, states] = await Promise.all([
      this.#summaries.of(ids),
      listFollowStates(this.#database, viewerId, ids),
    ]);
    return pageOf(rows, limit, (row) => ({
      item: {
        user: personOf(people, row.userId),
        since: row.at.toISOString(),
        isFollowing: states.get(row.userId) === 'accepted',
        isRequested: states.get(row.userId) === 'requested',
      },
      position: row,
    }));
  }
}
