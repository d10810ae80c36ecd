import type { UserId } from '@xom/contract/fields';
import { sql } from 'kysely';
import type { Queries } from '../../tables.ts';
import { isPersonVisible, isThere, unseenPeople } from './visibility.ts';

/** How much is looked at for one answer. */
export interface SuggestionBounds {
  followings: number;
  ofEach: number;
}

/** A person to follow, how many of those looked at follow them, and up to three of these. */
export interface SuggestionRow {
  id: UserId;
  mutualCount: number;
  mutualIds: UserId[];
}

/** Of how many of the most followed one looks whether they may be seen, until the page is full. */
const candidates = 1000;

/**
 * Whom the viewer's newest followings follow, most of them first; none whom the viewer follows, asked to follow,
 * muted, or may not see.
 */
export async function listSuggestions(
  queries: Queries,
  viewerId: UserId,
  limit: number,
  { followings, ofEach }: SuggestionBounds,
): Promise<SuggestionRow[]> {
  // Counted before anybody is left out (`offset 0`): each is looked for once, not once for each who follows them.
  const { rows } = await sql<SuggestionRow>`
    with mine as materialized (
      select f.followed_id as id, f.since
      from followings f join users u on u.id = f.followed_id
      where f.user_id = ${viewerId} and f.status = 'accepted' and ${isThere('u')}
      order by f.since desc, f.followed_id desc
      limit ${followings}
    ), counted as (
      select id, "mutualCount"
      from (
        select theirs.id, count(*) as "mutualCount"
        from mine cross join lateral (
          select followed_id as id from followings
          where user_id = mine.id and status = 'accepted'
          order by since desc, followed_id desc
          limit ${ofEach}
        ) theirs
        group by theirs.id
        offset 0
      ) theirs
      where id <> ${viewerId}
        and id not in (select followed_id from followings where user_id = ${viewerId})
        and id not in (select unseen.id from ${unseenPeople(viewerId)} unseen)
      order by "mutualCount" desc, id desc
      limit ${candidates}
    ), shown as materialized (
      select counted.*
      from counted join users u on u.id = counted.id
      where ${isPersonVisible(viewerId, 'u')}
      order by counted."mutualCount" desc, counted.id desc
      limit ${limit}
    )
    select shown.*, array(
      select mine.id from mine
      join followings f on f.user_id = mine.id and f.followed_id = shown.id and f.status = 'accepted'
      order by mine.since desc, mine.id desc
      limit 3
    ) as "mutualIds"
    from shown
    order by shown."mutualCount" desc, shown.id desc`.execute(queries);
  return rows;
}
