import type { Me, updateMe, User } from '@xom/contract/accounts';
import type { InputOf } from '@xom/contract/define';
import { UserId } from '@xom/contract/fields';
import { Failure } from '../../platform/failure.ts';
import type { Database } from '../../tables.ts';
import type { MediaUrls } from '../media/media.urls.ts';
import type { AccountAnnouncer } from './account-announcer.ts';
import type { ProfilePictures } from './profile-pictures.ts';
import {
  findOwnProfile,
  findProfile,
  listLastSeen,
  lockFace,
  type ProfileRow,
  updateProfile,
} from './profiles.queries.ts';

/** What profiles need of presence: whether somebody is here now. */
export type IsOnline = (userId: UserId) => Promise<boolean>;

/** What people show of themselves. */
export class ProfilesService {
  readonly #database: Database;
  readonly #mediaUrls: MediaUrls;
  readonly #media: ProfilePictures;
  readonly #announcer: AccountAnnouncer;
  readonly #isOnline: IsOnline;

  constructor(parts: {
    database: Database;
    mediaUrls: MediaUrls;
    media: ProfilePictures;
    announcer: AccountAnnouncer;
    isOnline: IsOnline;
  }) {
    this.#database = parts.database;
    this.#mediaUrls = parts.mediaUrls;
    this.#media = parts.media;
    this.#announcer = parts.announcer;
    this.#isOnline = parts.isOnline;
  }

  async me(userId: UserId): Promise<Me> {
    const row = await findOwnProfile(this.#database, userId);
    // Erased between the check of their token and here.
    if (!row) throw new Failure('unauthenticated');
    return {
      ...(await this.#publicPart(row)),
      isFriend: false,
      email: row.email,
      emailVerifiedAt: row.email_verified_at?.toISOString() ?? null,
      phone: row.phone,
      role: row.role,
      settings: row.settings,
      createdAt: row.created_at.toISOString(),
    };
  }

  /** @throws Failure `not_found` also where they are hidden, suspended, or one has blocked the other */
  async get(viewerId: UserId, idOrUsername: string): Promise<User> {
    const id = UserId.safeParse(idOrUsername);
    const by = id.success ? { id: id.data } : { username: idOrUsername.toLowerCase() };
    const row = await findProfile(this.#database, viewerId, by);
    if (!row) throw new Failure('not_found');
    return { ...(await this.#publicPart(row)), isFriend: row.isFriend };
  }

  /** When people were last here, in the order of the ids; whom the viewer may not see is left out. */
  async lastSeen(
    viewerId: UserId,
    userIds: readonly UserId[],
  ): Promise<{ userId: UserId; lastSeen: string | null }[]> {
    const rows = await listLastSeen(this.#database, viewerId, userIds);
    const found = new Map(rows.map((row) => [row.id, row]));
    const asked = [...new Set(userIds)].flatMap((userId) => found.get(userId) ?? []);
    return Promise.all(
      asked.map(async (row) => ({ userId: row.id, lastSeen: await this.#lastSeenOf(row) })),
    );
  }

  /** @throws Failure `not_found` | `unsupported_media_type` of the picture */
  async updateMe(userId: UserId, input: InputOf<typeof updateMe>): Promise<Me> {
    const isNewFace = await this.#database.transaction().execute(async (queries) => {
      const before = await lockFace(queries, userId);
      if (!before) throw new Failure('unauthenticated');
      const { displayName = before.display_name, photoMediaId = before.photo_media_id } = input;
      const isNewPhoto = photoMediaId !== before.photo_media_id;
      if (isNewPhoto && photoMediaId) {
        await this.#media.holdAsProfile(queries, userId, photoMediaId);
      }
      await updateProfile(queries, userId, {
        display_name: input.displayName,
        name: emptyAsNull(input.name),
        family: emptyAsNull(input.family),
        biography: emptyAsNull(input.biography),
        photo_media_id: input.photoMediaId,
        links: input.links,
        is_private: input.isPrivate,
        settings: input.settings,
      });
      if (isNewPhoto && before.photo_media_id) {
        await this.#media.releaseProfile(queries, userId, before.photo_media_id);
      }
      return isNewPhoto || displayName !== before.display_name;
    });
    if (isNewFace) this.#announcer.personUpdated(userId);
    return this.me(userId);
  }

  async #publicPart(row: ProfileRow): Promise<Omit<User, 'isFriend'>> {
    return {
      id: row.id,
      username: row.username,
      displayName: row.display_name,
      name: row.name,
      family: row.family,
      photoUrl: row.photo_media_id && this.#mediaUrls.of(row.photo_media_id),
      biography: row.biography,
      links: row.links,
      isPrivate: row.is_private,
      followerCount: row.follower_count,
      followingCount: row.following_count,
      postCount: row.post_count,
      // There is nothing to follow anybody with yet: these come with the graph of follows.
      isFollowing: false,
      isFollowedBy: false,
      lastSeen: await this.#lastSeenOf(row),
    };
  }

  async #lastSeenOf({ id, last_seen_at: lastSeen }: Pick<ProfileRow, 'id' | 'last_seen_at'>) {
    if (await this.#isOnline(id)) return new Date().toISOString();
    return lastSeen?.toISOString() ?? null;
  }
}

function emptyAsNull(text: string | null | undefined): string | null | undefined {
  return text === '' ? null : text;
}
