import type { UserId } from '@xom/contract/fields';
import { type RawBuilder, sql } from 'kysely';
import type { Queries } from '../../tables.ts';
import { isFollowedBy, isFriendOf, isMutedBy, isPersonVisible } from '../people/visibility.ts';
import { keysOfQuery, placeShelf } from './search-keys.ts';
import { type PlaceStretch, rowsByShelves } from './search-places.queries.ts';

export interface PersonCandidate {
  userId: UserId;
  place: number;
  /** Of somebody whom the viewer does not see, or muted: null. */
  username: string | null;
  names: string;
  /** The viewer follows them, or is their friend. */
  isNear: boolean;
}

/** @param isKnown whether they are near, where that is known */
function seenPerson(viewerId: UserId, isKnown = sql<boolean | null>`null`): RawBuilder<unknown> {
  return sql`
    select u.username, concat_ws(' ', u.username, u.display_name, u.name, u.family) as names,
      coalesce(${isKnown}, ${isFollowedBy(viewerId, 'u.id')} or ${isFriendOf(viewerId, 'u.id')}) as "isNear"
    from users u where u.id = s.user_id and ${isPersonVisible(viewerId, 'u')}
      and not ${isMutedBy(viewerId, 'u.id')}`;
}

/** People with these terms, the newest accounts first. The caller runs it by shelves. */
export async function listPersonCandidates(
  queries: Queries,
  viewerId: UserId,
  terms: readonly number[],
  { below, downTo, limit }: PlaceStretch,
): Promise<PersonCandidate[]> {
  const { rows } = await sql<PersonCandidate>`
    select s.user_id as "userId", s.place, seen.username, seen.names, seen."isNear"
    from (
      ${rowsByShelves('user_search', terms, { below, downTo })} limit ${limit}
    ) s left join lateral (${seenPerson(viewerId)}) seen on true`.execute(queries);
  return rows;
}

/**
 * Who stands above all others wherever they are: whose username is the one asked for, and, of the friends and
 * followed people that came last, at most `limit` of each, those with these terms.
 */
export async function listNearCandidates(
  queries: Queries,
  viewerId: UserId,
  { terms, username }: { terms: readonly number[]; username: string },
  { below, limit }: { below: number; limit: number },
): Promise<PersonCandidate[]> {
  const keys = keysOfQuery(placeShelf(sql`s.place`), terms);
  const isKnown = sql<boolean | null>`case when u.username <> ${username} then true end`;
  const { rows } = await sql<PersonCandidate>`
    select s.user_id as "userId", s.place, seen.username, seen.names, seen."isNear"
    from (
      (select friend_id as id from friendships where user_id = ${viewerId} and status = 'accepted'
        order by since desc, friend_id desc limit ${limit})
      union
      (select followed_id from followings where user_id = ${viewerId} and status = 'accepted'
        order by since desc, followed_id desc limit ${limit})
      union
      (select id from users where username = ${username})
    ) near
    cross join lateral (
      select * from user_search s where s.user_id = near.id and s.place < ${below} and s.keys @> ${keys} offset 0
    ) s
    cross join lateral (${seenPerson(viewerId, isKnown)}) seen`.execute(queries);
  return rows;
}
