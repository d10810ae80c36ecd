import type { Me, updateMe } from '@xom/contract/accounts';
import type { InputOf } from '@xom/contract/define';
import type { UserId } from '@xom/contract/fields';
import { Failure } from '../../platform/failure.ts';
import type { Database } from '../../tables.ts';
import type { MediaUrls } from '../media/media.urls.ts';
import type { AccountAnnouncer } from './account-announcer.ts';
import type { ProfilePictures } from './profile-pictures.ts';
import { type IsOnline, lastSeenOf, publicPart } from './profile-view.ts';
import { type Face, findOwnProfile, lockFace, updateProfile } from './profiles.queries.ts';

/** What accounts need of follows. */
export interface WaitingFollowers {
  /** The account became public, and `users.accepts_waiting` says so: accepts all who wait to follow it. */
  acceptAll(userId: UserId): Promise<void>;
}

type Changes = InputOf<typeof updateMe>;

/** What people show of themselves, and change. */
export class ProfilesService {
  readonly #database: Database;
  readonly #mediaUrls: MediaUrls;
  readonly #media: ProfilePictures;
  readonly #announcer: AccountAnnouncer;
  readonly #waiting: WaitingFollowers;
  readonly #isOnline: IsOnline;

  constructor(parts: {
    database: Database;
    mediaUrls: MediaUrls;
    media: ProfilePictures;
    announcer: AccountAnnouncer;
    waiting: WaitingFollowers;
    isOnline: IsOnline;
  }) {
    this.#database = parts.database;
    this.#mediaUrls = parts.mediaUrls;
    this.#media = parts.media;
    this.#announcer = parts.announcer;
    this.#waiting = parts.waiting;
    this.#isOnline = parts.isOnline;
  }

  async me(userId: UserId): Promise<Me> {
    const row = await findOwnProfile(this.#database, userId);
    // Erased between the check of their token and here.
    if (!row) throw new Failure('unauthenticated');
    return {
      ...publicPart(row, this.#mediaUrls),
      isFollowing: false,
      isRequested: false,
      isFollowedBy: false,
      isFriend: false,
      isMuted: false,
      lastSeen: await lastSeenOf(row, this.#isOnline),
      email: row.email,
      emailVerifiedAt: row.email_verified_at?.toISOString() ?? null,
      phone: row.phone,
      role: row.role,
      privacy: { lastSeen: row.last_seen_visibility },
      settings: row.settings,
      createdAt: row.created_at.toISOString(),
    };
  }

  /** @throws Failure `not_found` | `unsupported_media_type` of the picture */
  async updateMe(userId: UserId, input: Changes): Promise<Me> {
    const changed = await this.#database.transaction().execute(async (queries) => {
      const before = await lockFace(queries, userId);
      if (!before) throw new Failure('unauthenticated');
      const { photoMediaId = before.photo_media_id } = input;
      const isNewPhoto = photoMediaId !== before.photo_media_id;
      if (isNewPhoto && photoMediaId) {
        await this.#media.holdAsProfile(queries, userId, photoMediaId);
      }
      const opens = before.is_private && input.isPrivate === false;
      await updateProfile(queries, userId, {
        display_name: input.displayName,
        name: emptyAsNull(input.name),
        family: emptyAsNull(input.family),
        biography: emptyAsNull(input.biography),
        photo_media_id: input.photoMediaId,
        links: input.links,
        is_private: input.isPrivate,
        accepts_waiting: opens || undefined,
        last_seen_visibility: input.privacy?.lastSeen,
        settings: input.settings,
      });
      if (isNewPhoto && before.photo_media_id) {
        await this.#media.releaseProfile(queries, userId, before.photo_media_id);
      }
      return { ...differences(before, input), opens };
    });
    if (changed.hasNewFace) this.#announcer.personUpdated(userId);
    if (changed.hasNewSight) this.#announcer.sightChanged(userId);
    if (changed.opens) await this.#waiting.acceptAll(userId);
    return this.me(userId);
  }
}

/** What of a change others hear: a new name or picture, or who sees whether the person is here. */
function differences(before: Face, { displayName, photoMediaId, privacy }: Changes) {
  const { display_name, photo_media_id, last_seen_visibility } = before;
  return {
    hasNewFace:
      (displayName ?? display_name) !== display_name ||
      (photoMediaId === undefined ? photo_media_id : photoMediaId) !== photo_media_id,
    hasNewSight: (privacy?.lastSeen ?? last_seen_visibility) !== last_seen_visibility,
  };
}

function emptyAsNull(text: string | null | undefined): string | null | undefined {
  return text === '' ? null : text;
}
