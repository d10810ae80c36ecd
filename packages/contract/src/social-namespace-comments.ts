import { z } from 'zod';
import { maxCommentPage } from './comments.ts';
import { defineEvent, defineOperation } from './define.ts';
import { CommentId, PostId, Timestamp, UserId } from './fields.ts';

/** The dialect of seed 001, the namespace `/`: the comments on a tweet. A tweet there is any post here. */

const namespace = '/' as const;

const CommentsOfTweet = z.strictObject({
  tweetId: PostId,
  page: z.int(),
  comments: z.array(
    z.strictObject({
      _id: CommentId,
      owner: UserId,
      context: z.string(),
      likesCount: z.int(),
      sent_at: Timestamp,
    }),
  ),
});

export const recieveTweetCommentsFromServer = defineEvent({
  namespace,
  name: 'recieveTweetCommentsFromServer',
  summary: 'Answers `getComments`.',
  payload: CommentsOfTweet,
});

export const socialCommentEvents = [recieveTweetCommentsFromServer] as const;

export const socialGetComments = defineOperation({
  name: 'social:getComments',
  summary: 'The comments on a tweet or a post, the newest first, 20 to a page.',
  socket: {
    namespace,
    event: 'getComments',
    arguments: ['tweetId', 'skipPage'],
    ack: 'bare',
    emits: recieveTweetCommentsFromServer,
  },
  access: 'person',
  rate: 'read',
  input: z.object({
    tweetId: PostId,
    skipPage: z
      .int()
      .min(0)
      .max(maxCommentPage)
      .nullish()
      .describe('How many pages to skip: 0, or absent, is the first page.'),
  }),
  output: CommentsOfTweet,
  errors: ['not_found'],
});

export const socialCommentOperations = [socialGetComments] as const;
