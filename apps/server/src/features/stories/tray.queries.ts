import type { StoryId, UserId } from '@xom/contract/fields';
import type { StoryVisibility } from '@xom/contract/stories';
import { sql } from 'kysely';
import type { Queries } from '../../tables.ts';
import { isMutedBy, type Viewer } from '../people/visibility.ts';
import { isLive, isStoryFor, isStoryVisible } from './story-visibility.ts';

/** Where somebody stands in a tray: oneself first, then those with something unseen, then the newest. */
export interface TrayPlace {
  /** 0: oneself; 1: with something unseen; 2: all seen. */
  rank: number;
  /** Of their newest story. */
  newestAt: Date;
  ownerId: UserId;
}

/** Somebody in a tray, with how many of their stories the viewer may see. */
export interface TrayOwner extends TrayPlace {
  storyCount: number;
}

/**
 * Whose stories a viewer's tray shows, from the place after `after` on. Goes through the followings, of which
 * one has a bounded number, and the stories of each.
 */
export async function listTray(
  queries: Queries,
  viewerId: UserId,
  { after, limit }: { after: TrayPlace | null; limit: number },
): Promise<TrayOwner[]> {
  const isAfter = after
    ? sql`(rank > ${after.rank} or rank = ${after.rank}
        and (newest_at, owner_id) < (${after.newestAt}::timestamptz, ${after.ownerId}::uuid))`
    : sql`true`;
  const { rows } = await sql<TrayOwner>`
    with shown as (
      select f.followed_id as id from followings f
      where f.user_id = ${viewerId} and f.status = 'accepted' and not ${isMutedBy(viewerId, 'f.followed_id')}
      union all select ${viewerId}::uuid
    ),
    -- First, since most people have none: who may see the few that there are is asked after.
    live as materialized (
      select s.owner_id, s.id, s.visibility, s.created_at, s.expires_at
      from shown join stories s on s.owner_id = shown.id where ${isLive('s')}
    ),
    reel as (
      select s.owner_id, max(s.created_at) as newest_at, count(*)::int as story_count,
        case when s.owner_id = ${viewerId} then 0 when bool_or(v.viewer_id is null) then 1 else 2 end as rank
      from live s join users u on u.id = s.owner_id
      left join story_views v on v.owner_id = s.owner_id and v.story_id = s.id and v.viewer_id = ${viewerId}
      where ${isStoryVisible(viewerId, { story: 's', owner: 'u' })}
      group by s.owner_id
    )
    select rank, newest_at as "newestAt", owner_id as "ownerId", story_count as "storyCount" from reel
    where ${isAfter}
    order by rank, newest_at desc, owner_id desc limit ${limit}`.execute(queries);
  return rows;
}

/** A story without its file. */
export interface BriefStory {
  ownerId: UserId;
  id: StoryId;
  createdAt: Date;
  expiresAt: Date;
  isSeen: boolean;
}

/** All stories of these people that the viewer may see, in the order of time. */
export async function listBriefStories(
  queries: Queries,
  viewerId: UserId,
  ownerIds: readonly UserId[],
): Promise<BriefStory[]> {
  if (ownerIds.length === 0) return [];
  const { rows } = await sql<BriefStory>`
    select s.owner_id as "ownerId", s.id, s.created_at as "createdAt", s.expires_at as "expiresAt",
      exists (
        select from story_views v
        where v.owner_id = s.owner_id and v.story_id = s.id and v.viewer_id = ${viewerId}) as "isSeen"
    from stories s join users u on u.id = s.owner_id
    where s.owner_id = any(${[...ownerIds]}::uuid[])
      and ${isStoryVisible(viewerId, { story: 's', owner: 'u' })}
    order by s.id`.execute(queries);
  return rows;
}

/**
 * Of these people, those whose tray shows a story of the owner: who follow, have not muted, and may see what
 * has this visibility.
 * @param story also asks whether it still stands; null: it is gone
 */
export async function listTrayHolders(
  queries: Queries,
  among: readonly UserId[],
  {
    ownerId,
    visibility,
    story,
  }: {
    ownerId: UserId;
    visibility: StoryVisibility;
    story: StoryId | null;
  },
): Promise<UserId[]> {
  const follower: Viewer = sql.ref<UserId>('f.follower_id');
  const stands = story
    ? sql`exists (
        select from stories s where s.owner_id = ${ownerId} and s.id = ${story} and ${isLive('s')})`
    : sql`true`;
  const { rows } = await sql<{ id: UserId }>`
    select f.follower_id as id from followers f join users u on u.id = f.user_id
    where f.user_id = ${ownerId} and f.status = 'accepted' and f.follower_id = any(${[...among]}::uuid[])
      and not ${isMutedBy(follower, 'u.id')} and ${isStoryFor(follower, visibility, 'u')}
      and ${stands}`.execute(queries);
  return rows.map(({ id }) => id);
}
