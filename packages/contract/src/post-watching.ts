import { z } from 'zod';
import { defineEvent, defineOperation } from './define.ts';
import { Nothing } from './fields.ts';
import { Post, postId } from './posts.ts';

/** Looking at a post, and what is told of it meanwhile. */

export const openPost = defineOperation({
  name: 'posts.open',
  summary:
    'Say that I look at a post on this socket: its `post.updated` come from now on. At most 100 are open on a socket; one more closes the eldest.',
  access: 'person',
  rate: 'read',
  input: z.object(postId),
  output: Post,
  errors: ['not_found'],
});

export const closePost = defineOperation({
  name: 'posts.close',
  summary: 'Say that I look away.',
  access: 'person',
  rate: 'read',
  input: z.object(postId),
  output: Nothing,
});

export const postWatchingOperations = [openPost, closePost] as const;

export const postUpdated = defineEvent({
  name: 'post.updated',
  summary:
    'What people do with a post moved its counts, or it was edited: to the sockets that have it open, and to all of whoever acted. Each is told what they would read.',
  payload: z.strictObject({
    ...postId,
    ...Post.pick({
      likeCount: true,
      commentCount: true,
      repostCount: true,
      quoteCount: true,
      saveCount: true,
      likedByMe: true,
      savedByMe: true,
      repostedByMe: true,
      editedAt: true,
    }).shape,
  }),
});

export const postRemoved = defineEvent({
  name: 'post.removed',
  summary:
    'A post that the socket has open is gone, or no longer for me to see: it is closed. Whoever deleted it and its author are told on all sockets.',
  payload: z.strictObject(postId),
});

export const postEvents = [postUpdated, postRemoved] as const;
