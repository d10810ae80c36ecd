import type { UserId } from '@xom/contract/fields';
import { type RawBuilder, sql } from 'kysely';
import type { Queries } from '../../tables.ts';
import { isFollowedBy, isFriendOf, isMutedBy, isPersonVisible } from '../people/visibility.ts';
import { keyOfTerm, placeShelf } from './search-keys.ts';
import { type PlaceStretch, rowsByShelves, rowsInAnyOrder } from './search-places.queries.ts';

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
function seenPerson(viewerId: UserId, isKnown: RawBuilder<boolean | null>): RawBuilder<unknown> {
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
    ) s left join lateral (${seenPerson(viewerId, sql`null`)}) seen on true`.execute(queries);
  return rows;
}

/** Up to so many people with the terms are looked at one by one, whether they are near. */
const maxFew = 64;

/**
 * Who stands above all others wherever they are: whose username is the one asked for, and of the friends and followed
 * people those with these terms. Where few people at all have the terms, they are looked for among these; else
 * among the friends and followed people that came last, at most `looked` of each, until `limit` are found.
 * The caller runs it by shelves.
 */
export async function listNearCandidates(
  queries: Queries,
  viewerId: UserId,
  { terms, username }: { terms: readonly number[]; username: string },
  { below, looked, limit }: { below: number; looked: number; limit: number },
): Promise<PersonCandidate[]> {
  // Quicker than a comparison of arrays, for so many.
  const hasTerms = terms.map(
    (term) => sql`${keyOfTerm(placeShelf(sql`s.place`), term)} = any(s.keys)`,
  );
  const areMany = sql`(select count(*) from few) = ${sql.lit(maxFew)}`;
  const { rows } = await sql<PersonCandidate>`
    with few as materialized (
      select s.user_id as id from (${rowsInAnyOrder('user_search', terms, below)}) s
      limit ${sql.lit(maxFew)}
    ), friend as materialized (
      select friend_id as id from friendships
      where user_id = ${viewerId} and status = 'accepted' and ${areMany}
      order by since desc, friend_id desc limit ${looked}
    )
    select s.user_id as "userId", s.place, seen.username, seen.names, seen."isNear"
    from (
      select id, null::boolean as is_near from users where username = ${username}
      union all select id, null from few where not ${areMany}
      union all select id, true from friend
      union all (
        select followed_id, true from followings
        where user_id = ${viewerId} and status = 'accepted' and ${areMany}
          and followed_id not in (select id from friend)
        order by since desc, followed_id desc limit ${looked})
    ) near
    cross join lateral (
      select * from user_search s where s.user_id = near.id and s.place < ${below}
        and ${sql.join(hasTerms, sql` and `)} offset 0
    ) s
    cross join lateral (${seenPerson(viewerId, sql`near.is_near`)}) seen
    where seen."isNear" or seen.username = ${username} limit ${limit}`.execute(queries);
  return rows;
}
