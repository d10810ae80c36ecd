import { z } from 'zod';
import { defineOperation } from './define.ts';
import { pageInput, pageOf, PostId, text, UserId } from './fields.ts';
import { Post, PostKind } from './posts.ts';

/** The lists of posts. Each holds only what the caller may see. */

const list = { access: 'person', rate: 'read', output: pageOf(Post) } as const;

export const listFeed = defineOperation({
  name: 'feed.list',
  summary:
    'What I and those whom I follow posted and reposted, newest first; without people whom I muted. A post comes once: at its own place where I follow its author, else at the earliest repost by somebody I follow.',
  rest: 'GET /feed',
  ...list,
  input: z.object(pageInput),
});

export const listExplore = defineOperation({
  name: 'explore.list',
  summary:
    'Public posts that are liked and discussed now, the highest rank first: `floor(log2(1 + points)) + age`, where a like is 1 point, a comment 2, a repost or quote 3, and age is the time of posting in steps of 12 hours. Without people whom I muted.',
  rest: 'GET /explore',
  ...list,
  input: z.object(pageInput),
});

export const listTag = defineOperation({
  name: 'tags.posts',
  summary:
    'The posts with a `#tag`, newest first, whatever case it is written in; without people whom I muted.',
  rest: 'GET /tags/:tag',
  ...list,
  input: z.object({ ...pageInput, tag: text(100).min(1).describe('With or without its `#`.') }),
});

export const listPostsOf = defineOperation({
  name: 'users.posts',
  summary:
    'What a person posted, newest first; not what they archived or reposted. Without a `kind`, as many as `postCount` of their profile.',
  rest: 'GET /users/:userId/posts',
  ...list,
  input: z.object({ ...pageInput, userId: UserId, kind: PostKind.optional() }),
  errors: ['not_found'],
});

export const listTagged = defineOperation({
  name: 'users.tagged',
  summary:
    "The posts that tag a person, newest first; none with a block between its author and them. A private account's are listed to its followers and itself.",
  rest: 'GET /users/:userId/tagged',
  ...list,
  input: z.object({ ...pageInput, userId: UserId }),
  errors: ['not_found'],
});

export const listSaved = defineOperation({
  name: 'posts.saved',
  summary: 'What I saved, the last saved first.',
  rest: 'GET /users/me/saved',
  ...list,
  input: z.object(pageInput),
});

export const listLiked = defineOperation({
  name: 'posts.liked',
  summary: 'What I like, the last liked first.',
  rest: 'GET /users/me/liked',
  ...list,
  input: z.object(pageInput),
});

export const listArchived = defineOperation({
  name: 'posts.archived',
  summary: 'What I archived, the newest post first.',
  rest: 'GET /users/me/archived',
  ...list,
  input: z.object(pageInput),
});

/** Pages of the dialect that counts them; behind this many nobody looks. */
export const maxPostPage = 5000;

/** For the dialect of seed 001, which counts pages: it has no door of its own, so it is in no list. */
export const pagePostsOf = defineOperation({
  name: 'users.postsPage',
  summary: 'One numbered page of what a person posted, newest first, 20 to a page.',
  socket: null,
  access: 'person',
  rate: 'read',
  input: z.object({
    userId: UserId,
    kind: PostKind.optional(),
    page: z.int().min(0).max(maxPostPage),
  }),
  output: z.strictObject({ items: z.array(Post) }),
  errors: ['not_found'],
});

/** Of each post the dialect of seed 001 shows so many who like it. */
export const likersShown = 50;

/** For that dialect too: without a door of its own. */
export const listFirstLikers = defineOperation({
  name: 'posts.firstLikers',
  summary:
    'Who likes each of some posts: the newest of those whom I see. Of no post that I may not see.',
  socket: null,
  access: 'person',
  rate: 'read',
  input: z.object({ postIds: z.array(PostId).max(20) }),
  output: z.strictObject({
    posts: z.array(z.strictObject({ postId: PostId, likerIds: z.array(UserId).max(likersShown) })),
  }),
});

export const feedOperations = [
  listFeed,
  listExplore,
  listTag,
  listPostsOf,
  listTagged,
  listSaved,
  listLiked,
  listArchived,
] as const;
