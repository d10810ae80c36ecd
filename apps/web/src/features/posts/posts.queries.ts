import type { Post } from '@xom/contract/posts';
import { queryOptions } from '@tanstack/react-query';
import { client } from '../../shell/client.ts';
import { pagesQuery } from '../../shell/pages.ts';
import { kept } from '../../shell/queries.ts';

/** Every list of posts is below `lists`: that is where `posts.cache.ts` patches them. */
export const postKeys = {
  post: (postId: string) => ['posts', 'post', postId] as const,
  lists: ['posts', 'list'] as const,
  list: (...name: readonly string[]) => [...postKeys.lists, ...name] as const,
  /** The first page of the feed, as it is now. */
  newest: ['posts', 'newest'] as const,
  likes: (postId: string) => ['posts', 'likes', postId] as const,
  reposts: (postId: string) => ['posts', 'reposts', postId] as const,
  edits: (postId: string) => ['posts', 'edits', postId] as const,
  draft: ['posts', 'draft'] as const,
  /** Of the acts on a post that are on their way. */
  act: (postId: string) => ['posts', 'act', postId] as const,
};

/** One post. */
export function postQuery(postId: string) {
  return queryOptions<Post>({
    queryKey: postKeys.post(postId),
    queryFn: ({ signal }) => client.posts.get({ postId }, { signal }),
    // What was kept shows at once, and may be gone.
    refetchOnMount: 'always',
    meta: kept,
  });
}

/**
 * What I and those whom I follow posted. Once it is here it is never fetched anew, which would move what
 * somebody reads: what is new comes by `useNewPosts`.
 */
export const feedQuery = {
  ...pagesQuery(postKeys.list('feed'), ({ signal, ...page }) => client.feed.list(page, { signal })),
  enabled: ({ state }: { state: { data: unknown } }) => state.data === undefined,
  meta: kept,
};

/** What is liked and discussed now. */
export const exploreQuery = {
  ...pagesQuery(postKeys.list('explore'), ({ signal, ...page }) =>
    client.explore.list(page, { signal }),
  ),
  // The order moves: somebody who comes back finds what they have seen.
  staleTime: 5 * 60_000,
  meta: kept,
};

/** The posts with a tag, given without its `#`. */
export const tagQuery = (tag: string) =>
  pagesQuery(postKeys.list('tag', tag.toLowerCase()), ({ signal, ...page }) =>
    client.tags.posts({ tag, ...page }, { signal }),
  );

/** What I keep, like, or show to nobody but me. */
export const myPostsQuery = (kind: 'saved' | 'liked' | 'archived') =>
  pagesQuery(postKeys.list(kind), ({ signal, ...page }) => client.posts[kind](page, { signal }));

export type PersonPostsKind = 'posts' | 'tweets' | 'tagged';

/** What a person posted, or what tags them. */
export const personPostsQuery = (kind: PersonPostsKind, userId: string) =>
  pagesQuery(postKeys.list('person', userId, kind), ({ signal, ...page }) =>
    kind === 'tagged'
      ? client.users.tagged({ userId, ...page }, { signal })
      : client.users.posts(
          { userId, kind: kind === 'tweets' ? 'tweet' : 'post', ...page },
          { signal },
        ),
  );

/** Who likes a post. */
export const postLikesQuery = (postId: string) =>
  pagesQuery(postKeys.likes(postId), ({ signal, ...page }) =>
    client.posts.likes({ postId, ...page }, { signal }),
  );

/** Who reposted a post. */
export const postRepostsQuery = (postId: string) =>
  pagesQuery(postKeys.reposts(postId), ({ signal, ...page }) =>
    client.posts.reposts({ postId, ...page }, { signal }),
  );

/** What a post said before its edits. */
export const postEditsQuery = (postId: string) =>
  pagesQuery(postKeys.edits(postId), ({ signal, ...page }) =>
    client.posts.edits({ postId, ...page }, { signal }),
  );
