import type { User } from '@xom/contract/accounts';
import type { UserId } from '@xom/contract/fields';
import type { MediaUrls } from '../media/media.urls.ts';
import type { ProfileRow } from './profiles.queries.ts';

/** What profiles need of presence: whether somebody is here now. */
export type IsOnline = (userId: UserId) => Promise<boolean>;

/** What a profile says of the person alone, whoever looks. */
export type PublicPart = Omit<
  User,
  'isFollowing' | 'isRequested' | 'isFollowedBy' | 'isFriend' | 'isMuted' | 'lastSeen'
>;

export function publicPart(row: ProfileRow, mediaUrls: MediaUrls): PublicPart {
  return {
    id: row.id,
    username: row.username,
    displayName: row.display_name,
    name: row.name,
    family: row.family,
    photoUrl: row.photo_media_id && mediaUrls.of(row.photo_media_id),
    biography: row.biography,
    links: row.links,
    isPrivate: row.is_private,
    followerCount: row.follower_count,
    followingCount: row.following_count,
    postCount: row.post_count,
  };
}

/** When somebody was last here: now, when they are. */
export async function lastSeenOf(
  { id, last_seen_at: lastSeen }: Pick<ProfileRow, 'id' | 'last_seen_at'>,
  isOnline: IsOnline,
): Promise<string | null> {
  if (await isOnline(id)) return new Date().toISOString();
  return lastSeen?.toISOString() ?? null;
}
