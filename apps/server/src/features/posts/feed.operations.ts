import {
  listArchived,
  listExplore,
  listFeed,
  listFirstLikers,
  listLiked,
  listPostsOf,
  listSaved,
  listTag,
  listTagged,
  pagePostsOf,
} from '@xom/contract/feed';
import { PostId, RepostId, type UserId } from '@xom/contract/fields';
import { z } from 'zod';
import { bind, type Binding } from '../../platform/call.ts';
import type { FeedService } from './feed.service.ts';
import { listed } from './listed.ts';
import type { PostListService } from './post-lists.service.ts';

const plain = { read: (id: PostId) => id, write: (id: PostId) => id };
const Act = z.tuple([z.iso.datetime(), PostId]);
const Rank = z.tuple([z.number(), PostId]);
const FeedPlace = z.union([PostId, RepostId]);

/** The operations of contract/feed.ts. */
export function feedBindings(services: { feed: FeedService; lists: PostListService }): Binding[] {
  const { feed, lists } = services;
  const actedOn = (
    userId: UserId,
    table: 'saved_posts' | 'liked_posts',
    input: { limit: number; cursor?: string | undefined },
  ) =>
    listed(input, Act, {
      read: ([at, id]) => ({ at: new Date(at), id }),
      write: ({ at, id }) => [at.toISOString(), id],
      load: (wanted) => lists.actedOn(userId, table, wanted),
    });
  return [
    bind(listFeed, (input, { caller }) =>
      listed(input, FeedPlace, {
        read: (place) => place,
        write: (place) => place,
        load: (wanted) => feed.list(caller.userId, wanted),
      }),
    ),
    bind(listExplore, (input, { caller }) =>
      listed(input, Rank, {
        read: ([rank, id]) => ({ rank, id }),
        write: ({ rank, id }) => [rank, id],
        load: (wanted) => lists.explore(caller.userId, wanted),
      }),
    ),
    bind(listTag, ({ tag, ...input }, { caller }) =>
      listed(input, PostId, {
        ...plain,
        load: (wanted) => lists.withTag(caller.userId, tag, wanted),
      }),
    ),
    bind(listPostsOf, ({ userId: authorId, kind, ...input }, { caller }) =>
      listed(input, PostId, {
        ...plain,
        load: (wanted) => lists.of(caller.userId, { authorId, kind }, wanted),
      }),
    ),
    bind(listTagged, ({ userId, ...input }, { caller }) =>
      listed(input, PostId, {
        ...plain,
        load: (wanted) => lists.tagging(caller.userId, userId, wanted),
      }),
    ),
    bind(listSaved, (input, { caller }) => actedOn(caller.userId, 'saved_posts', input)),
    bind(listLiked, (input, { caller }) => actedOn(caller.userId, 'liked_posts', input)),
    bind(listArchived, (input, { caller }) =>
      listed(input, PostId, { ...plain, load: (wanted) => lists.archived(caller.userId, wanted) }),
    ),
    bind(pagePostsOf, async ({ userId: authorId, kind, page }, { caller }) => ({
      items: await lists.numbered(caller.userId, { authorId, kind }, page),
    })),
    bind(listFirstLikers, async ({ postIds }, { caller }) => ({
      posts: await lists.firstLikers(caller.userId, postIds),
    })),
  ];
}
