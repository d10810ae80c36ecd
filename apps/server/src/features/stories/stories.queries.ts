import type { MediaId, StoryId, UserId } from '@xom/contract/fields';
import type { StoryVisibility } from '@xom/contract/stories';
import { sql } from 'kysely';
import type { Queries } from '../../tables.ts';
import type { MediaRow } from '../media/media.tables.ts';
import { isPersonVisible, isThere } from '../people/visibility.ts';
import { isLive, isStoryVisible } from './story-visibility.ts';

/** A story with its file, as one viewer sees it. */
export interface StoryRow extends Pick<
  MediaRow,
  | 'kind'
  | 'mime_type'
  | 'size_bytes'
  | 'width'
  | 'height'
  | 'duration_seconds'
  | 'thumbhash'
  | 'variants'
> {
  owner_id: UserId;
  id: StoryId;
  media_id: MediaId;
  caption: string | null;
  visibility: StoryVisibility;
  created_at: Date;
  expires_at: Date;
  is_seen: boolean;
}

const lifetime = '24 hours';

/**
 * Takes the lock under which a person's stories are made, so that they can be counted.
 * @returns whether the person is there
 */
export async function lockOwner(queries: Queries, ownerId: UserId): Promise<boolean> {
  const row = await queries
    .selectFrom('users as u')
    .where('u.id', '=', ownerId)
    .where(isThere('u'))
    .select('u.id')
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row !== undefined;
}

/** Keeps a person from being hidden or erased until the transaction ends. @returns whether they are there */
export async function lockActor(queries: Queries, userId: UserId): Promise<boolean> {
  const row = await queries
    .selectFrom('users as u')
    .where('u.id', '=', userId)
    .where(isThere('u'))
    .select('u.id')
    .forShare()
    .executeTakeFirst();
  return row !== undefined;
}

/** How many stories of a person are not over. Bounded, as these are. */
export async function countLive(queries: Queries, ownerId: UserId): Promise<number> {
  const { count } = await queries
    .selectFrom('stories as s')
    .where('s.owner_id', '=', ownerId)
    .where(isLive('s'))
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

export async function findByClientId(
  queries: Queries,
  ownerId: UserId,
  clientId: string,
): Promise<{ id: StoryId; isOver: boolean } | undefined> {
  return queries
    .selectFrom('stories as s')
    .where('s.owner_id', '=', ownerId)
    .where('s.client_id', '=', clientId)
    .select(['s.id', sql<boolean>`not ${isLive('s')}`.as('isOver')])
    .executeTakeFirst();
}

/** The caller holds the owner's lock. Its times are the database's: so is the look at whether it is over. */
export async function insertStory(
  queries: Queries,
  story: {
    ownerId: UserId;
    id: StoryId;
    mediaId: MediaId;
    caption: string | null;
    visibility: StoryVisibility;
    clientId: string | null;
  },
): Promise<void> {
  await queries
    .insertInto('stories')
    .values({
      owner_id: story.ownerId,
      id: story.id,
      media_id: story.mediaId,
      caption: story.caption,
      visibility: story.visibility,
      client_id: story.clientId,
      created_at: sql<Date>`now()`,
      expires_at: sql<Date>`now() + ${lifetime}::interval`,
    })
    .execute();
}

function visibleStories(queries: Queries, viewerId: UserId) {
  return queries
    .selectFrom('stories as s')
    .innerJoin('users as u', 'u.id', 's.owner_id')
    .innerJoin('media as m', (join) =>
      join.onRef('m.owner_id', '=', 's.owner_id').onRef('m.id', '=', 's.media_id'),
    )
    .where(isStoryVisible(viewerId, { story: 's', owner: 'u' }))
    .select([
      's.owner_id',
      's.id',
      'm.id as media_id',
      's.caption',
      's.visibility',
      's.created_at',
      's.expires_at',
      'm.kind',
      'm.mime_type',
      'm.size_bytes',
      'm.width',
      'm.height',
      'm.duration_seconds',
      'm.thumbhash',
      'm.variants',
      isSeen(viewerId).as('is_seen'),
    ]);
}

/** Whether the viewer has looked at the story `s`; one's own always. */
function isSeen(viewerId: UserId) {
  return sql<boolean>`(s.owner_id = ${viewerId} or exists (
    select from story_views v
    where v.owner_id = s.owner_id and v.story_id = s.id and v.viewer_id = ${viewerId}))`;
}

export async function findStory(
  queries: Queries,
  viewerId: UserId,
  storyId: StoryId,
): Promise<StoryRow | undefined> {
  return visibleStories(queries, viewerId).where('s.id', '=', storyId).executeTakeFirst();
}

/** Stories of a person that the viewer may see, in the order of time, from the one after `after` on. */
export async function listStoriesOf(
  queries: Queries,
  viewerId: UserId,
  { ownerId, after, limit }: { ownerId: UserId; after: StoryId | null; limit: number },
): Promise<StoryRow[]> {
  return visibleStories(queries, viewerId)
    .where('s.owner_id', '=', ownerId)
    .$if(after !== null, (query) => query.where('s.id', '>', after))
    .orderBy('s.id')
    .limit(limit)
    .execute();
}

/** All stories of these people that the viewer may see, in the order of time. Each has a bounded number. */
export async function listStoriesOfAll(
  queries: Queries,
  viewerId: UserId,
  ownerIds: readonly UserId[],
): Promise<StoryRow[]> {
  if (ownerIds.length === 0) return [];
  return visibleStories(queries, viewerId)
    .where('s.owner_id', 'in', ownerIds)
    .orderBy('s.id')
    .execute();
}

/** Whether the viewer may see that there is such a person. */
export async function isPersonSeen(
  queries: Queries,
  viewerId: UserId,
  personId: UserId,
): Promise<boolean> {
  const row = await queries
    .selectFrom('users as u')
    .where('u.id', '=', personId)
    .where(isPersonVisible(viewerId, 'u'))
    .select('u.id')
    .executeTakeFirst();
  return row !== undefined;
}
