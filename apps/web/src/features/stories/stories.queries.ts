import type { UserId } from '@xom/contract/fields';
import type { Story, StoryReel } from '@xom/contract/stories';
import { type InfiniteData, type QueryClient, queryOptions } from '@tanstack/react-query';
import { client } from '../../shell/client.ts';
import { onHappening } from '../../shell/happenings.ts';
import { mapPages, type Page, pagesQuery } from '../../shell/pages.ts';

type Tray = InfiniteData<Page<StoryReel>>;

const keys = {
  tray: ['stories', 'tray'] as const,
  of: (ownerId: string) => ['stories', 'of', ownerId] as const,
  viewers: (storyId: string) => ['stories', 'viewers', storyId] as const,
};

/** The stories of those whom I follow, mine first. */
export const trayQuery = pagesQuery(keys.tray, ({ signal, ...page }) =>
  client.stories.list({ limit: 50, ...page }, { signal }),
);

/** What a person shows now, in the order in which it was made. */
export const storiesOfQuery = (ownerId: UserId) =>
  queryOptions({
    queryKey: keys.of(ownerId),
    queryFn: async ({ signal }) =>
      (await client.users.stories({ userId: ownerId, limit: 100 }, { signal })).items,
  });

/** Who looked at a story of mine. */
export const viewersQuery = (storyId: string) =>
  pagesQuery(keys.viewers(storyId), ({ signal, ...page }) =>
    client.stories.viewers({ storyId, ...page }, { signal }),
  );

/** How many they are. */
export const viewerCountQuery = (storyId: string) =>
  queryOptions({
    queryKey: [...keys.viewers(storyId), 'count'],
    queryFn: async ({ signal }) =>
      (await client.stories.viewers({ storyId, limit: 1 }, { signal })).count,
  });

/** Keeps tray and stories in step with what happens. */
export function followStories(queries: QueryClient): void {
  onHappening('story.created', ({ owner }) => {
    // Where the reel stands in the tray, the server knows.
    void queries.invalidateQueries({ queryKey: keys.tray });
    void queries.invalidateQueries({ queryKey: keys.of(owner.id) });
  });
  onHappening('story.removed', ({ storyId, ownerId }) =>
    changeStories(queries, ownerId, (story) => (story.id === storyId ? null : story)),
  );
  onHappening('story.viewed', ({ storyId, ownerId }) => {
    changeStories(queries, ownerId, (story) =>
      story.id === storyId ? { ...story, seen: true } : story,
    );
    void queries.invalidateQueries({ queryKey: keys.viewers(storyId) });
  });
}

type AnyStory = Omit<Story, 'owner'>;

/** Changes, or with null removes, stories wherever they are held. */
function changeStories(
  queries: QueryClient,
  ownerId: string,
  change: (story: AnyStory) => AnyStory | null,
): void {
  queries.setQueryData<Story[]>(keys.of(ownerId), (stories) =>
    stories?.flatMap(({ owner, ...story }) => {
      const changed = change(story);
      return changed ? [{ ...changed, owner }] : [];
    }),
  );
  queries.setQueryData<Tray>(
    keys.tray,
    (tray) =>
      tray &&
      mapPages(tray, (reel) => {
        if (reel.owner.id !== ownerId) return reel;
        const stories = reel.stories.map(change).filter((story) => story !== null);
        if (stories.length === 0) return null;
        return { ...reel, stories, hasUnseen: stories.some(({ seen }) => !seen) };
      }),
  );
}
