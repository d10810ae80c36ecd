import { z } from 'zod';
import { defineOperation } from './define.ts';
import { pageInput, pageOf, Person, Timestamp } from './fields.ts';
import { ofOneself, Post, postId } from './posts.ts';

/** What people do with posts, and who did. */

export const PostLike = z.strictObject({ user: Person, likedAt: Timestamp });
export type PostLike = z.output<typeof PostLike>;
export const PostRepost = z.strictObject({ user: Person, repostedAt: Timestamp });
export type PostRepost = z.output<typeof PostRepost>;

export const likePost = defineOperation({
  name: 'posts.like',
  summary: 'Like a post; a second time changes nothing.',
  rest: 'PUT /posts/:postId/like',
  ...ofOneself,
  output: Post,
  errors: ['not_found'],
});

export const unlikePost = defineOperation({
  name: 'posts.unlike',
  summary: 'Take my like of a post back.',
  rest: 'DELETE /posts/:postId/like',
  ...ofOneself,
  output: Post,
  errors: ['not_found'],
});

/** Behind the dialect of seed 001: no door of `/v1`. */
export const toggleLike = defineOperation({
  name: 'posts.toggleLike',
  summary:
    'Like a post, or take my like back where I like it. Two at once are one after the other.',
  socket: null,
  ...ofOneself,
  output: z.strictObject({ likedByMe: z.boolean() }),
  errors: ['not_found'],
});

export const savePost = defineOperation({
  name: 'posts.save',
  summary: 'Keep a post in a list that only I see; its author is told how many did.',
  rest: 'PUT /posts/:postId/save',
  ...ofOneself,
  output: Post,
  errors: ['not_found'],
});

export const unsavePost = defineOperation({
  name: 'posts.unsave',
  summary: 'Keep a post no longer.',
  rest: 'DELETE /posts/:postId/save',
  ...ofOneself,
  output: Post,
  errors: ['not_found'],
});

export const repostPost = defineOperation({
  name: 'posts.repost',
  summary:
    'Show a post to those who follow me: a public one of an account that is not private, my own too.',
  rest: 'PUT /posts/:postId/repost',
  ...ofOneself,
  output: Post,
  errors: ['not_found', 'forbidden'],
});

export const unrepostPost = defineOperation({
  name: 'posts.unrepost',
  summary: 'Take my repost back.',
  rest: 'DELETE /posts/:postId/repost',
  ...ofOneself,
  output: Post,
  errors: ['not_found'],
});

export const archivePost = defineOperation({
  name: 'posts.archive',
  summary:
    'Show a post of mine to nobody but me, as if it were not there. What was done to it is kept.',
  rest: 'PUT /posts/:postId/archive',
  ...ofOneself,
  output: Post,
  errors: ['not_found', 'forbidden'],
});

export const unarchivePost = defineOperation({
  name: 'posts.unarchive',
  summary: 'Show an archived post of mine again.',
  rest: 'DELETE /posts/:postId/archive',
  ...ofOneself,
  output: Post,
  errors: ['not_found', 'forbidden'],
});

export const untagPost = defineOperation({
  name: 'posts.untag',
  summary:
    'Take my tag off a post: it stays off, whatever the author does. Without one, nothing changes.',
  rest: 'DELETE /posts/:postId/tag',
  ...ofOneself,
  output: Post,
  errors: ['not_found'],
});

export const listPostLikes = defineOperation({
  name: 'posts.likes',
  summary: 'Who likes a post, the newest first.',
  rest: 'GET /posts/:postId/likes',
  access: 'person',
  rate: 'read',
  input: z.object({ ...postId, ...pageInput }),
  output: pageOf(PostLike),
  errors: ['not_found'],
});

export const listPostReposts = defineOperation({
  name: 'posts.reposts',
  summary: 'Who reposted a post, the newest first.',
  rest: 'GET /posts/:postId/reposts',
  access: 'person',
  rate: 'read',
  input: z.object({ ...postId, ...pageInput }),
  output: pageOf(PostRepost),
  errors: ['not_found'],
});

export const postActOperations = [
  likePost,
  unlikePost,
  savePost,
  unsavePost,
  repostPost,
  unrepostPost,
  archivePost,
  unarchivePost,
  untagPost,
  listPostLikes,
  listPostReposts,
] as const;
