import type { UserId } from '@xom/contract/fields';
import { sql } from 'kysely';
import { uuidList } from '../../platform/list-parameter.ts';
import type { Queries } from '../../tables.ts';
import { type ProfileRow, publicColumns } from '../accounts/profiles.queries.ts';
import { seenFollowerCount, seenFollowingCount, seenPostCount } from './profile-counts.ts';
import { namedUnseen } from './seen-count.ts';
import {
  blockedPeople,
  isFriendOf,
  isLastSeenShown,
  isMutedBy,
  isPersonVisible,
} from './visibility.ts';

type FollowStatus = 'requested' | 'accepted' | null;

/** A person, and what is between them and who looks at them. */
export interface SeenProfileRow extends ProfileRow {
  isLastSeenShown: boolean;
  isFriend: boolean;
  isMuted: boolean;
  /** Of the viewer following them, and of them following the viewer. */
  following: FollowStatus;
  followedBy: FollowStatus;
}

/** A person, if `viewerId` may see them. */
export async function findProfile(
  queries: Queries,
  viewerId: UserId,
  by: { id: UserId } | { username: string },
): Promise<SeenProfileRow | null> {
  const found = await seenProfiles(queries, viewerId)
    .where((eb) =>
      'id' in by ? eb('users.id', '=', by.id) : eb('users.username', '=', by.username),
    )
    .executeTakeFirst();
  return found ?? null;
}

/** Of these people, those whom `viewerId` may see; in any order. */
export async function listProfiles(
  queries: Queries,
  viewerId: UserId,
  ids: readonly UserId[],
): Promise<SeenProfileRow[]> {
  if (ids.length === 0) return [];
  return seenProfiles(queries, viewerId)
    .where('users.id', '=', sql<UserId>`any(${uuidList(ids)})`)
    .execute();
}

function seenProfiles(queries: Queries, viewerId: UserId) {
  const blocked = namedUnseen('blocked_people');
  return queries
    .with(
      (cte) => cte('blocked_people').materialized(),
      () => sql<{ id: UserId }>`(select people.id from ${blockedPeople(viewerId)} people)`,
    )
    .selectFrom('users')
    .select([
      ...publicColumns,
      seenFollowerCount(blocked).as('follower_count'),
      seenFollowingCount(blocked).as('following_count'),
      seenPostCount(viewerId).as('post_count'),
      isLastSeenShown(viewerId, 'users').as('isLastSeenShown'),
      isFriendOf(viewerId, 'users.id').as('isFriend'),
      isMutedBy(viewerId, 'users.id').as('isMuted'),
      sql<FollowStatus>`(
        select status from followings where user_id = ${viewerId} and followed_id = users.id)`.as(
        'following',
      ),
      sql<FollowStatus>`(
        select status from followings where user_id = users.id and followed_id = ${viewerId})`.as(
        'followedBy',
      ),
    ])
    .where(isPersonVisible(viewerId, 'users'));
}

export type LastSeenRow = Pick<SeenProfileRow, 'id' | 'last_seen_at' | 'isLastSeenShown'>;

/** Of those whom `viewerId` may see. */
export async function listLastSeen(
  queries: Queries,
  viewerId: UserId,
  ids: readonly UserId[],
): Promise<LastSeenRow[]> {
  return queries
    .selectFrom('users')
    .select([
      'users.id',
      'users.last_seen_at',
      isLastSeenShown(viewerId, 'users').as('isLastSeenShown'),
    ])
    .where('users.id', '=', sql<UserId>`any(${uuidList(ids)})`)
    .where(isPersonVisible(viewerId, 'users'))
    .execute();
}
