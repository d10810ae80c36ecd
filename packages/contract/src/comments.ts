import { z } from 'zod';
import { defineOperation } from './define.ts';
import {
  ClientId,
  CommentId,
  Nothing,
  pageInput,
  pageOf,
  Person,
  PostId,
  saying,
  Timestamp,
} from './fields.ts';

/** Comments on a post, and replies to a comment. */

const postId = { postId: PostId };
const commentId = { commentId: CommentId };
const replyId = { replyId: CommentId };

export const maxCommentLength = 2000;
const words = {
  text: saying(maxCommentLength).describe('`@username` mentions somebody: the first 20 of them.'),
};
const newWords = {
  ...words,
  clientId: ClientId.optional().describe(
    'Made by the client; the same one again on the same post answers with the first.',
  ),
};

const shown = {
  id: CommentId,
  author: Person,
  text: z.string(),
  mentions: z.array(Person),
  likeCount: z.int(),
  likedByMe: z.boolean(),
  createdAt: Timestamp,
  editedAt: Timestamp.nullable(),
};

/** The counts leave out people whom the viewer does not see, as the lists do. */
export const Comment = z.strictObject({ ...shown, postId: PostId, replyCount: z.int() });
export type Comment = z.output<typeof Comment>;

export const Reply = z.strictObject({ ...shown, postId: PostId, commentId: CommentId });
export type Reply = z.output<typeof Reply>;

/** Who likes a comment or a reply, and since when. */
export const CommentLike = z.strictObject({ user: Person, likedAt: Timestamp });
export type CommentLike = z.output<typeof CommentLike>;

export const listComments = defineOperation({
  name: 'comments.list',
  summary: 'The comments on a post, the newest first or the oldest.',
  rest: 'GET /posts/:postId/comments',
  access: 'person',
  rate: 'read',
  input: z.object({
    ...postId,
    ...pageInput,
    order: z.enum(['newest', 'oldest']).default('newest'),
  }),
  output: pageOf(Comment),
  errors: ['not_found'],
});

export const createComment = defineOperation({
  name: 'comments.create',
  summary: 'Comment on a post that I can see.',
  rest: 'POST /posts/:postId/comments',
  status: 201,
  access: 'person',
  rate: 'write',
  input: z.object({ ...postId, ...newWords }),
  output: Comment,
  errors: ['not_found', 'conflict'],
});

export const getComment = defineOperation({
  name: 'comments.get',
  summary: 'One comment.',
  rest: 'GET /comments/:commentId',
  access: 'person',
  rate: 'read',
  input: z.object(commentId),
  output: Comment,
  errors: ['not_found'],
});

export const editComment = defineOperation({
  name: 'comments.edit',
  summary: 'Change the text of my comment. The same text again changes nothing.',
  rest: 'PATCH /comments/:commentId',
  access: 'person',
  rate: 'write',
  input: z.object({ ...commentId, ...words }),
  output: Comment,
  errors: ['not_found', 'forbidden'],
});

export const deleteComment = defineOperation({
  name: 'comments.delete',
  summary:
    'Delete a comment for good, with its replies and likes: its author, the author of the post, or a moderator.',
  rest: 'DELETE /comments/:commentId',
  access: 'person',
  rate: 'write',
  input: z.object(commentId),
  output: Nothing,
  errors: ['not_found', 'forbidden'],
});

export const likeComment = defineOperation({
  name: 'comments.like',
  summary: 'Like a comment; a second time changes nothing.',
  rest: 'PUT /comments/:commentId/like',
  access: 'person',
  rate: 'write',
  input: z.object(commentId),
  output: Comment,
  errors: ['not_found'],
});

export const unlikeComment = defineOperation({
  name: 'comments.unlike',
  summary: 'Take my like of a comment back.',
  rest: 'DELETE /comments/:commentId/like',
  access: 'person',
  rate: 'write',
  input: z.object(commentId),
  output: Comment,
  errors: ['not_found'],
});

