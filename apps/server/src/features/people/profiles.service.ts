import type { User } from '@xom/contract/accounts';
import { UserId } from '@xom/contract/fields';
import { Failure } from '../../platform/failure.ts';
import type { Database } from '../../tables.ts';
import { type IsOnline, lastSeenOf, publicPart } from '../accounts/profile-view.ts';
import type { MediaUrls } from '../media/media.urls.ts';
import {
  findProfile,
  type LastSeenRow,
  listLastSeen,
  listProfiles,
  type SeenProfileRow,
} from './profiles.queries.ts';

/** What people see of each other's profiles. */
export class ProfileViews {
  readonly #database: Database;
  readonly #urls: MediaUrls;
  readonly #isOnline: IsOnline;

  constructor({
    database,
    urls,
    isOnline,
  }: {
    database: Database;
    urls: MediaUrls;
    isOnline: IsOnline;
  }) {
    this.#database = database;
    this.#urls = urls;
    this.#isOnline = isOnline;
  }

  /** @throws Failure `not_found` also where they are hidden, suspended, or one has blocked the other */
  async get(viewerId: UserId, idOrUsername: string): Promise<User> {
    const id = UserId.safeParse(idOrUsername);
    const by = id.success ? { id: id.data } : { username: idOrUsername.toLowerCase() };
    const row = await findProfile(this.#database, viewerId, by);
    if (!row) throw new Failure('not_found');
    return this.#view(row);
  }

  /** Of these people, those whom the viewer may see; in the order of the ids. */
  async list(viewerId: UserId, userIds: readonly UserId[]): Promise<User[]> {
    const rows = await listProfiles(this.#database, viewerId, userIds);
    const found = new Map(rows.map((row) => [row.id, row]));
    const seen = userIds.flatMap((userId) => found.get(userId) ?? []);
    return Promise.all(seen.map(async (row) => this.#view(row)));
  }

  /** Whether people are here and when they were last, in the order of the ids; whom the viewer may not see is left out. */
  async lastSeen(
    viewerId: UserId,
    userIds: readonly UserId[],
  ): Promise<{ userId: UserId; isOnline: boolean; lastSeen: string | null }[]> {
    const rows = await listLastSeen(this.#database, viewerId, userIds);
    const found = new Map(rows.map((row) => [row.id, row]));
    const asked = [...new Set(userIds)].flatMap((userId) => found.get(userId) ?? []);
    return Promise.all(
      asked.map(async (row) => ({
        userId: row.id,
        isOnline: row.isLastSeenShown && (await this.#isOnline(row.id)),
        lastSeen: await this.#lastSeenOf(row),
      })),
    );
  }

  async #view(row: SeenProfileRow): Promise<User> {
    return {
      ...publicPart(row, this.#urls),
      isFollowing: row.following === 'accepted',
      isRequested: row.following === 'requested',
      isFollowedBy: row.followedBy === 'accepted',
      isFriend: row.isFriend,
      isMuted: row.isMuted,
      lastSeen: await this.#lastSeenOf(row),
    };
  }

  async #lastSeenOf(row: LastSeenRow): Promise<string | null> {
    return row.isLastSeenShown ? lastSeenOf(row, this.#isOnline) : null;
  }
}
