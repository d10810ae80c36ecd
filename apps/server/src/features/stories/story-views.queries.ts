import type { StoryId, UserId } from '@xom/contract/fields';
import { sql } from 'kysely';
import type { Queries } from '../../tables.ts';
import { blockedPeople, isThere } from '../people/visibility.ts';
import { isStoryVisible } from './story-visibility.ts';

/** Keeps a story that the viewer may see from being removed until the transaction ends. */
export async function lockVisible(
  queries: Queries,
  viewerId: UserId,
  storyId: StoryId,
): Promise<UserId | null> {
  const row = await queries
    .selectFrom('stories as s')
    .innerJoin('users as u', 'u.id', 's.owner_id')
    .where('s.id', '=', storyId)
    .where(isStoryVisible(viewerId, { story: 's', owner: 'u' }))
    .select('s.owner_id')
    .forKeyShare('s')
    .executeTakeFirst();
  return row?.owner_id ?? null;
}

/** The caller holds the story's lock. @returns when, unless they had looked at it before */
export async function insertView(
  queries: Queries,
  view: { ownerId: UserId; storyId: StoryId; viewerId: UserId },
): Promise<Date | null> {
  const row = await queries
    .insertInto('story_views')
    .values({
      owner_id: view.ownerId,
      story_id: view.storyId,
      viewer_id: view.viewerId,
      viewed_at: sql<Date>`clock_timestamp()`,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('viewed_at')
    .executeTakeFirst();
  return row?.viewed_at ?? null;
}

export interface ViewPlace {
  at: Date;
  viewerId: UserId;
}

/** Views of a story by people whom the owner may see: hidden and blocked ones are neither listed nor counted. */
function viewsFor(queries: Queries, { ownerId, storyId }: { ownerId: UserId; storyId: StoryId }) {
  return queries
    .selectFrom('story_views as v')
    .innerJoin('users as u', 'u.id', 'v.viewer_id')
    .where('v.owner_id', '=', ownerId)
    .where('v.story_id', '=', storyId)
    .where(isThere('u'))
    .where(sql<boolean>`v.viewer_id not in ${blockedPeople(ownerId)}`);
}

/** Who looked at a story, the newest first, from the place after `after` on. */
export async function listViews(
  queries: Queries,
  story: { ownerId: UserId; storyId: StoryId },
  { after, limit }: { after: ViewPlace | null; limit: number },
): Promise<ViewPlace[]> {
  return viewsFor(queries, story)
    .$if(after !== null, (query) =>
      query.where(
        sql<boolean>`(v.viewed_at, v.viewer_id) < (${after?.at}::timestamptz, ${after?.viewerId}::uuid)`,
      ),
    )
    .orderBy('v.viewed_at', 'desc')
    .orderBy('v.viewer_id', 'desc')
    .select(['v.viewed_at as at', 'v.viewer_id as viewerId'])
    .limit(limit)
    .execute();
}

/** How many looked at a story: as many as `listViews` lists. Goes through them all. */
export async function countViews(
  queries: Queries,
  story: { ownerId: UserId; storyId: StoryId },
): Promise<number> {
  const { count } = await viewsFor(queries, story)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}
