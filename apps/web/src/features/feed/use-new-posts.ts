import type { Post } from '@xom/contract/posts';
import { type InfiniteData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent } from 'react';
import { client } from '../../shell/client.ts';
import type { Page } from '../../shell/pages.ts';
import { feedQuery, postKeys } from '../posts/posts.queries.ts';

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
    queryKey: postKeys.newest,
    queryFn: ({ signal }) => client.feed.list({}, { signal }),
    enabled: feed !== undefined,
    staleTime: askAgainMs / 2,
    refetchInterval: askAgainMs,
  });
  const fresh = feed && newest ? newIn(feed, newest) : [];
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

/** For the latest first. */
const byTime = (one: Post, other: Post): number =>
  Math.sign(Date.parse(timeOf(other)) - Date.parse(timeOf(one)));

/** What has come, also between what is shown: of those whom I follow since, or mute no longer. */
function newIn(feed: Feed, newest: Page<Post>): readonly Post[] {
  const shown = feed.pages.flatMap(({ items }) => items);
  const known = new Set(shown.map(({ id }) => id));
  // What is older than all that is shown comes with the next page.
  const last = feed.pages.at(-1)?.nextCursor === null ? undefined : shown.at(-1);
  return newest.items.filter((post) => !known.has(post.id) && (!last || byTime(post, last) < 0));
}

/** What is shown, with what has come, and without what is there no longer. */
function joined(feed: Feed, newest: Page<Post>, fresh: readonly Post[]): Feed {
  // Nothing of what is shown is among the newest: between the two there may be more.
  if (feed.pages.length === 0 || fresh.length === newest.items.length)
    return { pages: [newest], pageParams: feed.pageParams.slice(0, 1) };
  const byId = new Map(newest.items.map((post) => [post.id, post]));
  const last = newest.nextCursor === null ? undefined : newest.items.at(-1);
  const isGone = (post: Post) => !byId.has(post.id) && (!last || byTime(post, last) < 0);
  let left = fresh;
  const pages = feed.pages.map((page, index) => {
    const items = page.items
      .filter((post) => !isGone(post))
      .map((post) => byId.get(post.id) ?? post);
    const end = index === feed.pages.length - 1 ? undefined : items.at(-1);
    const here = left.filter((post) => !end || byTime(post, end) < 0);
    left = left.filter((post) => !here.includes(post));
    return { ...page, items: here.length === 0 ? items : [...here, ...items].toSorted(byTime) };
  });
  return { ...feed, pages };
}