export const listCommentLikes = defineOperation({
  name: 'comments.likes',
  summary: 'Who likes a comment, the newest first.',
  rest: 'GET /comments/:commentId/likes',
  access: 'person',
  rate: 'read',
  input: z.object({ ...commentId, ...pageInput }),
  output: pageOf(CommentLike),
  errors: ['not_found'],
});

export const listReplies = defineOperation({
  name: 'replies.list',
  summary: 'The replies to a comment, the oldest first.',
  rest: 'GET /comments/:commentId/replies',
  access: 'person',
  rate: 'read',
  input: z.object({ ...commentId, ...pageInput }),
  output: pageOf(Reply),
  errors: ['not_found'],
});

export const createReply = defineOperation({
  name: 'replies.create',
  summary: 'Reply to a comment that I can see.',
  rest: 'POST /comments/:commentId/replies',
  status: 201,
  access: 'person',
  rate: 'write',
  input: z.object({ ...commentId, ...newWords }),
  output: Reply,
  errors: ['not_found', 'conflict'],
});

export const getReply = defineOperation({
  name: 'replies.get',
  summary: 'One reply.',
  rest: 'GET /replies/:replyId',
  access: 'person',
  rate: 'read',
  input: z.object(replyId),
  output: Reply,
  errors: ['not_found'],
});

export const editReply = defineOperation({
  name: 'replies.edit',
  summary: 'Change the text of my reply. The same text again changes nothing.',
  rest: 'PATCH /replies/:replyId',
  access: 'person',
  rate: 'write',
  input: z.object({ ...replyId, ...words }),
  output: Reply,
  errors: ['not_found', 'forbidden'],
});

export const deleteReply = defineOperation({
  name: 'replies.delete',
  summary:
    'Delete a reply for good, with its likes: its author, the author of the post, or a moderator.',
  rest: 'DELETE /replies/:replyId',
  access: 'person',
  rate: 'write',
  input: z.object(replyId),
  output: Nothing,
  errors: ['not_found', 'forbidden'],
});

export const likeReply = defineOperation({
  name: 'replies.like',
  summary: 'Like a reply; a second time changes nothing.',
  rest: 'PUT /replies/:replyId/like',
  access: 'person',
  rate: 'write',
  input: z.object(replyId),
  output: Reply,
  errors: ['not_found'],
});

export const unlikeReply = defineOperation({
  name: 'replies.unlike',
  summary: 'Take my like of a reply back.',
  rest: 'DELETE /replies/:replyId/like',
  access: 'person',
  rate: 'write',
  input: z.object(replyId),
  output: Reply,
  errors: ['not_found'],
});

export const listReplyLikes = defineOperation({
  name: 'replies.likes',
  summary: 'Who likes a reply, the newest first.',
  rest: 'GET /replies/:replyId/likes',
  access: 'person',
  rate: 'read',
  input: z.object({ ...replyId, ...pageInput }),
  output: pageOf(CommentLike),
  errors: ['not_found'],
});

/** Pages of the dialect that counts them; behind this many nobody looks. */
export const maxCommentPage = 5000;

/** For the dialect of seed 001, which counts pages: it has no door of its own, so it is in no list. */
export const pageComments = defineOperation({
  name: 'comments.page',
  summary: 'One numbered page of the comments on a post, the newest first, 20 to a page.',
  socket: null,
  access: 'person',
  rate: 'read',
  input: z.object({ ...postId, page: z.int().min(0).max(maxCommentPage) }),
  output: z.strictObject({ items: z.array(Comment) }),
  errors: ['not_found'],
});

export const commentOperations = [
  listComments,
  createComment,
  getComment,
  editComment,
  deleteComment,
  likeComment,
  unlikeComment,
  listCommentLikes,
  listReplies,
  createReply,
  getReply,
  editReply,
  deleteReply,
  likeReply,
  unlikeReply,
  listReplyLikes,
] as const;
