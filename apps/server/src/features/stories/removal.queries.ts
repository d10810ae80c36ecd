import type { MediaId, StoryId, UserId } from '@xom/contract/fields';
import { sql } from 'kysely';
import type { Queries } from '../../tables.ts';
import { isLive } from './story-visibility.ts';

/** What of a story is in the way of its removal. */
export interface StandingStory {
  ownerId: UserId;
  id: StoryId;
  /** Null: it has let go of its file. */
  mediaId: MediaId | null;
}

const standing = ['owner_id as ownerId', 'id', 'media_id as mediaId'] as const;

/** Takes the lock under which a story goes; nothing when it is over. */
export async function lockOwn(
  queries: Queries,
  ownerId: UserId,
  storyId: StoryId,
): Promise<StandingStory | undefined> {
  return queries
    .selectFrom('stories')
    .where('owner_id', '=', ownerId)
    .where('id', '=', storyId)
    .where(isLive('stories'))
    .select(standing)
    .forUpdate()
    .executeTakeFirst();
}

/** Locks all that is left of a person's stories. */
export async function lockAllOf(queries: Queries, ownerId: UserId): Promise<StandingStory[]> {
  return queries
    .selectFrom('stories')
    .where('owner_id', '=', ownerId)
    .select(standing)
    .orderBy('id')
    .forUpdate()
    .execute();
}

/** Locks some of those whose time is over; what others remove is passed by. */
export async function lockDue(queries: Queries, limit: number): Promise<StandingStory[]> {
  return queries
    .selectFrom('stories')
    .where(sql<boolean>`expires_at <= now()`)
    .select(standing)
    .orderBy('expires_at')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute();
}

/** Ends locked stories of one owner, so that nobody finds them from now on; the file is let go of beside this. */
export async function end(
  queries: Queries,
  ownerId: UserId,
  storyIds: readonly StoryId[],
): Promise<void> {
  if (storyIds.length === 0) return;
  await queries
    .updateTable('stories')
    .where('owner_id', '=', ownerId)
    .where('id', 'in', storyIds)
    // In the past whatever clocks do.
    .set((eb) => ({ expires_at: eb.ref('created_at'), media_id: null }))
    .execute();
}

/** Notes that locked stories have let go of their files. */
export async function markReleased(
  queries: Queries,
  stories: readonly StandingStory[],
): Promise<void> {
  await sql`
    update stories s set media_id = null
    from unnest(${stories.map((story) => story.ownerId)}::uuid[], ${stories.map((story) => story.id)}::uuid[])
      as gone(owner_id, id)
    where s.owner_id = gone.owner_id and s.id = gone.id`.execute(queries);
}

/** Removes some of the views of these stories. @returns how many went: fewer than the limit when none is left */
export async function deleteSomeViews(
  queries: Queries,
  stories: readonly StandingStory[],
  limit: number,
): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    delete from story_views where ctid = any(array(
      select v.ctid
      from unnest(${stories.map((story) => story.ownerId)}::uuid[], ${stories.map((story) => story.id)}::uuid[])
        as gone(owner_id, id)
      join story_views v on v.owner_id = gone.owner_id and v.story_id = gone.id limit ${limit}
    ))`.execute(queries);
  return Number(numAffectedRows);
}

/** Removes locked stories, with what views came in the meantime. */
export async function deleteStories(
  queries: Queries,
  stories: readonly StandingStory[],
): Promise<void> {
  await sql`
    delete from stories s
    using unnest(${stories.map((story) => story.ownerId)}::uuid[], ${stories.map((story) => story.id)}::uuid[])
      as gone(owner_id, id)
    where s.owner_id = gone.owner_id and s.id = gone.id`.execute(queries);
}

/** Forgets some of what a person looked at. @returns how many went: fewer than the limit when none is left */
export async function deleteSomeViewsBy(
  queries: Queries,
  viewerId: UserId,
  limit: number,
): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    delete from story_views where ctid = any(array(
      select ctid from story_views where viewer_id = ${viewerId} limit ${limit}
    ))`.execute(queries);
  return Number(numAffectedRows);
}

/** When the next story is over. */
export async function findNextDue(queries: Queries): Promise<Date | null> {
  const row = await queries
    .selectFrom('stories')
    .orderBy('expires_at')
    .select('expires_at')
    .limit(1)
    .executeTakeFirst();
  return row?.expires_at ?? null;
}
