import type { Post } from '@xom/contract/posts';
import { type InfiniteData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent } from 'react';
import { client } from '../../shell/client.ts';
import type { Page } from '../../shell/pages.ts';
import { feedQuery } from '../posts/posts.queries.ts';

type Feed = InfiniteData<Page<Post>>;

const askAgainMs = 30_000;
/** Somebody who is so near the top reads nothing yet that could move. */
const nearTopPx = 100;

interface NewPosts {
  /** How many are newer than what is shown. */
  readonly count: number;
  /** Shows them, and goes to the top. */
  show(): void;
}

/** Asks what is new in the feed while the page is seen. Nothing moves until the person wants it. */
export function useNewPosts(feed: Feed | undefined): NewPosts {
  const queries = useQueryClient();
  const { data: newest, isFetchedAfterMount } = useQuery({
    queryKey: ['feed', 'newest'],
    queryFn: ({ signal }) => client.feed.list({}, { signal }),
    enabled: feed !== undefined,
    staleTime: askAgainMs / 2,
    refetchInterval: askAgainMs,
  });
  const fresh = feed && newest ? newerThan(feed, newest) : [];
  const take = () => {
    if (!feed || !newest) return;
    queries.setQueryData<Feed>(feedQuery.queryKey, joined(feed, newest, fresh));
  };
  const arrive = useEffectEvent(() => {
    // Without anything new, what is shown learns how its counts moved.
    if (fresh.length === 0 || scrollY < nearTopPx) take();
  });
  const refresh = useEffectEvent(() => {
    if (fresh.length === 0) take();
  });
  // What came while the page was away is there at once when one comes back to its top.
  useEffect(() => {
    if (isFetchedAfterMount) arrive();
  }, [isFetchedAfterMount]);
  useEffect(() => {
    if (newest) refresh();
  }, [newest]);
  return {
    count: fresh.length,
    show() {
      take();
      scrollTo({ top: 0 });
    },
  };
}

/** Where it stands in the feed. */
const timeOf = ({ repostedAt, createdAt }: Post): string => repostedAt ?? createdAt;

function newerThan(feed: Feed, newest: Page<Post>): readonly Post[] {
  const known = new Set(feed.pages.flatMap(({ items }) => items.map(({ id }) => id)));
  const top = feed.pages[0]?.items[0];
  return newest.items.filter((post) => !known.has(post.id) && (!top || timeOf(post) > timeOf(top)));
}

function joined(feed: Feed, newest: Page<Post>, fresh: readonly Post[]): Feed {
  const [first, ...rest] = feed.pages;
  // Nothing of what is shown is among the newest: between the two there may be more.
  if (!first || fresh.length === newest.items.length)
    return { pages: [newest], pageParams: feed.pageParams.slice(0, 1) };
  const byId = new Map(newest.items.map((post) => [post.id, post]));
  const items = [...fresh, ...first.items.map((post) => byId.get(post.id) ?? post)];
  return { ...feed, pages: [{ ...first, items }, ...rest] };
}
