import type { UserId } from '@xom/contract/fields';
import { type RawBuilder, sql } from 'kysely';

/**
 * The one place that says who sees whom and what, as conditions of SQL. `person` and `personId` name what a
 * query calls the row of `users` and the id that it looks at, such as `u` and `u.id`.
 */

/** Who looks: one person, or in a query about many the column that names them. */
export type Viewer = UserId | RawBuilder<UserId>;

/** Whether somebody is there for others: not suspended, not deactivated. */
export function isThere(person: string): RawBuilder<boolean> {
  return sql<boolean>`(${sql.ref(`${person}.state`)} = 'active' and ${sql.ref(`${person}.deactivated_at`)} is null)`;
}

/** Whether one of the two has blocked the other. */
export function isBlockedWith(viewerId: Viewer, personId: string): RawBuilder<boolean> {
  return sql<boolean>`(
    exists (select from blocks where blocks.user_id = ${viewerId} and blocks.blocked_id = ${sql.ref(personId)})
    or exists (select from blocks where blocks.user_id = ${sql.ref(personId)} and blocks.blocked_id = ${viewerId}))`;
}

/** Whether the viewer does not want to see the person in feeds, lists of what others say, and search. */
export function isMutedBy(viewerId: Viewer, personId: string): RawBuilder<boolean> {
  return sql<boolean>`exists (
    select from mutes where mutes.user_id = ${viewerId} and mutes.muted_id = ${sql.ref(personId)})`;
}

/**
 * Whether the viewer follows the person, and was let in. Not by `exists`: for it the planner may read all whom the
 * viewer follows, to look them up in memory, which takes the longer the more they are.
 */
export function isFollowedBy(viewerId: Viewer, personId: string): RawBuilder<boolean> {
  return sql<boolean>`((
    select followings.status from followings where followings.user_id = ${viewerId}
      and followings.followed_id = ${sql.ref(personId)}) is not distinct from 'accepted')`;
}

/** The same of their friends. */
export function isFriendOf(viewerId: Viewer, personId: string): RawBuilder<boolean> {
  return sql<boolean>`((
    select friendships.status from friendships where friendships.user_id = ${viewerId}
      and friendships.friend_id = ${sql.ref(personId)}) is not distinct from 'accepted')`;
}

/** Whether the viewer may see the person at all: themselves always. */
export function isPersonVisible(viewerId: Viewer, person: string): RawBuilder<boolean> {
  const id = `${person}.id`;
  return sql<boolean>`(${isThere(person)} and not ${isBlockedWith(viewerId, id)})`;
}

/** Whether the viewer may see what the person shares with all: a private account's followers and itself only. */
export function isSharingWith(viewerId: Viewer, person: string): RawBuilder<boolean> {
  const id = `${person}.id`;
  return sql<boolean>`(${sql.ref(id)} = ${viewerId} or not ${sql.ref(`${person}.is_private`)}
    or ${isFollowedBy(viewerId, id)})`;
}

/** Whether the person lets the viewer see when they were last here, and whether they are here now. */
export function isLastSeenShown(viewerId: Viewer, person: string): RawBuilder<boolean> {
  const id = `${person}.id`;
  return sql<boolean>`(${sql.ref(id)} = ${viewerId} or case ${sql.ref(`${person}.last_seen_visibility`)}
    when 'everyone' then true
    when 'followers' then ${isFollowedBy(viewerId, id)}
    when 'friends' then ${isFriendOf(viewerId, id)}
    else false end)`;
}

/** Whom the viewer has blocked, and who has blocked them. A subquery of ids, for queries that go through very many. */
export function blockedPeople(viewerId: Viewer): RawBuilder<{ id: UserId }> {
  return sql<{ id: UserId }>`(
    select blocks.blocked_id as id from blocks where blocks.user_id = ${viewerId}
    union select blocks.user_id from blocks where blocks.blocked_id = ${viewerId})`;
}

/**
 * Whose likes, comments and the like the viewer does not see and does not find counted, beside those who are
 * hidden from all: blocked either way, or muted. A subquery of ids.
 */
export function unseenPeople(viewerId: Viewer): RawBuilder<{ id: UserId }> {
  return sql<{ id: UserId }>`(
    select blocks.blocked_id as id from blocks where blocks.user_id = ${viewerId}
    union select blocks.user_id from blocks where blocks.blocked_id = ${viewerId}
    union select mutes.muted_id from mutes where mutes.user_id = ${viewerId})`;
}
